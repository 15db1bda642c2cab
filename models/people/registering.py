"""A resident whom a worker writes down.

For elders without a phone and everybody else who will not sit down with one: the worker was there,
read the text out and saw the nod, and the ledger says so. What is wrong about somebody is put right
by the resident's own commands, run for them (``models.privacy.correcting``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select

from models.behalf import acting_for
from models.cleaning import clean_name
from models.clocks import to_town
from models.consents.ledger import note_consent
from models.family.ages import ADULT, age_on, possible_birth
from models.gate import Command, May
from models.people.refusals import AlreadyHere, BirthNotPossible, ChildNeedsGuardian
from models.register.commands import CONSENT, household_at
from models.register.hashes import keep_phone
from models.register.refusals import UnknownBuilding
from models.register.tables import Person
from models.work import Work

WORKERS = ("grid_worker", "coordinator", "admin")
GENDERS = ("f", "m")


@dataclass(frozen=True)
class RegisterResident(Command[int]):
    """Somebody at this door agreed, face to face, to be kept. ``building`` and ``unit`` are 0 in a
    屯; ``phone``, ``born`` and ``gender`` may be missing. ``version`` is the text that was read out.
    Returns the person's id."""

    may: ClassVar[May] = May(roles=WORKERS)
    version: str
    name: str
    called: str
    estate_id: str
    building: int
    unit: int
    door: str
    phone: str = ""
    gender: str = ""
    born: date | None = None

    def _grid(self, work: Work) -> str | None:
        if not any(estate.id == self.estate_id for estate in work.town.estates):
            return None
        return work.town.grid_of(self.estate_id, self.building or None)

    def place(self, work: Work) -> str | None:
        grid = self._grid(work)
        return work.town.path(grid) if grid else None

    def run(self, work: Work) -> int:
        grid = self._grid(work)
        if grid is None:
            raise UnknownBuilding(self.estate_id)
        check_born(work, self.born)
        name = clean_name(self.name)
        home = household_at(
            work, self.estate_id, self.building or None, self.unit or None, self.door, grid
        )
        there = select(Person.id).where(
            Person.household_id == home.id, Person.name == name, Person.gone == ""
        )
        known = work.session.scalar(there)
        if known is not None:
            raise AlreadyHere(known)
        person = Person(
            household_id=home.id,
            name=name,
            called=clean_name(self.called),
            born=self.born,
            gender=self.gender if self.gender in GENDERS else "",
            language="zh",
            consent=self.version,
            verified_at=work.now,
            verified_by=work.actor.person_id,
            created_at=work.now,
            sample=False,
        )
        if self.phone:
            keep_phone(person, self.phone)
        work.session.add(person)
        work.session.flush()
        note_consent(acting_for(work, person.id), CONSENT, self.version, agreed=True)
        return person.id


def check_born(work: Work, born: date | None) -> None:
    """Refused: a day on which nobody alive was born, and a child."""
    if born is None:
        return
    today = to_town(work.now).date()
    if not possible_birth(born, today):
        raise BirthNotPossible
    if age_on(born, today) < ADULT:
        raise ChildNeedsGuardian
