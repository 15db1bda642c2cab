"""Open a workbook: every defence first, then the parser, then the one sheet that has our headers.

Used in the process that reads (``child.py``), never in the one that talks: a sheet takes seconds
and tens of megabytes.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from models.refusals import Refusal
from models.sheets.cells import shown
from models.sheets.dates import Cell
from models.sheets.explaining import EXAMPLE_NAME
from models.sheets.headers import Headers, find_headers
from models.sheets.limits import HEADER_WITHIN, MOST_ROWS, MOST_SHEETS, What
from models.sheets.package import Package, checked
from models.sheets.refusals import SheetBroken, SheetEmpty, SheetHasNoHeaders, SheetTooLong
from models.sheets.scanning import Scan, scan, within_limits

_ATTRIBUTES = r"""((?:[^<>"']|"[^"]*"|'[^']*')*)"""
_SHEET = re.compile(rf"<(?:\w+:)?sheet\s{_ATTRIBUTES}>")
_RELATION = re.compile(rf"<(?:\w+:)?Relationship\s{_ATTRIBUTES}>")
_ATTRIBUTE = re.compile(r"""([\w:.\-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SINCE_1904 = re.compile(rb"""date1904\s*=\s*["'](?:1|true|on)["']""")


@dataclass(frozen=True, slots=True)
class RawRow:
    """``number`` as the spreadsheet counts; cells and faults by field."""

    number: int
    cells: dict[str, Cell]
    faults: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """The sheet that was chosen. ``left_out``: other sheets in sight that have our headers too."""

    name: str
    headers: Headers
    rows: Iterator[RawRow]
    left_out: tuple[str, ...] = ()
    since_1904: bool = False


@dataclass(frozen=True)
class _Candidate:
    sheet: CalamineSheet
    scan: Scan
    headers: Headers


def open_sheet(data: bytes, what: What) -> Sheet:
    """The sheet with the headers of ``what``; a Refusal if there is none, or if it is not safe."""
    package = checked(data)
    try:
        found = list(_candidates(package, what))
    except CalamineError:
        raise SheetBroken from None
    if not found:
        raise SheetHasNoHeaders
    best = max(found, key=lambda one: len(one.headers.columns))
    best.headers.check(what)
    first, rows = _peek(_rows(best))
    if first is None:
        raise SheetEmpty
    return Sheet(
        best.sheet.name,
        best.headers,
        rows,
        tuple(one.sheet.name for one in found if one is not best),
        bool(_SINCE_1904.search(package.small("xl/workbook.xml"))),
    )


def _candidates(package: Package, what: What) -> Iterator[_Candidate]:
    """The sheets in sight that have headers; if there are none, why the first could not be read."""
    refusal: Refusal | None = None
    some = False
    with CalamineWorkbook.from_filelike(io.BytesIO(package.data)) as workbook:
        places = _places_of_sheets(package)
        for number, meta in enumerate(workbook.sheets_metadata[:MOST_SHEETS]):
            if (
                meta.visible is not SheetVisibleEnum.Visible
                or meta.typ is not SheetTypeEnum.WorkSheet
            ):
                continue
            try:
                candidate = _candidate(package, workbook, meta.name, places[number], what)
            except Refusal as found:
                refusal = refusal or found
                continue
            if candidate is not None:
                some = True
                yield candidate
    if refusal is not None and not some:
        raise refusal


def _candidate(
    package: Package, workbook: CalamineWorkbook, name: str, part: str, what: What
) -> _Candidate | None:
    if part not in package.parts:
        raise SheetBroken
    scanned = scan(package.pieces(part))
    within_limits(scanned)
    sheet = workbook.get_sheet_by_name(name)
    left = sheet.start[1] if sheet.start else 0
    top = [
        [
            "",
        ]
        * left
        + [shown(cell) for cell in row]
        for row in islice(sheet.iter_rows(), HEADER_WITHIN)
    ]
    headers = find_headers(top, what, sheet.merged_cell_ranges or ())
    if headers is None:
        return None
    if scanned.last_row > headers.row + MOST_ROWS:
        raise SheetTooLong(scanned.last_row, MOST_ROWS)
    return _Candidate(sheet, scanned, headers)


def _places_of_sheets(package: Package) -> list[str]:
    """The part of each sheet, in the order of the workbook (which the parser keeps)."""
    relations = {
        one.get("Id", ""): one.get("Target", "")
        for one in _elements(_RELATION, package.small("xl/_rels/workbook.xml.rels"))
    }
    places = []
    for one in _elements(_SHEET, package.small("xl/workbook.xml")):
        key = next((value for name, value in one.items() if name.endswith(":id")), "")
        target = relations.get(key, "")
        places.append(posixpath.normpath(posixpath.join("/xl", target)).lstrip("/"))
    return places


def _elements(form: re.Pattern[str], content: bytes) -> Iterator[dict[str, str]]:
    for element in form.finditer(content.decode("utf-8", "replace")):
        yield {
            name: html.unescape(double or single)
            for name, double, single in _ATTRIBUTE.findall(element[1])
        }


def _rows(one: _Candidate) -> Iterator[RawRow]:
    left = one.sheet.start[1] if one.sheet.start else 0
    columns = [(field, place, place - left) for field, place in one.headers.columns.items()]
    faults = one.scan.faults
    for number, row in enumerate(one.sheet.iter_rows(), start=1):
        if number <= one.headers.row:
            continue
        cells: dict[str, Cell] = {
            field: row[place] for field, _column, place in columns if 0 <= place < len(row)
        }
        bad = (
            {
                field: faults[number, column]
                for field, column, _place in columns
                if (number, column) in faults
            }
            if faults
            else {}
        )
        if (bad or not all(map(_blank, cells.values()))) and not _is_the_example(cells):
            yield RawRow(number, cells, bad)


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _is_the_example(cells: dict[str, Cell]) -> bool:
    return str(cells.get("name", "")).startswith(EXAMPLE_NAME)


def _peek(rows: Iterator[RawRow]) -> tuple[RawRow | None, Iterator[RawRow]]:
    first = next(rows, None)
    return first, _with(first, rows)


def _with(first: RawRow | None, rows: Iterator[RawRow]) -> Iterator[RawRow]:
    if first is not None:
        yield first
        yield from rows
