"""Moves the rows of every table to the key that writes now, a few at a time.

A row is read and sealed anew outside of any transaction; then one short one puts it in place of
what was read, if that is still there (a row that changed meanwhile is met again in the next
round). What is done is seen in the row itself, so a move that was cut off simply begins again.
How many rows go together follows from how long the last ones held the writer, and between two
pieces the writer belongs to the people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from sqlalchemy.orm import Session

from models.keys.faults import Tampered, UnknownKey
from models.keys.ring import Keyring, header_of
from models.rotation.tables import Key, SealedTable, sealed_tables
from models.store import Store

GOAL = 0.003
"""Seconds a piece should hold the writer, before its commit: a command may hold it for 0.02."""
LONGEST_REST = 0.05
_FEW, _MANY, _LOOK = 4, 40, 400


@dataclass(slots=True)
class Pace:
    """How many rows go at once."""

    many: int
    longest: float = 0.0

    def took(self, seconds: float) -> None:
        self.longest = max(self.longest, seconds)
        if seconds > GOAL:
            self.many = max(1, self.many // 2)
        elif seconds < GOAL / 2:
            self.many = min(_MANY, self.many + self.many // 4 + 1)


@dataclass
class Mover:
    """``rest`` pauses between two pieces; ``probe`` hears of each, so that tests can end there.
    ``closed`` counts values that none of the keys opens, by column."""

    store: Store
    ring: Keyring
    rest: Callable[[float], None]
    probe: Callable[[str], None]
    closed: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0
    """What a piece held the writer at most."""

    def move(self, *, every: bool) -> int:
        """Once through all tables; how many rows were moved. ``every`` row is looked at, not only
        those under another key: for hashes, which do not show their key."""
        self.closed.clear()
        return sum(self._move(each, every=every) for each in sealed_tables())

    def _move(self, table: SealedTable, *, every: bool) -> int:
        moved, pace = 0, Pace(_FEW if table.heavy else _MANY // 2)
        change = table.change()
        for rows in self._pieces(table, pace, every=every and bool(table.lookups)):
            values = [new for row in rows if (new := self._anew(table, row))]
            if not values:
                continue

            def put(session: Session, values: Sequence[dict[str, Any]] = values) -> float:
                began = perf_counter()
                session.execute(change, values)
                return perf_counter() - began

            took = self.store.write_now(put)
            pace.took(took)
            moved += len(values)
            self.probe("moved")
            self.rest(min(3 * took, LONGEST_REST))
        self.longest = max(self.longest, pace.longest)
        return moved

    def _pieces(
        self, table: SealedTable, pace: Pace, *, every: bool
    ) -> Iterator[Sequence[dict[str, Any]]]:
        after: Key | None = None
        while True:
            many = _LOOK if every else pace.many
            wanted = table.rows(self.ring.header, after, many, every=every)

            def look(session: Session, wanted: Any = wanted) -> list[dict[str, Any]]:
                return [dict(row) for row in session.execute(wanted).mappings()]

            rows = self.store.read_now(look)
            if not rows:
                return
            after = tuple(rows[-1][name] for name in table.key)
            for first in range(0, len(rows), pace.many):
                yield rows[first : first + pace.many]

    def _anew(self, table: SealedTable, row: dict[str, Any]) -> dict[str, Any] | None:
        """The parameters of the change, or None when the row is as it should be."""
        new: dict[str, Any] = {}
        opened = dict(row)
        for name, label in table.labels.items():
            sealed = row[name]
            if sealed is None:
                continue
            try:
                plain = self.ring.open(sealed, label)
            except (UnknownKey, Tampered):
                self.closed[label] += 1
                opened[name] = None
                continue
            opened[name] = _text(plain) if table.lookups else None
            if not bytes(sealed).startswith(self.ring.header):
                new[name] = self.ring.seal(plain, label)
        for each in table.lookups:
            if opened[each.sealed] is None:
                continue
            hashed = self.ring.lookup(each.text(opened), each.purpose)
            if hashed != row[each.column]:
                new[each.column] = hashed
        return self._parameters(table, row, new) if new else None

    @staticmethod
    def _parameters(table: SealedTable, row: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        named = [*table.labels, *(each.column for each in table.lookups)]
        return {
            **{f"k_{name}": row[name] for name in table.key},
            **{f"o_{name}": row[name] for name in table.labels},
            **{f"n_{name}": new.get(name, row[name]) for name in named},
        }

    def left(self) -> Counter[str]:
        """How many sealed values stand under a key that only reads, by column."""
        others = [header_of(key_id) for key_id in self.ring.encryption_ids[1:]]
        found: Counter[str] = Counter()
        for table in sealed_tables() if others else ():

            def count(session: Session, table: SealedTable = table) -> Any:
                return session.execute(table.count(others)).one()

            sums = self.store.read_now(count)
            found.update(dict(zip(table.labels.values(), sums, strict=True)))
        return +found


def _text(plain: bytes) -> str:
    return plain.decode("utf-8", "replace")
