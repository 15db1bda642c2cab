"""Column types and the declarative base that every table shares.

SQLite and PostgreSQL disagree about time zones, JSON and big integers, and both would happily
store a phone number in clear. The types here hide the first and prevent the second, so a table
module never has to think of either.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeAlias, TypeVar, cast

from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Integer,
    LargeBinary,
    MetaData,
    String,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement, operators
from sqlalchemy.types import TypeDecorator

from models import keys

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Upsert: TypeAlias = postgresql.Insert | sqlite.Insert
_T = TypeVar("_T")


class Base(DeclarativeBase):
    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        table: Any = getattr(cls, "__table__", None)
        if table is not None and table.autoincrement_column is not None:
            # Without it SQLite gives the id of a deleted row to the next one, and yesterday's
            # button would belong to somebody else's talk.
            table.dialect_options["sqlite"]["autoincrement"] = True


class WouldLoseTheZone(ValueError):
    """A naive datetime came near the database; nobody could tell afterwards what it meant."""

    def __init__(self) -> None:
        super().__init__("a datetime without a time zone; use the town or wall clock, or UTC")


class UtcTime(TypeDecorator[datetime]):
    """An instant: only aware datetimes in, always UTC out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _in_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    # For SQLite the same in one step each, since every message writes and reads a dozen of them.
    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        return (
            _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)
        )


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise WouldLoseTheZone
    return value if value.tzinfo is UTC else value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    """``2026-12-08 09:38:00.000000``: SQLAlchemy's own form, without the zone that is always UTC."""
    return None if value is None else _in_utc(value).isoformat(" ", "microseconds")[:-6]


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value + "+00:00")


_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
_decode = json.JSONDecoder().decode


def dumps(value: object) -> str:
    """JSON as we store it: compact, and Chinese stays readable (and a third of the size)."""
    return _encode(value)


class SearchedSecret(TypeError):
    """A query compared an encrypted column: it would silently never match."""

    def __init__(self) -> None:
        super().__init__(
            "an encrypted column cannot be compared or sorted; "
            "store keys.current().lookup(value, purpose) beside it and compare that"
        )


class _Sealed(TypeDecorator[_T]):
    """Encrypted at rest. The label (``table.column``) is bound to the value, so a ciphertext
    copied into another column does not open."""

    impl = LargeBinary
    cache_ok = True

    class Comparator(TypeDecorator.Comparator[Any]):
        def operate(self, op: operators.OperatorType, *other: Any, **kwargs: Any) -> Any:
            # Another column is no value: SQLAlchemy itself compares columns to tell them apart.
            null_test = op in {operators.is_, operators.is_not, operator.eq, operator.ne}
            harmless = all(item is None or isinstance(item, ColumnElement) for item in other)
            if not null_test or not harmless:
                raise SearchedSecret
            return super().operate(op, *other, **kwargs)

    comparator_factory = Comparator

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def process_bind_param(self, value: _T | None, dialect: Dialect) -> bytes | None:
        return None if value is None else keys.current().seal(self._pack(value), self.label)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> _T | None:
        return None if value is None else self._unpack(keys.current().open(value, self.label))

    def _pack(self, value: _T) -> bytes:
        raise NotImplementedError

    def _unpack(self, plain: bytes) -> _T:
        raise NotImplementedError


class SecretBytes(_Sealed[bytes]):
    cache_ok = True

    def _pack(self, value: bytes) -> bytes:
        return value

    def _unpack(self, plain: bytes) -> bytes:
        return plain


class Secret(_Sealed[str]):
    cache_ok = True

    def _pack(self, value: str) -> bytes:
        return value.encode()

    def _unpack(self, plain: bytes) -> str:
        return plain.decode()


class SecretJson(_Sealed[Any]):
    cache_ok = True

    def _pack(self, value: Any) -> bytes:
        return dumps(value).encode()

    def _unpack(self, plain: bytes) -> Any:
        return _decode(plain.decode())


Id = BigInteger().with_variant(Integer(), "sqlite")
Json = JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def insert_new(session: Session, table: type[Base]) -> Upsert:
    """An INSERT that has ``on_conflict_do_nothing`` / ``on_conflict_do_update`` on this database.

    SQLAlchemy has no portable one, and "look first, then insert" loses every race.
    """
    lite = session.get_bind().dialect.name == "sqlite"
    statement = sqlite.insert(table) if lite else postgresql.insert(table)
    # Else PostgreSQL's driver forgets the count and "was it new?" is answered with -1.
    return statement.execution_options(preserve_rowcount=True)


def plain(session: Session) -> Connection:
    """The connection of this transaction, for Core statements.

    A session bound to one connection (SQLite's writer) has its transaction already; asking the
    session would begin the ORM's book-keeping, which costs more than a message's statements. Inside
    ``begin_nested`` it is asked all the same: only that sets the savepoint.
    """
    bind = session.bind
    if isinstance(bind, Connection) and not session.in_nested_transaction():
        return bind
    return session.connection()


def touched(result: Any) -> int:
    """How many rows a conditional UPDATE or DELETE hit: the answer to "was it still free?"."""
    return cast("int", result.rowcount)


class SettingRow(Base):
    """What this database must remember about itself (key checks, the demo mark, …)."""

    __tablename__ = "settings_rows"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str]
