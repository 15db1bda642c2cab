"""How old rows are found and deleted, a small step at a time, whatever they are.

Every look goes by an index or along the ids, so it costs the same in a town that has grown for ten
years; and every step is small, because whoever writes a message meanwhile waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement, delete, func, select, text, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from models.base import Base, touched
from models.work import Work

MANY, FEW, ONE_BY_ONE = 200, 20, 1
"""Rows in one step: of those that are only deleted, those with rows of their own, whole people."""
_UNHURT = {"synchronize_session": False}


class Step(NamedTuple):
    """How many were forgotten, and where to go on; None once nothing older is left."""

    forgotten: int
    place: Any = None


class Kind(Protocol):
    """``place`` is what the step before returned, None at the beginning."""

    def step(self, work: Work, before: datetime, place: Any) -> Step: ...

    def due(self, work: Work, before: datetime) -> int: ...


def do(work: Work, statement: Any) -> Any:
    return work.session.execute(statement, execution_options=_UNHURT)


def written_out(condition: str) -> Any:
    """A condition as it stands in the index that holds only such rows: with its values bound, the
    index would not be used."""
    return text(condition)


def count(work: Work, table: type[Base], *where: ColumnElement[bool]) -> int:
    return work.session.scalar(select(func.count()).select_from(table).where(*where)) or 0


@dataclass(frozen=True)
class AlongTheIds:
    """Rows are old in the order of their ids: from the first one on until one is too young. Only
    those that are ``over`` go."""

    table: type[Any]
    at: InstrumentedAttribute[datetime]
    over: ColumnElement[bool]

    def step(self, work: Work, before: datetime, place: Any) -> Step:
        key = self.table.id
        some = select(key, self.at).where(key > (place or 0)).order_by(key).limit(MANY)
        rows = work.session.execute(some).all()
        old = [row.id for row in rows if row[1] < before]
        gone = 0
        if old:
            gone = touched(do(work, delete(self.table).where(key.in_(old), self.over)))
        more = len(rows) == MANY and rows[-1][1] < before
        return Step(gone, rows[-1].id if more else None)

    def due(self, work: Work, before: datetime) -> int:
        return count(work, self.table, self.at < before, self.over)


@dataclass(frozen=True)
class ByTheirTime:
    """Rows with an index on when they were over."""

    table: type[Any]
    at: InstrumentedAttribute[Any]
    where: tuple[ColumnElement[bool], ...] = ()

    def step(self, work: Work, before: datetime, place: Any) -> Step:
        keys = tuple_(*self.table.__table__.primary_key.columns)
        some = select(*self.table.__table__.primary_key.columns).where(
            self.at < before, *self.where
        )
        rows = work.session.execute(some.order_by(self.at).limit(MANY)).all()
        if rows:
            do(work, delete(self.table).where(keys.in_([tuple(row) for row in rows])))
        return Step(len(rows), True if len(rows) == MANY else None)

    def due(self, work: Work, before: datetime) -> int:
        return count(work, self.table, self.at < before, *self.where)


class Both:
    """Two sorts of rows that are one kind for people."""

    def __init__(self, *parts: Kind) -> None:
        self._parts = parts

    def step(self, work: Work, before: datetime, place: Any) -> Step:
        number, inner = place or (0, None)
        done = self._parts[number].step(work, before, inner)
        if done.place is not None:
            return Step(done.forgotten, (number, done.place))
        more = number + 1 < len(self._parts)
        return Step(done.forgotten, (number + 1, None) if more else None)

    def due(self, work: Work, before: datetime) -> int:
        return sum(part.due(work, before) for part in self._parts)
