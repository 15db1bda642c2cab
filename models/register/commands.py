"""What people say about themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import func, select, update

from models.consents.ledger import note_consent
from models.doctors.contracts import current_of, end
from models.doctors.moving import tell_if_moved
from models.gate import Command, May, roles_of
from models.help.tables import Case
from models.register.hashes import door_hashes, keep_phone, take_turns
from models.register.refusals import (
    NotOfThisHousehold,
    StillOpen,
    StillServing,
    UnknownBuilding,
)
from models.register.tables import Account, Household, Person
from models.work import Work

CONSENT = "help"
"""The purpose everything of this area rests on: finding the person to help them."""


@dataclass(frozen=True)
class GiveConsent(Command[bool]):
    """Agree or not to the text of ``version``. Each answer is a row of the ledger."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = "register"
    version: str
    agreed: bool
    how: str = "tap"

    def run(self, work: Work) -> bool:
        person_id = work.actor.person_id
        note_consent(work, CONSENT, self.version, agreed=self.agreed, how=self.how)
        work.session.execute(
            update(Person)
            .where(Person.id == person_id)
            .values(consent=self.version if self.agreed else "no")
        )
        return self.agreed


@dataclass(frozen=True)
class WithdrawConsent(Command[None]):
    """Take the agreement back: phone, address and what one is called are no longer kept. A person
    and the emergency numbers stay; a contract with the doctors ends, and so does what was booked, and
    whatever was still to be said to them. Refused while somebody must still find the door, or while the
    person serves by name."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = "register"

    def run(self, work: Work) -> None:
        me = work.actor.person_id
        still_open = work.session.scalar(
            select(func.count())
            .select_from(Case)
            .where(Case.asker_id == me, Case.closed_at.is_(None))
        )
        if still_open:
            raise StillOpen(still_open)
        if roles_of(work, me):
            raise StillServing
        person = work.session.get_one(Person, me)
        contract = current_of(work, me)
        if contract is not None:  # nobody is signed without a name
            end(work, contract, "ended")
        GiveConsent(person.consent, agreed=False, how="withdrawn").run(work)
        work.session.refresh(person)
        person.phone = person.phone_hash = person.tail_hash = None
        person.household_id = None
        person.name = person.called = ""
        person.verified_at = person.verified_by = None
        work.session.flush()
        _nothing_more_to(work, me)


def _nothing_more_to(work: Work, person_id: int) -> None:
    """What they had booked ends, and nothing that waits is said to them."""
    # Here and not above: what it ends belongs to areas that know this one.
    from models.privacy import coming, stopping  # noqa: PLC0415

    coming.end_all(work, person_id)
    stopping.silence(work, person_id)
    stopping.end_talks(work, person_id)


@dataclass(frozen=True)
class ChooseLanguage(Command[str]):
    may: ClassVar[May] = May(anyone=True)
    language: str

    def run(self, work: Work) -> str:
        language = "en" if self.language == "en" else "zh"
        work.session.execute(
            update(Person).where(Person.id == work.actor.person_id).values(language=language)
        )
        return language


@dataclass(frozen=True)
class ChooseCalled(Command[str]):
    """What I am called is my choice."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = "register"
    called: str

    def run(self, work: Work) -> str:
        work.session.execute(
            update(Person).where(Person.id == work.actor.person_id).values(called=self.called)
        )
        return self.called


@dataclass(frozen=True)
class SettleIn(Command[int]):
    """Where I live and how to reach me, once I agreed to it being kept.

    ``building`` and ``unit`` are 0 in a 屯. The grid is computed. Open cases of mine that had no
    address get this one and go out at once. A changed address is not verified until a worker
    confirms it. Returns the household's id.
    """

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = "register"
    version: str
    estate_id: str
    building: int
    unit: int
    door: str
    phone: str
    called: str

    def run(self, work: Work) -> int:
        grid_id = work.town.grid_of(self.estate_id, self.building or None)
        if grid_id is None:
            raise UnknownBuilding(self.estate_id)
        household = household_at(
            work, self.estate_id, self.building or None, self.unit or None, self.door, grid_id
        )
        person = work.session.get_one(Person, work.actor.person_id)
        if person.consent != self.version:
            GiveConsent(self.version, agreed=True).run(work)
            work.session.refresh(person)
        if person.household_id != household.id:
            person.verified_at = person.verified_by = None
        person.household_id = household.id
        person.called = self.called or person.called
        if self.phone:
            keep_phone(person, self.phone)
        work.session.flush()
        work.session.execute(
            update(Case)
            .where(
                Case.asker_id == person.id,
                Case.closed_at.is_(None),
                Case.grid_id.is_(None),
                Case.for_other.is_(False),
            )
            .values(household_id=household.id, grid_id=grid_id, next_wave_at=work.now)
        )
        tell_if_moved(work, person.id)
        return household.id


def fresh_from_card(person: Person) -> bool:
    """Somebody who came in by a household's card and has said nothing about themselves."""
    return person.household_id is not None and not (person.consent or person.name or person.called)


def lives_there(person: Person, household_id: int | None) -> bool:
    """Whether a worker has confirmed that this person belongs to the household."""
    return (
        household_id is not None
        and person.household_id == household_id
        and bool(person.name)
        and person.verified_at is not None
    )


@dataclass(frozen=True)
class IAm(Command[int]):
    """Behind a household's card live several people: this account belongs to one of them.

    Only for somebody the card has just let in, of whom nothing is known yet. An address that was
    typed proves nothing: whoever settled in by words has answered the question of consent.
    """

    may: ClassVar[May] = May(anyone=True)
    person_id: int

    def run(self, work: Work) -> int:
        me = work.session.get_one(Person, work.actor.person_id)
        chosen = work.session.get(Person, self.person_id)
        if chosen is None or not (fresh_from_card(me) and lives_there(chosen, me.household_id)):
            raise NotOfThisHousehold
        work.session.execute(
            update(Account)
            .where(Account.id == work.actor.account_id)
            .values(person_id=self.person_id)
        )
        return self.person_id


def door_key(estate_id: str, building: int | None, unit: int | None, door: str) -> str:
    """What a new household is written under; whoever looks for one asks ``door_hashes``."""
    return door_hashes(estate_id, building, unit, door)[0]


def household_at(
    work: Work, estate_id: str, building: int | None, unit: int | None, door: str, grid_id: str
) -> Household:
    """The household behind a door, new if it was not known."""
    keys = door_hashes(estate_id, building, unit, door)
    take_turns(work.session, keys)
    found = work.session.scalars(select(Household).where(Household.door_hash.in_(keys))).first()
    if found is not None:
        return found
    household = Household(
        grid_id=grid_id,
        estate_id=estate_id,
        building=building,
        unit=unit,
        door=door,
        door_hash=keys[0],
        card_serial=1,
    )
    work.session.add(household)
    work.session.flush()
    return household
