"""The tables that are given out: refused rows with their reasons, the good ones, lists, templates.

Made page by page, each in a look of its own, so that nobody's page waits for twenty thousand rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.dialogue.say import Language, say
from handlers.imports.cells import GENDERS, as_cells, home_cells
from handlers.sheets.texts import reason_words
from models.clocks import to_town
from models.family.ages import grade_on
from models.imports.exporting import (
    contracts_after,
    export_kind,
    place_of_export,
    residents_after,
)
from models.imports.links import TableLink
from models.imports.queries import my_import, rows_of
from models.imports.senders import my_places
from models.refusals import NotFound
from models.sheets.columns import FIELDS, header_of
from models.sheets.limits import WHAT, What
from models.sheets.problems import problem_from
from models.sheets.writing import export, refusals, template
from models.town.schema import Town
from models.work import Work

PAGE = 500
RESIDENTS = (
    "name", "gender", "born", "phone", "community", "estate", "building", "unit", "door",
    "called", "school", "grade",
)  # fmt: skip
CONTRACTS = ("name", "phone", "born", "team", "package", "starts", "ends")
_NAMES = {"bad": "to-correct", "good": "good-rows", "people": "list", "empty": "template"}

Line = tuple[Mapping[str, str], str]
"""Cells by field, and why the row was refused."""


class TableFile:
    """``take`` a page at a time until it says that there is no more, then ``body``."""

    def __init__(
        self, name: str, what: What, page: Callable[[Work, int], tuple[list[Line], int]] | None
    ) -> None:
        self.name = f"doorstep-{what}-{name}.xlsx"
        self.what = what
        self.lines: list[Line] = []
        self._page = page
        self._after = 0

    def take(self, work: Work) -> bool:
        """Read one more page; False once all is here."""
        if self._page is None:
            return False
        lines, self._after = self._page(work, self._after)
        self.lines += lines
        return bool(lines)

    def body(self) -> bytes:
        """The file. Takes a second for a long list: not on the event loop."""
        if self._page is None:
            return template(self.what)
        if any(why for _cells, why in self.lines):
            return refusals(self.what, self.lines)
        fields = [
            one for one in FIELDS[self.what] if any(cells.get(one) for cells, _ in self.lines)
        ]
        headers = [header_of(self.what, one) for one in fields]
        return export(headers, ([cells.get(one, "") for one in fields] for cells, _ in self.lines))


def table_file(work: Work, link: TableLink, language: Language) -> TableFile | None:
    """The table behind a link, if the acting person may have it now."""
    name = _NAMES[link.table]
    if link.table == "empty":
        sends = bool(my_places(work))
        what = _what(link.what)
        return TableFile(name, what, None) if sends and what else None
    if link.table == "people":
        return _people(work, link, name)
    try:
        row = my_import(work, link.about)
    except NotFound:
        return None
    what = _what(row.what)
    refused = link.table == "bad"
    return TableFile(name, what, _rows_of(link.about, language, refused=refused)) if what else None


def _what(text: str) -> What | None:
    return next((one for one in WHAT if one == text), None)


def _rows_of(
    import_id: int, language: Language, *, refused: bool
) -> Callable[[Work, int], tuple[list[Line], int]]:
    def page(work: Work, after: int) -> tuple[list[Line], int]:
        rows = rows_of(work, import_id, after, PAGE, refused=refused)
        lines: list[Line] = [
            (as_cells(work.town, one.data or {}), _why(one, language)) for one in rows
        ]
        return lines, rows[-1].number if rows else after

    return page


def _why(row: Any, language: Language) -> str:
    if not row.problems:
        return ""
    return say(reason_words(map(problem_from, row.problems)), language)


# -- lists -----------------------------------------------------------------------------------------
def _people(work: Work, link: TableLink, name: str) -> TableFile | None:
    place_id = place_of_export(work, link.about)
    return list_of(work, place_id, name) if place_id else None


def list_of(work: Work, place_id: str, name: str = "list") -> TableFile | None:
    """The list of a place, as far as the acting person may take it out."""
    kind = export_kind(work, place_id)
    if kind == "residents":
        return TableFile(name, "residents", lambda at, after: _residents(at, place_id, after))
    if kind == "contracts":
        return TableFile(name, "contracts", lambda at, after: _contracts(at, place_id, after))
    return None


def _residents(work: Work, place_id: str, after: int) -> tuple[list[Line], int]:
    rows = residents_after(work, place_id, after)
    return [(_resident(work, row), "") for row in rows], rows[-1].id if rows else after


def _resident(work: Work, row: Any) -> dict[str, str]:
    grade = grade_on(row.grade, row.grade_year, to_town(work.now).date())
    home = {"building": row.building, "unit": row.unit, "door": row.door}
    return {
        "name": row.name,
        "called": row.called,
        "gender": GENDERS.get(row.gender, ""),
        "born": row.born.isoformat() if row.born else "",
        "phone": row.phone or "",
        "school": row.school,
        "grade": f"{grade}年级" if grade else "",
        **home_cells(work.town, row.estate_id, home),
    }


def _contracts(work: Work, place_id: str, after: int) -> tuple[list[Line], int]:
    rows = contracts_after(work, place_id, after)
    return [(_contract(work.town, row), "") for row in rows], rows[-1].id if rows else after


def _contract(town: Town, row: Any) -> dict[str, str]:
    teams = {team.id: team.name.zh for team in town.doctors.teams}
    packages = {one.id: one.name.zh for one in town.doctors.packages}
    return {
        "name": row.name,
        "phone": row.phone or "",
        "born": row.born.isoformat() if row.born else "",
        "team": teams.get(row.team_id, row.team_id),
        "package": packages.get(row.package, row.package),
        "starts": row.starts_on.isoformat(),
        "ends": row.ends_on.isoformat(),
    }
