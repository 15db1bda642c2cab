"""Rows as code of a former release writes them: made up from the schema it knew, and nothing else.

Everything is read from the database itself while it is still at the former revision: columns, types,
defaults, references, checks. A row is right if the former schema takes it. The question afterwards
is whether the new one still does.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    Time,
    inspect,
    select,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql.type_api import TypeEngine

NOT_OURS = {"alembic_version"}
TRIES = 600
MORE = 2
"""Rows beside the first: some tables ask for two different people."""
_MOMENT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
_LITERAL = re.compile(r"'([^']*)'")

Row = dict[str, Any]


class Unwritable(AssertionError):
    """No row could be made up that the former schema takes: the test must be taught how."""


Rows = dict[str, list[Row]]


@dataclass
class OldSchema:
    """The tables of a former revision. ``kept`` are rows that were written then, ``later`` such as
    the former schema would have taken beside them."""

    tables: list[Table]
    kept: Rows = field(default_factory=dict)
    later: Rows = field(default_factory=dict)


def remember(connection: Connection, seed: int = 1) -> OldSchema:
    """Read the schema that is there now, write rows into each table, and make up one more."""
    metadata = MetaData()
    metadata.reflect(connection)
    old = OldSchema([table for table in metadata.sorted_tables if table.name not in NOT_OURS])
    maker = _Maker(connection, random.Random(seed))
    for table in old.tables:
        first = maker.row(table, old.kept)
        if first is None:
            raise Unwritable(f"{table.name}: {maker.why}")
        more = (maker.row(table, old.kept) for _ in range(MORE))
        old.kept[table.name] = [first, *(row for row in more if row is not None)]
    there = {name: list(rows) for name, rows in old.kept.items()}
    for table in old.tables:
        row = maker.row(table, there)  # a table may be made for one row
        old.later[table.name] = [row] if row is not None else []
        there[table.name] += old.later[table.name]
    for table, row in _each(reversed(old.tables), old.later):
        _delete(connection, table, row)
    return old


def _each(tables: Iterable[Table], rows: Rows) -> Iterator[tuple[Table, Row]]:
    for table in tables:
        for row in reversed(rows[table.name]):
            yield table, row


def faults(connection: Connection, old: OldSchema) -> list[str]:
    """What code that only knows the former schema can no longer do; empty if it can do all of it."""
    found = []
    steps: Sequence[tuple[str, Any, Rows]] = (
        ("insert", _insert, old.later),
        ("update", _update, old.kept),
        ("update", _update, old.later),
        ("select", _select, old.kept),
        ("select", _select, old.later),
        ("delete", _delete, old.later),
        ("delete", _delete, old.kept),
    )
    for name, step, rows in steps:
        tables = reversed(old.tables) if name == "delete" else old.tables
        found += [
            f"{table.name}: {name}: {why}"
            for table, row in _each(tables, rows)
            if (why := _tried(connection, step, table, row))
        ]
    return found


def _tried(connection: Connection, step: Any, table: Table, row: Row) -> str:
    try:
        with connection.begin_nested():
            step(connection, table, row)
    except (SQLAlchemyError, AssertionError) as fault:
        original = getattr(fault, "orig", None) or fault
        return str(original).splitlines()[0]
    return ""


def _insert(connection: Connection, table: Table, row: Row) -> None:
    connection.execute(table.insert().values(row))


def _update(connection: Connection, table: Table, row: Row) -> None:
    """Write every former column as it is: constraints and triggers judge the whole row again."""
    changed = connection.execute(table.update().where(_this(table, row)).values(row))
    assert changed.rowcount == 1, "the row is not there any more"


def _select(connection: Connection, table: Table, row: Row) -> None:
    found = connection.execute(select(*table.columns).where(_this(table, row))).mappings().one()
    for name, value in row.items():
        if isinstance(value, int | str | bytes) and not isinstance(found[name], bool):
            assert found[name] == value, f"{name} is not what was written"


def _delete(connection: Connection, table: Table, row: Row) -> None:
    connection.execute(table.delete().where(_this(table, row)))


def _this(table: Table, row: Row) -> Any:
    keys = list(table.primary_key.columns)
    condition = keys[0] == row[keys[0].name]
    for key in keys[1:]:
        condition &= key == row[key.name]
    return condition


class _Maker:
    """Makes up rows. What a check asks for is found by trying, with the words that stand in it."""

    def __init__(self, connection: Connection, rng: random.Random) -> None:
        self._connection = connection
        self._rng = rng
        self._numbers = itertools.count(1_000)
        self._inspector = inspect(connection)
        self.why = ""

    def row(self, table: Table, others: Rows) -> Row | None:
        """A row that the schema takes now; it is there when this returns. None if ``why``."""
        checks = " ".join(
            check["sqltext"] for check in self._inspector.get_check_constraints(table.name)
        )
        words = sorted(set(_LITERAL.findall(checks)))
        for attempt in range(TRIES):
            row = {
                column.name: self._value(column, others, words, plain=attempt == 0)
                for column in table.columns
            }
            try:
                with self._connection.begin_nested():
                    _insert(self._connection, table, row)
            except SQLAlchemyError as fault:
                self.why = str(getattr(fault, "orig", fault)).splitlines()[0]
                continue
            return row
        return None

    def _value(self, column: Column[Any], others: Rows, words: list[str], *, plain: bool) -> Any:
        for key in column.foreign_keys:
            there = others.get(key.column.table.name)
            if not there or (column.nullable and self._chance(0.4)):
                return None
            return self._rng.choice(there)[key.column.name]
        if column.nullable and self._chance(0.5):
            return None
        return self._rng.choice(list(self._candidates(column, words, plain=plain)))

    def _candidates(self, column: Column[Any], words: list[str], *, plain: bool) -> Iterator[Any]:
        kind: TypeEngine[Any] = column.type
        number = next(self._numbers)
        moment = _MOMENT + timedelta(minutes=number)
        if isinstance(kind, Boolean):
            yield from (True, False)
        elif isinstance(kind, Integer | Numeric | Float):
            yield number
            if not plain:
                yield from (0, 1, 2)
        elif isinstance(kind, DateTime):
            yield moment
        elif isinstance(kind, Date):
            yield date(2026, 1, 1) + timedelta(days=number)
        elif isinstance(kind, Time):
            yield hour(9, number % 60)
        elif isinstance(kind, LargeBinary):
            yield f"sealed {number}".encode()
        elif isinstance(kind, JSON):
            yield {"n": number}
        else:
            yield f"word {number}"
            if not plain:
                yield from (*words, "")

    def _chance(self, share: float) -> bool:
        return self._rng.random() < share
