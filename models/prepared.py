"""Statements of the paths that every message and every tick of the clock take, compiled once.

SQLAlchemy's ``execute`` costs six times what the statement itself costs SQLite, and a message has a
dozen of them. So here a Core statement is turned once into SQL and the conversions of its columns,
and then goes to the driver directly. On PostgreSQL, where the round trip is what costs, the same
statement goes the ordinary way. Everything off those paths uses SQLAlchemy as usual.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]
_COUNTED = {"preserve_rowcount": True}


class Prepared:
    """A statement with named gaps (``bindparam``); an INSERT has its columns as gaps, and each
    must be given: defaults that live in Python are refused.

    ``postgresql`` is the other database's wording where the two differ. Rows have their columns as
    attributes, as everywhere.
    """

    def __init__(self, statement: Executable, *, postgresql: Executable | None = None) -> None:
        self._statement = statement
        self._elsewhere = statement if postgresql is None else postgresql
        self._sqlite: _Compiled | None = None

    def all(self, connection: Connection, values: Values) -> Sequence[Any]:
        """Every row."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self._elsewhere, values).all()
        return self._compiled(connection, values).fetch(connection, values)

    def first(self, connection: Connection, values: Values) -> Any:
        """The first row, None if there is none."""
        rows = self.all(connection, values)
        return rows[0] if rows else None

    def scalar(self, connection: Connection, values: Values) -> Any:
        """The first column of the first row, None if there is no row."""
        row = self.first(connection, values)
        return row[0] if row is not None else None

    def run(self, connection: Connection, values: Values) -> int:
        """Do it; how many rows it touched."""
        if connection.dialect.name != "sqlite":
            # Without being told, the driver has forgotten an INSERT's count by now and says -1,
            # which is true: every repeated update would be taken for a new one.
            return connection.execute(self._elsewhere, values, execution_options=_COUNTED).rowcount
        return self._compiled(connection, values).run(connection, values)

    def insert(self, connection: Connection, values: Values) -> int:
        """Put in one row; its id. (SQLite's RETURNING costs twice what the insert itself does.)"""
        if connection.dialect.name == "sqlite":
            return self._compiled(connection, values).insert(connection, values)
        made: Any = connection.execute(self._elsewhere, values).inserted_primary_key
        row_id: int = made[0]
        return row_id

    def run_many(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Do it once for each row of values."""
        if not rows:
            return
        if connection.dialect.name != "sqlite":
            connection.execute(self._elsewhere, rows)
            return
        self._compiled(connection, rows[0]).run_many(connection, rows)

    def _compiled(self, connection: Connection, values: Values) -> _Compiled:
        if self._sqlite is None:
            self._sqlite = _Compiled(self._statement, connection.dialect, list(values))
        return self._sqlite


# What a namedtuple's own ``_make`` comes down to, at a third of its cost.
_new: Callable[[Any, Sequence[Any]], Any] = tuple.__new__


class _Compiled:
    """SQL for sqlite3, with what turns our values into its own and back."""

    def __init__(self, statement: Executable, dialect: Dialect, names: list[str]) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=names)  # type: ignore[attr-defined]  # every executable can
        if compiled.insert_prefetch or compiled.update_prefetch:
            raise TypeError("a column with a default in Python must be given its value")
        self.sql: str = compiled.string
        gaps = list(enumerate(_gaps(compiled, dialect)))
        self._count = len({name for _, (name, _, _) in gaps if name})
        self._fixed = [fixed for _, (_, _, fixed) in gaps]
        self._as_they_are = [(at, name) for at, (name, convert, _) in gaps if name and not convert]
        self._to_convert = [
            (at, name, convert) for at, (name, convert, _) in gaps if name and convert is not None
        ]
        columns = list(getattr(statement, "exported_columns", ()))
        self._row: Any = namedtuple("Row", [column.key for column in columns], rename=True)  # type: ignore[misc]  # noqa: PYI024 - the columns are known here only
        found = ((place, _out(column.type, dialect)) for place, column in enumerate(columns))
        self._out = [(place, convert) for place, convert in found if convert is not None]

    def fetch(self, connection: Connection, values: Values) -> list[Any]:
        rows = self._execute(connection, values).fetchall()
        if not self._out:
            return [_new(self._row, row) for row in rows]
        return [self._converted(row) for row in rows]

    def run(self, connection: Connection, values: Values) -> int:
        return self._execute(connection, values).rowcount

    def insert(self, connection: Connection, values: Values) -> int:
        row_id = self._execute(connection, values).lastrowid
        if row_id is None:
            raise TypeError("not an INSERT of one row")
        return row_id

    def run_many(self, connection: Connection, rows: Sequence[Values]) -> None:
        try:
            _raw(connection).executemany(self.sql, [self._bound(values) for values in rows])
        except sqlite3.Error as fault:
            raise self._wrapped(fault) from fault

    def _execute(self, connection: Connection, values: Values) -> sqlite3.Cursor:
        if len(values) != self._count:
            raise TypeError("more or fewer values than the statement has gaps")
        try:
            return _raw(connection).execute(self.sql, self._bound(values))
        except sqlite3.Error as fault:
            raise self._wrapped(fault) from fault

    def _bound(self, values: Values) -> list[Any]:
        bound = self._fixed.copy()
        for place, name in self._as_they_are:
            bound[place] = values[name]
        for place, name, convert in self._to_convert:
            bound[place] = convert(values[name])
        return bound

    def _converted(self, row: tuple[Any, ...]) -> Any:
        values = list(row)
        for place, convert in self._out:
            values[place] = convert(values[place])
        return _new(self._row, values)

    def _wrapped(self, fault: sqlite3.Error) -> BaseException:
        """The same exception SQLAlchemy would raise, without any value in it."""
        return DBAPIError.instance(self.sql, None, fault, sqlite3.Error, hide_parameters=True)


def _gaps(
    compiled: SQLCompiler, dialect: Dialect
) -> list[tuple[str, Callable[[Any], Any] | None, Any]]:
    """For each ``?``: the name of the caller's value and its conversion, or a value fixed by us."""
    by_name: dict[str, BindParameter[Any]] = {
        name: bind for bind, name in compiled.bind_names.items()
    }
    gaps: list[tuple[str, Callable[[Any], Any] | None, Any]] = []
    for name in compiled.positiontup or ():
        bind = by_name[name]
        if bind.expanding:
            raise TypeError("a list as long as it happens to be cannot be prepared")
        convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
        if bind.required:
            gaps.append((name, convert, None))
        else:
            value = bind.effective_value
            gaps.append(("", None, convert(value) if convert else value))
    return gaps


def _out(column: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    return column.dialect_impl(dialect).result_processor(dialect, None)


def _raw(connection: Connection) -> sqlite3.Connection:
    raw: Any = connection.connection.dbapi_connection
    return raw  # type: ignore[no-any-return]  # whatever the engine connects with, here sqlite3
