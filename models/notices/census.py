"""A draft's doors or people are gone through, grid by grid: one row for each, and how it comes to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import insert, select, true

from models.audiences.expressions import from_json
from models.audiences.selecting import grids_meant, lives_in, meant, role_holders
from models.gate import Command, May
from models.notices.counting import Count, add
from models.notices.drafting import file_waits, tell_counted
from models.notices.reach import ways_of_doors, ways_of_people
from models.notices.reckoning import reckon
from models.notices.running import locked
from models.notices.tables import Notice, NoticeTarget
from models.register.tables import Household, Person
from models.work import Work

CHUNK = 100
"""Doors or people of one transaction: some 10 ms."""
ELSEWHERE = "~"
"""The last part of the way: who holds a role here and lives in no grid of the place."""


@dataclass(frozen=True)
class CountNotice(Command[int]):
    """The next chunk of the doors, or people, that a draft is for. Returns how many were looked at,
    at least 1 while there is more to do; at the end the writer is shown what it comes to."""

    may: ClassVar[May] = May(clock=True)
    notice_id: int

    def run(self, work: Work) -> int:
        notice = locked(work, self.notice_id, "draft")
        if notice.doing != "count":
            return 0
        way = (*grids_meant(work, from_json(notice.audience), notice.place_id), ELSEWHERE)
        grid = notice.count_in or way[0]
        looked = (_elsewhere if grid == ELSEWHERE else _in_grid)(work, notice, grid)
        if looked < CHUNK:
            later = way[way.index(grid) + 1 :]
            notice.count_in, notice.cursor = (later[0] if later else ""), 0
            if not later:
                _counted(work, notice)
        work.session.flush()
        return max(looked, 1)


def _in_grid(work: Work, notice: Notice, grid: str) -> int:
    """The next doors of a grid, and whoever is meant behind them. Returns how many doors."""
    doors: Sequence[int] = work.session.scalars(
        select(Household.id)
        .where(Household.grid_id == grid, Household.id > notice.cursor)
        .order_by(Household.id)
        .limit(CHUNK)
    ).all()
    if not doors:
        return 0
    notice.cursor = doors[-1]
    doors_only = notice.counts == "households"
    people = work.session.execute(
        select(Person.id, Person.household_id)
        .join(Household, Household.id == Person.household_id)
        .where(
            Person.household_id.in_(doors),
            Household.id.in_(doors),  # said of both, or PostgreSQL reads all households
            meant(work, from_json(notice.audience), notice.place_id),
            # A door of the next village is none of ours, though somebody behind it has a role here.
            lives_in(work.town, (notice.place_id,)) if doors_only else true(),
        )
        .order_by(Person.id)
    ).all()
    if doors_only:
        homes = dict.fromkeys(row.household_id for row in people)
        _add(work, notice, ways_of_doors(work, notice, list(homes)), "household_id", grid)
    else:
        _add(
            work,
            notice,
            ways_of_people(work, notice, [row.id for row in people]),
            "person_id",
            grid,
        )
    return len(doors)


def _elsewhere(work: Work, notice: Notice, _grid: str) -> int:
    """Who holds a role here and lives elsewhere, or has no home on record. Doors have a grid, so a
    notice to doors does not come to them."""
    if notice.counts == "households":
        return 0
    grids = [grid.id for grid in work.town.grids_of(notice.place_id)]
    people = work.session.scalars(
        select(Person.id)
        .outerjoin(Household, Household.id == Person.household_id)
        .where(
            Person.id.in_(role_holders(work, notice.place_id)),
            Person.id > notice.cursor,
            (Household.id.is_(None)) | (Household.grid_id.not_in(grids)),
            meant(work, from_json(notice.audience), notice.place_id),
        )
        .order_by(Person.id)
        .limit(CHUNK)
    ).all()
    if people:
        notice.cursor = people[-1]
    _add(work, notice, ways_of_people(work, notice, people), "person_id", "")
    return len(people)


def _add(
    work: Work, notice: Notice, ways: Sequence[tuple[int, str, str]], column: str, grid: str
) -> None:
    """One row each: (id, way, why not)."""
    rows = [
        {"notice_id": notice.id, column: id_, "grid_id": grid, "way": way, "why_not": why,
         "reached": ""}
        for id_, way, why in ways
    ]  # fmt: skip
    if rows:
        work.connection.execute(insert(NoticeTarget), rows)
        notice.total += len(rows)
        many = Counter(row["way"] for row in rows)
        add(work, notice.id, [Count(grid, str(way), "", many[way]) for way in many])
        reckon(work, notice, ways, column)


def _counted(work: Work, notice: Notice) -> None:
    """Its writer is shown it, once its picture has come to an end as well."""
    notice.doing = ""
    notice.state = "ready" if notice.total else "empty"
    if not file_waits(work, notice):
        tell_counted(work, notice)
