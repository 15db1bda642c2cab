"""What people put right about themselves. What a worker had confirmed is to be confirmed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from models.clocks import to_town
from models.family.ages import ADULT, age_on
from models.gate import Command, May
from models.privacy.refusals import StillAChild
from models.register.hashes import phone_fields
from models.register.tables import Person
from models.work import Work

REGISTER = "register"


def _me(work: Work) -> Person:
    return work.session.get_one(Person, work.actor.person_id, populate_existing=True)


def _not_confirmed_any_more(work: Work, person: Person) -> None:
    """What people type about themselves proves nothing; a worker at the door does."""
    if not work.actor.by_id:
        person.verified_at = person.verified_by = None


@dataclass(frozen=True)
class CorrectName(Command[str]):
    """My name is written differently."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = REGISTER
    name: str

    def run(self, work: Work) -> str:
        person = _me(work)
        if person.name != self.name:
            person.name = self.name
            _not_confirmed_any_more(work, person)
        return self.name


@dataclass(frozen=True)
class CorrectPhone(Command[str]):
    """I have another phone; "" for none. Returns its last four digits."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = REGISTER
    phone: str

    def run(self, work: Work) -> str:
        person = _me(work)
        fields = {"phone": None, "phone_hash": None, "tail_hash": None}
        for name, value in (phone_fields(self.phone) if self.phone else fields).items():
            setattr(person, name, value)
        return self.phone[-4:]


@dataclass(frozen=True)
class CorrectBorn(Command[date]):
    """I was born on another day. Nobody turns into a child by it: a child has a guardian, and it is
    the community that writes down who that is."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = REGISTER
    born: date

    def run(self, work: Work) -> date:
        person = _me(work)
        child = age_on(self.born, to_town(work.now).date()) < ADULT
        if child and not person.minor:
            raise StillAChild
        if person.born != self.born:
            person.born = self.born
            _not_confirmed_any_more(work, person)
        return self.born
