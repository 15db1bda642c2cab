"""Who is whose doctor: for the resident, for who looks after them, for the team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from models.doctors.contracts import Signed, current_of
from models.doctors.tables import Contract
from models.duty.people import my_paths
from models.gate import holds
from models.places import grid_of_person
from models.refusals import NotFound
from models.register.tables import Household, Person
from models.rights import covers
from models.town.people import DoctorTeam
from models.work import Work

DOCTOR = "doctor"
KNOWS = ("grid_worker", "coordinator", "admin", DOCTOR)
"""Whoever looks after a place knows which of its residents have signed."""
TO_SIGN = "to_sign"
LISTS = ("expiring", "expired", TO_SIGN, "valid")
"""What a team does first stands first."""


# -- for oneself -----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class MyTeam:
    """``home_known`` is False until we know where they live. ``home_team`` serves there."""

    contract: Signed | None
    home_team: DoctorTeam | None
    home_known: bool

    @property
    def team(self) -> DoctorTeam | None:
        """The doctors to turn to: those signed with, else those who serve the grid."""
        signed = self.contract.team if self.contract is not None else None
        return signed or self.home_team

    @property
    def state(self) -> str:
        return self.contract.state if self.contract is not None else TO_SIGN


def my_team(work: Work) -> MyTeam:
    """Who the acting person's doctors are, and how their contract stands."""
    me = work.actor.person_id
    grid = grid_of_person(work, me)
    home = work.town.doctor_team_of(grid) if grid is not None else None
    return MyTeam(current_of(work, me), home, grid is not None)


def contract_of(work: Work, person_id: int) -> Signed | None:
    """Somebody's contract, for themselves and for the staff and doctors of where they live.
    NotFound for all others."""
    if person_id != work.actor.person_id:
        grid = grid_of_person(work, person_id)
        if grid is None or not holds(work, KNOWS, work.town.path(grid)):
            raise NotFound("contract")
    return current_of(work, person_id)


# -- for the team ----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Building:
    """``building`` is None for the houses of a 屯."""

    estate_id: str
    building: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the team's list: who, where, until when. Never what for: it may tell of an
    illness. ``ends_on`` is None for who has not signed."""

    person_id: int
    name: str
    estate_id: str
    building: int | None
    unit: int | None
    door: str
    ends_on: date | None


def teams_of_mine(work: Work) -> list[DoctorTeam]:
    """The teams of the places where the acting person is a doctor."""
    paths = my_paths(work, (DOCTOR,))
    if not paths:
        return []
    town = work.town
    return [
        team
        for team in town.doctors.teams
        if any(covers(path, town.path(team.place)) for path in paths)
    ]


def team_counts(work: Work) -> dict[str, int]:
    """How many people of the acting doctor's teams are on each of the lists."""
    teams = teams_of_mine(work)
    if not teams:
        raise NotFound("team")
    of_team = Contract.team_id.in_([team.id for team in teams])
    counted = work.connection.execute(
        select(Contract.state, func.count())
        .join(Person, Person.id == Contract.person_id)
        .where(of_team, Contract.state != "ended", Person.gone == "")
        .group_by(Contract.state)
    )
    found = dict.fromkeys(LISTS, 0) | dict(iter(counted))
    unsigned = select(func.count()).select_from(Household).join(Person, _lives_there())
    found[TO_SIGN] = work.connection.execute(unsigned.where(*_unsigned(teams))).scalar_one()
    return found


def team_list(
    work: Work, which: str, *, building: Building | None = None, start: int = 0, most: int = 5
) -> list[Listed]:
    """One page of one list of the acting doctor's teams: the nearest last day first; who has not
    signed, house by house."""
    teams = teams_of_mine(work)
    if not teams or which not in LISTS:
        raise NotFound("team")
    query = _of_list(teams, which)
    if building is not None:
        query = query.where(*_in_building(building))
    if which == TO_SIGN:
        query = query.order_by(
            Household.estate_id, Household.building, Household.unit, Household.id, Person.id
        )
    else:
        query = query.order_by(Contract.ends_on, Contract.id)
    rows = work.connection.execute(query.offset(max(start, 0)).limit(most))
    return [_listed(row) for row in rows]


def team_buildings(work: Work, which: str) -> list[tuple[Building, int]]:
    """The buildings of one list, each with how many people of it live there."""
    teams = teams_of_mine(work)
    if not teams or which not in LISTS:
        raise NotFound("team")
    where = (Household.estate_id, Household.building)
    rows = work.connection.execute(
        _of_list(teams, which)
        .where(Household.id.is_not(None))
        .with_only_columns(*where, func.count().label("people"))
        .group_by(*where)
        .order_by(*where)
    )
    return [(Building(row.estate_id, row.building), row.people) for row in rows]


def _of_list(teams: Sequence[DoctorTeam], which: str) -> Select[Any]:
    if which == TO_SIGN:
        nobody = Contract.id.is_(None)
        columns = (*_columns(), Contract.ends_on)
        return (
            select(*columns)
            .select_from(Household)
            .join(Person, _lives_there())
            .outerjoin(Contract, _current())
            .where(*_in_grids(teams), nobody)
        )
    return (
        select(*_columns(), Contract.ends_on)
        .select_from(Contract)
        .join(Person, Person.id == Contract.person_id)
        .outerjoin(Household, Household.id == Person.household_id)
        .where(
            Contract.team_id.in_([team.id for team in teams]),
            Contract.state == which,
            Person.gone == "",
        )
    )


def _columns() -> tuple[Any, ...]:
    return (
        Person.id,
        Person.name,
        Person.called,
        Household.estate_id,
        Household.building,
        Household.unit,
        Household.door,
    )


def _lives_there() -> ColumnElement[bool]:
    return Person.household_id == Household.id


def _current() -> ColumnElement[bool]:
    return and_(Contract.person_id == Person.id, Contract.state != "ended")


def _in_grids(teams: Sequence[DoctorTeam]) -> tuple[ColumnElement[bool], ...]:
    grids = [grid for team in teams for grid in team.grids]
    return (Household.grid_id.in_(grids), Person.gone == "")


def _unsigned(teams: Sequence[DoctorTeam]) -> tuple[ColumnElement[bool], ...]:
    return (*_in_grids(teams), ~exists().where(_current()))


def _in_building(building: Building) -> tuple[ColumnElement[bool], ...]:
    number = Household.building
    here = number.is_(None) if building.building is None else number == building.building
    return (Household.estate_id == building.estate_id, here)


def _listed(row: Any) -> Listed:
    return Listed(
        row.id,
        row.name or row.called,
        row.estate_id or "",
        row.building,
        row.unit,
        row.door or "",
        row.ends_on,
    )
