"""One table of the list of what is kept about a person: whose its rows are, what is shown of them to
whom they are about, and what becomes of them when that one deletes their data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, false, or_

from models.base import Base

End = Literal["delete", "blank", "keep"]
"""What erasing does: the rows go; the rows stay as numbers and ``blank`` is emptied; they stay."""
Through = Callable[[int], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Holding:
    """``shown``: columns that stand in the person's own file (nothing of other people's, no keys,
    no state of machines). ``law``: the id in ``town.locked`` by which what stays is kept."""

    table: type[Base]
    mine: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    end: End = "delete"
    blank: tuple[str, ...] = ()
    law: str = ""
    through: Through | None = None
    """Where no column points to the person: how the row is theirs all the same."""
    told: Through | None = None
    """Which of these rows stand in the person's own file, where it is not all of them: what others
    wrote down for each other is not theirs to take home."""
    other: str = ""
    """The column that names whom the row is about besides: the file says their name."""

    @property
    def name(self) -> str:
        return str(self.table.__tablename__)

    def rows_of(self, person_id: int) -> ColumnElement[bool]:
        """SQL: the row is about this person."""
        own = [getattr(self.table, column) == person_id for column in self.mine]
        if self.through is not None:
            own.append(self.through(person_id))
        return or_(false(), *own)

    def columns(self, names: Iterable[str]) -> list[Any]:
        return [getattr(self.table, name) for name in names]
