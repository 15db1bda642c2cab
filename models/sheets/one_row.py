"""One row of a table while it is read: its cells by field, and the problems found so far.

All problems of a row are collected, so that whoever corrects it does so once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from models.sheets.cells import MOST_NOTE, line, name, phone, shown
from models.sheets.dates import Cell, past_day
from models.sheets.identity import Identity, identity
from models.sheets.problems import Fault, Problem
from models.sheets.rows import PersonPart

_Value = TypeVar("_Value")


class OneRow:
    """``cells`` by field; ``faults``: codes of cells whose value must not be believed."""

    def __init__(
        self,
        number: int,
        cells: Mapping[str, Cell],
        faults: Mapping[str, str],
        today: date,
        *,
        since_1904: bool = False,
    ) -> None:
        self.number = number
        self.cells = cells
        self.today = today
        self.since_1904 = since_1904
        self.texts = {field: shown(cell) for field, cell in cells.items()}
        self.problems: list[Problem] = []
        self._bad: set[str] = set()
        for field, code in faults.items():
            self.wrong(field, code)

    @property
    def empty(self) -> bool:
        return not any(self.texts.values()) and not self.problems

    def wrong(self, field: str, code: str, **params: str | int) -> None:
        self._bad.add(field)
        self.problems.append(Problem(field, code, params))

    def text(self, field: str) -> str:
        """The words of a cell; "" if it is empty, not there, or at fault already."""
        return "" if field in self._bad else self.texts.get(field, "")

    def take(self, field: str, read: Callable[[str], _Value]) -> _Value | None:
        """A cell through one of the functions of ``cells``; None if empty or at fault."""
        text = self.text(field)
        if not text:
            return None
        try:
            return read(text)
        except Fault as fault:
            self.wrong(field, fault.code, **fault.params)
            return None

    def need(self, field: str, read: Callable[[str], _Value]) -> _Value | None:
        """The same of a cell that must not be empty."""
        if field not in self._bad and not self.texts.get(field):
            self.wrong(field, "missing")
        return self.take(field, read)

    def words(self, field: str) -> str:
        return self.take(field, line) or ""

    def note(self) -> str:
        return self.take("note", lambda text: line(text, MOST_NOTE)) or ""

    def day(self, field: str, read: Callable[..., date] = past_day) -> date | None:
        """A date, from what the spreadsheet kept and not from how it is shown."""
        return self.take(
            field, lambda _text: read(self.cells[field], self.today, since_1904=self.since_1904)
        )

    def is_bad(self, field: str) -> bool:
        return field in self._bad

    def identity(self, field: str = "id_number") -> Identity | None:
        return self.take(field, lambda text: identity(text, self.today))

    def person(self) -> tuple[PersonPart, Identity | None]:
        """Name, number, phone, birth; what the number says and another column denies is a problem."""
        who = self.identity()
        born = self.day("born")
        if who and born and born != who.born:
            self.wrong("born", "id_born_differs", born=who.born.isoformat())
        part = PersonPart(
            name=self.need("name", name) or "",
            id_number=who.number if who else None,
            phone=self.take("phone", phone),
            born=who.born if who else born,
        )
        return part, who
