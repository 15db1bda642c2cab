"""The rows of an opened sheet, each with what is wrong with it, also beside the other rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from models.sheets.addresses import Map
from models.sheets.contracts import contract
from models.sheets.limits import What
from models.sheets.one_row import OneRow
from models.sheets.opening import Sheet
from models.sheets.posts import post
from models.sheets.residents import resident
from models.sheets.rows import ResidentRow, RoleRow, Row, RowResult
from models.town.schema import Town


def read_rows(sheet: Sheet, what: What, town: Town, today: date) -> Iterator[RowResult]:
    """Every row under the headers that is not blank, in order."""
    places = Map(town)
    seen: dict[tuple[str, ...], int] = {}
    for raw in sheet.rows:
        one = OneRow(raw.number, raw.cells, raw.faults, today, since_1904=sheet.since_1904)
        if one.empty:
            continue
        row = _read(what, one, places)
        _beside_the_others(one, row, seen)
        if one.problems:
            yield RowResult(raw.number, None, tuple(one.problems), _given(one))
        else:
            yield RowResult(raw.number, row)


def _read(what: What, one: OneRow, places: Map) -> Row:
    match what:
        case "residents":
            return resident(one, places)
        case "contracts":
            return contract(one, places)
        case "roles":
            return post(one, places)
        case _:
            assert_never(what)


def _given(one: OneRow) -> dict[str, str]:
    """What stood there, to be corrected; of a formula its value, which is what should be pasted."""
    return {field: text for field, text in one.texts.items() if text}


def _beside_the_others(one: OneRow, row: Row, seen: dict[tuple[str, ...], int]) -> None:
    """The same person once more: the row above is named; one problem of that kind is enough."""
    keys = list(_keys(row))
    for field, code, key in keys:
        if key in seen:
            one.wrong(field, code, row=seen[key])
            break
    for _field, _code, key in keys:
        seen.setdefault(key, one.number)


def _keys(row: Row) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    same = "same_person"
    extra: tuple[str, ...] = ()
    if isinstance(row, ResidentRow):
        same = ""
    elif isinstance(row, RoleRow):
        extra = (row.role, row.place)
    if row.id_number:
        yield "id_number", same or "same_id", ("id", row.id_number, *extra)
    if row.name and row.born:
        yield "name", same or "same_name_born", ("born", row.name, row.born.isoformat(), *extra)
    if row.name and row.phone:
        yield "phone", same or "same_name_phone", ("phone", row.name, row.phone, *extra)
