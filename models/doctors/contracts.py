"""One person's contract: how it stands, and the two steps every change of it is made of.

A contract is never altered: it is closed, and another one is made. Both steps are conditional, so
of two people who act at the same moment one is refused, and the database has the last word: its
unique index lets nobody have two that are not ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from models.base import insert_new, touched
from models.clocks import to_town
from models.consents.ledger import note_consent
from models.doctors.refusals import (
    AlreadySigned,
    ContractChanged,
    HomeUnknown,
    NoContract,
    NoTeamHere,
)
from models.doctors.tables import Contract
from models.doctors.terms import STANDING, state_on
from models.places import grid_of_person
from models.prepared import Prepared
from models.register.tables import Household, Person
from models.rights import covers, roles_of
from models.town.people import DoctorTeam
from models.work import Work

PURPOSE = "contract"
"""Of the ledger, and what a proxy must have been allowed."""
AT_THE_DOOR = ("grid_worker", "coordinator", "doctor")
"""Whoever signs for somebody in one of these roles has them in front of them."""

_columns = (
    Contract.id,
    Contract.person_id,
    Contract.team_id,
    Contract.package,
    Contract.state,
    Contract.starts_on,
    Contract.ends_on,
    Contract.hushed,
    Contract.signed_at,
    Contract.ended_at,
    Contract.why,
    Household.grid_id,
)
_with_home = (
    select(*_columns)
    .join(Person, Person.id == Contract.person_id)
    .outerjoin(Household, Household.id == Person.household_id)
)
_current = Prepared(
    _with_home.where(Contract.person_id == bindparam("person_id"), Contract.state != "ended")
)
_one = Prepared(_with_home.where(Contract.id == bindparam("contract_id")))


@dataclass(frozen=True, slots=True)
class Signed:
    """A contract as it stands today. ``team`` is None once the town no longer has it; ``home_team``
    serves where the person lives now."""

    id: int
    person_id: int
    team: DoctorTeam | None
    home_team: DoctorTeam | None
    package: str
    state: str
    starts_on: date
    ends_on: date
    hushed: bool
    signed_at: datetime
    ended_at: datetime | None
    why: str

    @property
    def stands(self) -> bool:
        return self.state in STANDING

    @property
    def moved(self) -> bool:
        """Another team serves where they live now."""
        return self.home_team is not None and self.home_team != self.team


def today(work: Work) -> date:
    return to_town(work.now).date()


def current_of(work: Work, person_id: int) -> Signed | None:
    """The contract of ``person_id`` that nobody has ended; the caller answers for who asks."""
    row = _current.first(work.connection, {"person_id": person_id})
    return _signed(work, row) if row is not None else None


def contract_by_id(work: Work, contract_id: int) -> Signed | None:
    """Any contract; the caller answers for who asks."""
    row = _one.first(work.connection, {"contract_id": contract_id})
    return _signed(work, row) if row is not None else None


def _signed(work: Work, row: Any) -> Signed:
    town = work.town
    state = row.state
    if state != "ended":
        state = state_on(today(work), row.ends_on, town.doctors.expiring_days)
    teams = {team.id: team for team in town.doctors.teams}
    home_team = town.doctor_team_of(row.grid_id) if row.grid_id else None
    return Signed(
        row.id,
        row.person_id,
        teams.get(row.team_id),
        home_team,
        row.package,
        state,
        row.starts_on,
        row.ends_on,
        row.hushed,
        row.signed_at,
        row.ended_at,
        row.why,
    )


def in_turn(work: Work) -> None:
    """Whoever changes the acting person's contract next, waits. On SQLite there is one writer."""
    me = select(Person.id).where(Person.id == work.actor.person_id)
    work.session.execute(me.with_for_update(key_share=True))


def mine(work: Work) -> Signed:
    """The acting person's contract. NoContract if there is none."""
    found = current_of(work, work.actor.person_id)
    if found is None:
        raise NoContract
    return found


def home_team_of(work: Work, person_id: int) -> DoctorTeam:
    """The team that serves where somebody lives. HomeUnknown, NoTeamHere."""
    grid = grid_of_person(work, person_id)
    if grid is None:
        raise HomeUnknown
    team = work.town.doctor_team_of(grid)
    if team is None:
        raise NoTeamHere(grid)
    return team


def close(work: Work, contract_id: int, why: str) -> None:
    """End a contract for good. ContractChanged if somebody else has just done so."""
    result = work.session.execute(
        update(Contract)
        .where(Contract.id == contract_id, Contract.state != "ended")
        .values(state="ended", ended_at=work.now, why=why)
        .execution_options(synchronize_session=False)
    )
    if touched(result) != 1:
        raise ContractChanged


def end(work: Work, contract: Signed, why: str) -> None:
    """Close it, with nothing in its place, and write down that it is not wanted."""
    close(work, contract.id, why)
    version = work.town.purpose(PURPOSE).version
    note_consent(work, PURPOSE, version, agreed=False, how="withdrawn")


def sign(work: Work, team: DoctorTeam, package: str, first: date, last: date) -> int:
    """Make the acting person's contract; its id. AlreadySigned if they have got one meanwhile."""
    actor = work.actor
    made = work.session.execute(
        insert_new(work.session, Contract)
        .values(
            person_id=actor.person_id,
            team_id=team.id,
            package=package,
            state=state_on(today(work), last, work.town.doctors.expiring_days),
            starts_on=first,
            ends_on=last,
            how=_how(work),
            signed_by=actor.by_id or actor.person_id,
            signed_at=work.now,
            why="",
            hushed=False,
        )
        .on_conflict_do_nothing()
        .returning(Contract.id)
    ).scalar()
    if made is None:
        raise AlreadySigned(mine(work).ends_on)
    _agreed(work, last)
    return int(made)


def _how(work: Work) -> str:
    by = work.actor.by_id
    if not by:
        return "tap"
    grid = grid_of_person(work, work.actor.person_id)
    path = work.town.path(grid) if grid else ""
    there = any(role in AT_THE_DOOR and covers(place, path) for role, place in roles_of(work, by))
    return "face_to_face" if there else "tap"


def reopen(work: Work, contract: Signed) -> int:
    """Let an ended contract go on, as it stands by its last day; its id. ContractChanged if there is
    another one meanwhile."""
    if current_of(work, contract.person_id) is not None:
        raise ContractChanged
    state = state_on(today(work), contract.ends_on, work.town.doctors.expiring_days)
    work.session.execute(
        update(Contract)
        .where(Contract.id == contract.id)
        .values(state=state, ended_at=None, why="")
        .execution_options(synchronize_session=False)
    )
    _agreed(work, contract.ends_on)
    return contract.id


def _agreed(work: Work, last: date) -> None:
    version = work.town.purpose(PURPOSE).version
    note_consent(work, PURPOSE, version, agreed=True, until=last)
