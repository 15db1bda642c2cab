"""The doors of a notice as somebody sees them who goes there: where, whose, and how they stand.

Only for the grid's own staff, and for whoever the door was given to. No category, no age, nothing
about anybody's health: a name, a door, a phone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from models.duty.people import STAFF, my_paths
from models.gate import covers, holds
from models.notices.results import sent_notice
from models.notices.running import SENDERS
from models.notices.tables import Notice, NoticeTarget
from models.refusals import NotFound
from models.register.tables import Household, Person
from models.work import Work

WINDOW = 120
"""Doors that are looked at for one page. Door numbers are sealed, so they are put in order here."""
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Door:
    """One target. ``people``: the grown-ups behind the door, or the one person it is about."""

    target_id: int
    notice_id: int
    reached: str
    grid_id: str
    worker_id: int | None
    case_id: int | None
    home: Household | None
    people: tuple[Person, ...]

    @property
    def staircase(self) -> tuple[str, int, int]:
        home = self.home
        return (home.estate_id, home.building or 0, home.unit or 0) if home else ("", 0, 0)


@dataclass(frozen=True, slots=True)
class Page:
    """The doors from ``start`` on, of ``many`` in all."""

    doors: tuple[Door, ...]
    start: int
    many: int


def my_round(work: Work, notice_id: int, start: int = 0, *, notes: bool = False) -> Page:
    """The doors that are the acting person's to go to and have not been heard of; ``notes``: those
    where a note was left instead."""
    reached = "note" if notes else ""
    return _page(work, NoticeTarget.id.in_(_mine(work, notice_id, reached)), start)


def my_rounds(work: Work) -> list[tuple[Notice, int]]:
    """The notices of which the acting person still has doors, and how many."""
    found = (
        select(NoticeTarget.notice_id, func.count())
        .join(Notice, Notice.id == NoticeTarget.notice_id)
        .where(NoticeTarget.worker_id == work.actor.person_id, NoticeTarget.reached == "")
        .where(Notice.state.in_(("sending", "paused")))
        .group_by(NoticeTarget.notice_id)
        .order_by(NoticeTarget.notice_id)
    )
    rows = work.session.execute(found).all()
    return [(work.session.get_one(Notice, row[0]), row[1]) for row in rows]


def doors_of_grid(
    work: Work, notice_id: int, grid_id: str, start: int = 0, *, how: str = ""
) -> Page:
    """The doors of a grid that stand like ``how``, for whoever may send where the notice was sent."""
    sent_notice(work, notice_id)
    there = and_(
        NoticeTarget.notice_id == notice_id,
        NoticeTarget.grid_id == grid_id,
        NoticeTarget.reached == how,
    )
    return _page(work, there, start)


def doors_by_how(work: Work, notice_id: int, how: str, start: int = 0) -> Page:
    """All doors that stand like ``how``; for whoever may send there."""
    sent_notice(work, notice_id)
    there = and_(NoticeTarget.notice_id == notice_id, NoticeTarget.reached == how)
    return _page(work, there, start)


def my_door(work: Work, target_id: int) -> Door:
    """One door, for those who go there; NotFound for everybody else."""
    target = work.session.get(NoticeTarget, target_id)
    if target is None or not goes_to(work, target):
        raise NotFound("door")
    return _doors(work, NoticeTarget.id == target_id, 0)[0]


def goes_to(work: Work, target: NoticeTarget) -> bool:
    """Whether the acting person goes there: it was given to them, or to somebody of their grid. Who
    may send there sees all: it was they who chose. Nobody else learns who was meant: that alone may
    tell what somebody is."""
    if work.session.get_one(Notice, target.notice_id).sent_at is None:
        return False
    if target.worker_id == work.actor.person_id:
        return True
    roles = SENDERS if target.worker_id is None else STAFF
    return holds(work, roles, path_of_target(work, target))


def path_of_target(work: Work, target: NoticeTarget) -> str:
    known = any(grid.id == target.grid_id for grid in work.town.grids)
    if known:
        return work.town.path(target.grid_id)
    return work.town.path(work.session.get_one(Notice, target.notice_id).place_id)


def my_grids_of_round(work: Work) -> list[str]:
    paths = my_paths(work, ("grid_worker",))
    return [
        grid.id
        for grid in work.town.grids
        if any(covers(path, work.town.path(grid.id)) for path in paths)
    ]


def _mine(work: Work, notice_id: int, reached: str) -> Any:
    """Ids of the doors given to me, and of those given to others of a grid that I look after (I
    stand in for them). Two statements, since each has an index of its own."""
    some = select(NoticeTarget.id).where(
        NoticeTarget.notice_id == notice_id, NoticeTarget.reached == reached
    )
    given = some.where(NoticeTarget.worker_id == work.actor.person_id)
    grids = my_grids_of_round(work)
    theirs = some.where(NoticeTarget.grid_id.in_(grids), NoticeTarget.worker_id.is_not(None))
    return given.union(theirs) if grids else given


# -- reading -------------------------------------------------------------------------------------------
def _page(work: Work, where: ColumnElement[bool], start: int) -> Page:
    many: int = (
        work.session.scalar(select(func.count()).select_from(NoticeTarget).where(where)) or 0
    )
    start = start if 0 <= start < many else 0
    skipped = start // WINDOW * WINDOW
    doors = _doors(work, where, skipped)
    return Page(tuple(doors[start - skipped :]), start, many)


def _doors(work: Work, where: ColumnElement[bool], skipped: int) -> list[Door]:
    query = _in_order(where).limit(WINDOW).offset(skipped)
    rows = work.session.execute(query.execution_options(populate_existing=True)).all()
    behind = _behind(work, [row[0] for row in rows])
    doors = [
        Door(
            target.id, target.notice_id, target.reached, target.grid_id, target.worker_id,
            target.case_id, home, tuple(behind.get(target.id, ())),
        )
        for target, home in rows
    ]  # fmt: skip
    return sorted(doors, key=_walk)


def _in_order(where: ColumnElement[bool]) -> Select[NoticeTarget, Household]:
    person = select(Person.household_id).where(Person.id == NoticeTarget.person_id)
    home = func.coalesce(NoticeTarget.household_id, person.scalar_subquery())
    return (
        select(NoticeTarget, Household)
        .outerjoin(Household, Household.id == home)
        .where(where)
        .order_by(Household.estate_id, Household.building, Household.unit, NoticeTarget.id)
    )


def _behind(work: Work, targets: Sequence[NoticeTarget]) -> dict[int, list[Person]]:
    """Who is to be spoken to at each door: the grown-ups that are here, in the order they came; of
    a notice to people that person, or a child's guardian."""
    homes = {one.household_id: one.id for one in targets if one.household_id is not None}
    people = {one.person_id: one.id for one in targets if one.person_id is not None}
    found: dict[int, list[Person]] = {}
    if homes:
        grown = (Person.gone == "", Person.minor.is_(False), Person.household_id.in_(homes))
        for one in work.session.scalars(select(Person).where(*grown).order_by(Person.id)):
            found.setdefault(homes[one.household_id or 0], []).append(one)
    if people:
        named = select(Person).where(Person.id.in_(people), Person.gone == "")
        for one in work.session.scalars(named):
            speaks = work.session.get_one(Person, one.guardian_id) if one.minor else one
            found.setdefault(people[one.id], []).append(speaks)
    return found


def _walk(door: Door) -> tuple[Any, ...]:
    """As one goes: building by building, staircase by staircase, from the ground floor up."""
    number = _NUMBER.search(door.home.door) if door.home else None
    return (*door.staircase, int(number[0]) if number else 0, door.target_id)
