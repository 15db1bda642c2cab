"""Whose patients somebody is: of the team they have signed with, else of the one that serves their
home. And what a team sees of what is due for its people: numbers and days, never what for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, TextClause, and_, case, func, or_, select

from models.care.people import IS_OPEN, today_of
from models.care.tables import DOUBTED, IS_SAID, SAID, DueItem
from models.doctors.contracts import current_of
from models.doctors.queries import DOCTOR, teams_of_mine
from models.doctors.tables import Contract
from models.places import grid_of_person
from models.refusals import NotFound
from models.register.tables import Household, Person
from models.town.people import DoctorTeam
from models.work import Work

__all__ = [
    "DOCTOR", "LISTS", "DueLine", "due_counts", "due_list", "due_numbers", "is_theirs", "team_of",
]  # fmt: skip

SOON = timedelta(days=30)
LISTS = ("overdue", "said", "soon")
"""Past their day, or said to be done and not confirmed in time; said to be done; due within the
month."""


def team_of(work: Work, person_id: int) -> DoctorTeam | None:
    """The team that looks after somebody's health."""
    contract = current_of(work, person_id)
    if contract is not None and contract.team is not None:
        return contract.team
    grid = grid_of_person(work, person_id)
    return work.town.doctor_team_of(grid) if grid is not None else None


def is_theirs(work: Work, person_id: int) -> bool:
    """Whether the acting person is a doctor of somebody's team."""
    team = team_of(work, person_id)
    return team is not None and team in teams_of_mine(work)


@dataclass(frozen=True, slots=True)
class DueLine:
    """A line of the team's list. What is due stands in the opened item only."""

    item_id: int
    person_id: int
    name: str
    estate_id: str
    building: int | None
    unit: int | None
    door: str
    due_on: date
    booked: bool
    said: bool
    """They say that it was done."""


def due_counts(work: Work) -> dict[str, int]:
    """How many items stand on each list of the acting doctor's teams, as the night's round left
    them."""
    teams, found = _teams(work), {}
    for which in LISTS:
        query = select(func.count()).select_from(DueItem).where(*_on_list(work, teams, which))
        found[which] = work.connection.execute(query).scalar_one()
    return found


def due_numbers(work: Work) -> list[tuple[str, int, int]]:
    """(rule, overdue, due within the month): numbers without a name."""
    late = (DueItem.due_on < today_of(work)).label("late")
    query = (
        select(DueItem.rule, late, func.count())
        .where(*_on_list(work, _teams(work), ""))
        .group_by(DueItem.rule, "late")
    )
    found: dict[str, list[int]] = {rule.id: [0, 0] for rule in work.town.care}
    for rule, is_late, count in work.connection.execute(query):
        if rule in found:
            found[rule][0 if is_late else 1] = count
    return [(rule, late, soon) for rule, (late, soon) in found.items()]


def due_list(work: Work, which: str, *, start: int = 0, most: int = 5) -> list[DueLine]:
    """One page: what was said to be done and is doubted first, then what is longest overdue."""
    if which not in LISTS:
        raise NotFound("list")
    doubted = case((DueItem.result == DOUBTED, 0), else_=1)
    query = _of_list(work, _teams(work), which).order_by(doubted, DueItem.due_on, DueItem.id)
    rows = work.connection.execute(query.offset(max(start, 0)).limit(most))
    return [
        DueLine(
            row.item_id, row.person_id, row.name or row.called, row.estate_id or "", row.building,
            row.unit, row.door or "", row.due_on, row.state == "booked", row.result in IS_SAID,
        )
        for row in rows
    ]  # fmt: skip


def _teams(work: Work) -> list[DoctorTeam]:
    teams = teams_of_mine(work)
    if not teams:
        raise NotFound("team")
    return teams


def _on_list(
    work: Work, teams: Sequence[DoctorTeam], which: str
) -> tuple[ColumnElement[bool] | TextClause, ...]:
    """SQL about items alone, found by the index of each team's."""
    today = today_of(work)
    asked: dict[str, tuple[ColumnElement[bool], ...]] = {
        "overdue": (
            or_(DueItem.result == DOUBTED, and_(DueItem.due_on < today, DueItem.result != SAID)),
        ),
        "said": (DueItem.result == SAID,),
        "soon": (
            DueItem.due_on >= today,
            DueItem.due_on <= today + SOON,
            DueItem.result.not_in(IS_SAID),
        ),
        "": (DueItem.due_on <= today + SOON,),
    }
    return (IS_OPEN, DueItem.team_id.in_([team.id for team in teams]), *asked[which])


def _of_list(work: Work, teams: Sequence[DoctorTeam], which: str) -> Select[Any]:
    """The items with their people, of those who are still the team's today."""
    columns: tuple[Any, ...] = (
        DueItem.id.label("item_id"), DueItem.person_id, DueItem.due_on, DueItem.state,
        DueItem.result, Person.name, Person.called, Household.estate_id, Household.building, Household.unit,
        Household.door,
    )  # fmt: skip
    return (
        select(*columns)
        .select_from(DueItem)
        .join(Person, Person.id == DueItem.person_id)
        .outerjoin(Household, Household.id == Person.household_id)
        .outerjoin(Contract, and_(Contract.person_id == Person.id, Contract.state != "ended"))
        .where(*_on_list(work, teams, which), Person.gone == "", _looked_after(teams))
    )


def _looked_after(teams: Sequence[DoctorTeam]) -> ColumnElement[bool]:
    """SQL: as ``team_of`` says it."""
    grids = [grid for team in teams for grid in team.grids]
    return or_(
        Contract.team_id.in_([team.id for team in teams]),
        and_(Contract.id.is_(None), Household.grid_id.in_(grids)),
    )
