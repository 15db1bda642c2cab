"""The sealed columns of the whole schema, found and not listed, as the bytes they are.

A table that somebody adds tomorrow is turned as well. Rows are read and written past the column
types, which would open and seal them: here both keys are in play.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    String,
    and_,
    bindparam,
    column,
    func,
    literal,
    or_,
    select,
    table,
    tuple_,
    update,
)
from sqlalchemy.sql.elements import ColumnClause
from sqlalchemy.sql.expression import Select, TableClause, Update

from models.base import Secret, SecretBytes, SecretJson
from models.rotation.lookups import Lookup, lookups_of
from models.tables import metadata

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class SealedTable:
    """One table. ``labels`` are its sealed columns with what each is bound to."""

    name: str
    key: tuple[str, ...]
    labels: dict[str, str]
    heavy: bool
    lookups: tuple[Lookup, ...]

    @property
    def plain(self) -> list[str]:
        """What a hash is made from besides, and the hashes."""
        wanted = {name for each in self.lookups for name in (*each.plain, each.column)}
        return sorted(wanted - set(self.key))

    def _table(self) -> TableClause:
        hashes = {each.column for each in self.lookups}
        plain = [column(name, String if name in hashes else None) for name in self.plain]
        sealed = [column(name, LargeBinary) for name in self.labels]
        return table(self.name, *(column(name) for name in self.key), *plain, *sealed)

    def rows(self, header: bytes, after: Key | None, many: int, *, every: bool) -> Select[Any]:
        """The next rows in the order of their key: those not sealed with the key of ``header``, or
        every one."""
        rows = self._table()
        keys = [rows.c[name] for name in self.key]
        found = select(rows).order_by(*keys).limit(many)
        if not every:
            found = found.where(or_(*(self._other(rows.c[name], header) for name in self.labels)))
        if after is not None:
            one = len(keys) == 1
            found = found.where(keys[0] > after[0] if one else tuple_(*keys) > tuple_(*after))
        return found

    def count(self, headers: list[bytes]) -> Select[*tuple[Any, ...]]:
        """How many values of each sealed column begin with one of the headers."""
        rows = self._table()
        under = [
            func.count().filter(or_(*(self._begins(rows.c[name], each) for each in headers)))
            for name in self.labels
        ]
        return select(*(each.label(name) for each, name in zip(under, self.labels, strict=True)))

    def change(self) -> Update:
        """Puts a row's new values in place of the old ones, if these are still there. Parameters:
        ``k_<key>``, ``o_<sealed>``, ``n_<sealed>``, ``n_<hash>``."""
        rows = self._table()
        at = [rows.c[name] == bindparam(f"k_{name}") for name in self.key]
        still = [
            rows.c[name].is_not_distinct_from(bindparam(f"o_{name}", type_=LargeBinary))
            for name in self.labels
        ]
        new: dict[str, Any] = {
            name: bindparam(f"n_{name}", type_=LargeBinary) for name in self.labels
        }
        new |= {each.column: bindparam(f"n_{each.column}", type_=String) for each in self.lookups}
        return update(rows).where(and_(*at, *still)).values(new)

    @staticmethod
    def _begins(sealed: ColumnClause[Any], header: bytes) -> ColumnElement[bool]:
        return func.substr(sealed, 1, len(header)) == literal(header, LargeBinary)

    @staticmethod
    def _other(sealed: ColumnClause[Any], header: bytes) -> ColumnElement[bool]:
        return func.substr(sealed, 1, len(header)) != literal(header, LargeBinary)


def sealed_tables() -> Iterator[SealedTable]:
    for each in metadata.sorted_tables:
        kinds = {
            column.name: column.type
            for column in each.columns
            if isinstance(column.type, Secret | SecretJson | SecretBytes)
        }
        if kinds:
            yield SealedTable(
                each.name,
                tuple(column.name for column in each.primary_key.columns),
                {name: kind.label for name, kind in kinds.items()},
                any(isinstance(kind, SecretBytes) for kind in kinds.values()),
                lookups_of(each.name),
            )
