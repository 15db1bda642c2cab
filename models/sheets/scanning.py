"""What the parser would not say: formulas, faulty cells, and how far down and right a sheet goes.

The parser shows the last value of a formula as if somebody had typed it, and lays out every cell
up to the farthest one in memory, even if all are empty. So the tags of a sheet are looked through
first, in pieces, keeping nothing but where those cells are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from models.sheets.limits import HEADER_WITHIN, MOST_COLUMNS, MOST_ROWS
from models.sheets.refusals import SheetBroken, SheetTooHeavy, SheetTooLong, SheetTooWide

Fault = Literal["formula", "cell_error"]

_LAST_ROW = MOST_ROWS + HEADER_WITHIN

_TAG = re.compile(rb"<(?:[A-Za-z_][\w.\-]*:)?(row|c|f|v|t)(?=[\s/>])([^<>]*)>")
_AT = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,3})(\d{1,7})["']""")
_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_ARRAY = re.compile(
    rb"""\sref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""",
)
_LONGEST_CELL = 256 * 1024
_MOST_FAULTS = 500_000


@dataclass
class Scan:
    """``faults`` by (row from 1, column from 0); ``last_row`` and ``last_column`` (from 1) of the
    cells that hold anything."""

    faults: dict[tuple[int, int], Fault] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 0
    row: int = 0
    column: int = -1

    def see(self, tag: bytes, attributes: bytes) -> None:
        """One tag, in the order of the file."""
        if tag == b"c":
            self._cell(attributes)
        elif tag == b"row":
            found = _AT.search(b" " + attributes)
            self.row = int(found[2]) if found else self.row + 1
            self.column = -1
        else:
            self._holds()
            if tag == b"f":
                self._formula(attributes)

    def _cell(self, attributes: bytes) -> None:
        found = _AT.search(attributes)
        if found and found[1]:
            self.row, self.column = int(found[2]), number_of(found[1].decode()) - 1
        else:
            self.column += 1
        if _ERROR.search(attributes):
            self._fault(self.row, self.column, "cell_error")

    def _formula(self, attributes: bytes) -> None:
        # Also where its value is a fault: that it is a formula is what can be mended.
        self.faults.pop((self.row, self.column), None)
        self._fault(self.row, self.column, "formula")
        # One formula may fill a whole block; the other cells of it look like values.
        block = _ARRAY.search(attributes) if b"array" in attributes else None
        if block is None:
            return
        left, right = number_of(block[1].decode()), number_of(block[3].decode())
        for row in range(int(block[2]), min(int(block[4]), _LAST_ROW) + 1):
            for column in range(left, min(right, MOST_COLUMNS) + 1):
                self._fault(row, column - 1, "formula")

    def _holds(self) -> None:
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column + 1)

    def _fault(self, row: int, column: int, fault: Fault) -> None:
        if len(self.faults) >= _MOST_FAULTS:
            raise SheetTooHeavy
        self.faults.setdefault((row, column), fault)


def scan(pieces: Iterable[bytes]) -> Scan:
    """Look through a sheet's XML."""
    found = Scan()
    for tag, attributes in _tags(pieces):
        found.see(tag, attributes)
    return found


def within_limits(found: Scan) -> None:
    """Refuses what would fill the memory: one blank far away is enough for that."""
    if found.last_column > MOST_COLUMNS:
        raise SheetTooWide(letter_of(found.last_column), MOST_COLUMNS)
    if found.last_row > _LAST_ROW:
        raise SheetTooLong(found.last_row, MOST_ROWS)


def _tags(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    rest = b""
    for piece in pieces:
        text = rest + piece
        # A tag may go on in the next piece.
        cut = text.rfind(b"<")
        whole, rest = (text[:cut], text[cut:]) if cut >= 0 else (text, b"")
        if len(rest) > _LONGEST_CELL + len(piece):
            raise SheetBroken
        for match in _TAG.finditer(whole):
            yield match[1], match[2]
    for match in _TAG.finditer(rest):
        yield match[1], match[2]


def letter_of(column: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
