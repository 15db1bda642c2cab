"""Workbooks for the tests, honest ones and others: made by a writer, then operated on as zips."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlsxwriter

HEADERS = ("姓名", "身份证号", "电话", "住址")
SOMEBODY = ("王桂兰", "999999195003070022", "100-0000-0021", "阳光小区3号楼2单元401")

Draw = Callable[[Any, Any], None]


def workbook(draw: Draw, *more: Draw) -> bytes:
    """Each ``draw(sheet, book)`` fills a sheet of its own."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        for one in (draw, *more):
            one(book.add_worksheet(), book)
    return made.getvalue()


def table(
    rows: Sequence[Sequence[Any]] = (SOMEBODY,), headers: Sequence[str] = HEADERS, at: int = 0
) -> Draw:
    """A sheet with headers in row ``at`` (from 0) and these rows under them."""

    def draw(sheet: Any, _book: Any) -> None:
        for number, row in enumerate((headers, *rows), start=at):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write(number, column, value)

    return draw


def list_of(*rows: Sequence[Any], headers: Sequence[str] = HEADERS) -> bytes:
    return workbook(table(rows, headers))


def with_parts(content: bytes, parts: Mapping[str, bytes | None], *, packed: bool = True) -> bytes:
    """The same zip with parts put in, replaced, or (None) taken out."""
    made = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", how) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return made.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def changed(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The same workbook with other words in one of its parts."""
    before = part(content, name)
    assert old in before
    return with_parts(content, {name: before.replace(old, new, 1)})
