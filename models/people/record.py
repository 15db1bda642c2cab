"""The opened record of one person, for the staff of where they live.

Nothing of it stands in a list. A child's, and that of somebody outside one's own places, opens only
after a reason was written down where the person (or who answers for them) can read it; that it was
is looked up here, so no screen can forget to ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import func, select

from models.clocks import to_town
from models.doctors.tables import Contract
from models.family.tables import Act, Guardian, Proxy
from models.help.tables import Case
from models.people.finding import FINDERS, STAFF, my_grids
from models.privacy.tables import AccessNote
from models.refusals import NotFound
from models.register.holding import held_at
from models.register.tables import Account, Household, Person, Role
from models.roles.queries import VOLUNTEER
from models.work import Work

READ_FOR = timedelta(hours=1)
"""How long a reason holds: to go on with what one opened the record for."""
RECORD = "record"
MOST = 6
Protected = Literal["", "child", "outside"]


@dataclass(frozen=True, slots=True)
class MayAct:
    """Somebody who may act for the person. ``until`` None: a child's guardian."""

    person_id: int
    name: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Record:
    """What a worker needs at the door or on the phone; nothing about health, ever."""

    person: Person
    home: Household | None
    protected: Protected
    may_act: tuple[MayAct, ...]
    contract: Contract | None
    roles: tuple[Role, ...]
    cases: tuple[Case, ...]
    last_contact: datetime | None


def protection(work: Work, person_id: int) -> Protected:
    """Why a reason is asked before the acting person reads somebody's record; "" if it is not.
    NotFound if there is nobody to read about."""
    person = work.session.get(Person, person_id)
    if person is None or person.gone in ("merged", "erased"):
        raise NotFound("person")
    if not in_my_places(work, person_id):
        return "outside"
    return "child" if person.minor else ""


def in_my_places(work: Work, person_id: int, roles: Sequence[str] = FINDERS) -> bool:
    """Whether somebody lives where the acting person has one of ``roles``."""
    grid = work.session.scalar(
        select(Household.grid_id)
        .join(Person, Person.household_id == Household.id)
        .where(Person.id == person_id)
    )
    return grid is not None and grid in my_grids(work, roles)


def may_read(work: Work, person_id: int) -> bool:
    """Whether the record is open to the acting person now: no reason is needed, or it was given
    within the hour."""
    why = protection(work, person_id)
    if not why:
        return True
    note = select(AccessNote.id).where(
        AccessNote.person_id == person_id,
        AccessNote.by_person == work.actor.person_id,
        AccessNote.what == RECORD,
        AccessNote.at > work.now - READ_FOR,
    )
    return work.session.scalar(note.limit(1)) is not None


def record_of(work: Work, person_id: int) -> Record:
    """Somebody's record, once it may be read. NotFound otherwise."""
    if not may_read(work, person_id):
        raise NotFound("person")
    person = work.session.get_one(Person, person_id)
    home = work.session.get(Household, person.household_id) if person.household_id else None
    helps = in_my_places(work, person_id, STAFF) or protection(work, person_id) == "outside"
    return Record(
        person,
        home,
        protection(work, person_id),
        tuple(_may_act(work, person)),
        _contract(work, person_id),
        tuple(_roles(work, person_id)),
        tuple(_cases(work, person_id)) if helps else (),
        _last_contact(work, person_id),
    )


def _may_act(work: Work, person: Person) -> list[MayAct]:
    today = to_town(work.now).date()
    proxies = (
        select(Proxy.proxy_id, Person.name, Person.called, Proxy.until)
        .join(Person, Person.id == Proxy.proxy_id)
        .where(Proxy.principal_id == person.id, Proxy.state == "agreed", Proxy.until >= today)
        .order_by(Proxy.id)
    )
    guardians = (
        select(Guardian.guardian_id, Person.name, Person.called)
        .join(Person, Person.id == Guardian.guardian_id)
        .where(Guardian.child_id == person.id, Guardian.ended_at.is_(None))
        .order_by(Guardian.id)
    )
    found = [
        MayAct(row.guardian_id, row.name or row.called, None)
        for row in (work.session.execute(guardians) if person.minor else ())
    ]
    found += [
        MayAct(row.proxy_id, row.name or row.called, row.until)
        for row in work.session.execute(proxies)
    ]
    return found[:MOST]


def _contract(work: Work, person_id: int) -> Contract | None:
    found = select(Contract).where(Contract.person_id == person_id, Contract.state != "ended")
    return work.session.scalars(found).first()


def _roles(work: Work, person_id: int) -> Sequence[Role]:
    found = (
        select(Role)
        .where(Role.person_id == person_id, held_at(work.now), Role.role != VOLUNTEER)
        .order_by(Role.id)
        .limit(MOST)
    )
    return work.session.scalars(found).all()


def _cases(work: Work, person_id: int) -> Sequence[Case]:
    found = (
        select(Case)
        .where(Case.asker_id == person_id, Case.closed_at.is_(None))
        .order_by(Case.opened_at)
        .limit(MOST)
    )
    return work.session.scalars(found).all()


def _last_contact(work: Work, person_id: int) -> datetime | None:
    """When they last wrote, asked for something, or had something done for them."""
    asked = (
        select(func.max(Account.last_used_at)).where(Account.person_id == person_id),
        select(func.max(Case.opened_at)).where(Case.asker_id == person_id),
        select(func.max(Act.at)).where(Act.person_id == person_id),
    )
    found = [work.session.scalar(one) for one in asked]
    return max((moment for moment in found if moment is not None), default=None)
