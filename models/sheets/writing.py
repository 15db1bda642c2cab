"""Tables we give away: templates to fill in, lists, and refused rows to correct.

Every cell is text, so that a spreadsheet leaves numbers as they are and never computes what somebody
typed: a name that begins with "=" is a name. The file is made in memory; nothing lies on a disk.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from models.cleaning import clean_text
from models.sheets.columns import FIELDS, REQUIRED, header_of
from models.sheets.explaining import EXAMPLES, NOTES, REASON, SHEETS
from models.sheets.limits import MOST_ROWS, What

_LONGEST_CELL = 32_767
_DANGEROUS = ("=", "+", "-", "@")
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_WIDE = {"address": 32, "id_number": 22, "guardian_id": 22, "note": 30, "team": 24, "school": 20}
_WIDTH = 14


def template(what: What) -> bytes:
    """An empty table with headers, one example that is nobody, and a sheet that explains."""
    fields = list(FIELDS[what])
    with _workbook() as (book, given):
        sheet = book.add_worksheet(SHEETS[what])
        table = _Table(book, sheet, [header_of(what, field) for field in fields])
        table.widths([_WIDE.get(field, _WIDTH) for field in fields])
        table.mark([any(field in group for group in REQUIRED[what]) for field in fields])
        table.add([EXAMPLES[what].get(field, "") for field in fields])
        _notes(book, what)
    return given.getvalue()


def export(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A list with these headers. None becomes an empty cell."""
    with _workbook() as (book, given):
        table = _Table(book, book.add_worksheet(), columns)
        table.widths([_WIDTH + 4] * len(columns))
        for row in rows:
            table.add(row)
    return given.getvalue()


def refusals(what: What, rows: Iterable[tuple[Mapping[str, str], str]]) -> bytes:
    """The cells of refused rows by field, with the reason in front: corrected, it can be sent as it
    is, since the column of reasons is not read."""
    kept = list(rows)
    fields = [field for field in FIELDS[what] if any(given.get(field) for given, _why in kept)]
    with _workbook() as (book, made):
        sheet = book.add_worksheet(SHEETS[what])
        table = _Table(book, sheet, [REASON, *(header_of(what, field) for field in fields)])
        table.widths([60, *(_WIDE.get(field, _WIDTH) for field in fields)])
        for given, why in kept:
            table.add([why, *(given.get(field, "") for field in fields)])
    return made.getvalue()


@contextmanager
def _workbook() -> Iterator[tuple[Workbook, io.BytesIO]]:
    made = io.BytesIO()
    with Workbook(made, _OPTIONS) as book:
        yield book, made


class _Table:
    """One sheet of text under a row of headers that stays in sight."""

    def __init__(self, book: Workbook, sheet: Worksheet, headers: Sequence[str]) -> None:
        self.sheet = sheet
        self.headers = headers
        self.row = 0
        self.text = book.add_format({"num_format": "@"})
        self.quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        self.head = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        self.must = book.add_format(
            {"bold": True, "bottom": 1, "num_format": "@", "bg_color": "#FFE699"}
        )
        self._line(headers, self.head)
        sheet.freeze_panes(1, 0)

    def widths(self, widths: Sequence[int]) -> None:
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width, self.text)

    def mark(self, needed: Sequence[bool]) -> None:
        """Colour the headers of columns that are needed."""
        for column, must in enumerate(needed):
            if must:
                self.sheet.write_string(0, column, self.headers[column], self.must)

    def add(self, values: Sequence[object]) -> None:
        self._line(["" if value is None else str(value) for value in values], self.text)

    def _line(self, texts: Sequence[str], look: Any) -> None:
        if self.row > MOST_ROWS * 2:
            raise ValueError("a list that long is made in parts")
        for column, text in enumerate(texts):
            clean = clean_text(text)[:_LONGEST_CELL]
            if clean:
                # Marked as text in the file: it stays so when somebody opens and leaves the cell.
                format_ = self.quoted if clean.startswith(_DANGEROUS) else look
                self.sheet.write_string(self.row, column, clean, format_)
        self.row += 1


def _notes(book: Workbook, what: What) -> None:
    sheet = book.add_worksheet("说明")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 90, wrapped)
    for row, note in enumerate(NOTES[what]):
        sheet.write_string(row, 0, note, wrapped)
