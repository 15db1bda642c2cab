"""Dates as people write them in tables, or a plain no where more than one day could be meant.

A wrong birth date decides about doctors and pensions, so nothing is guessed: "50/3/7" may be a
year, "3/7/1950" may be March or July, and 1950 alone is a day in 1905 to a spreadsheet.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from models.sheets.problems import Fault

MOST_AGE = 130
FARTHEST_YEARS = 30
"""How far ahead the end of anything may lie."""

_FORMS = (
    re.compile(r"(\d{4})[-–—/.、·年](\d{1,2})[-–—/.、·月](\d{1,2})[日号]?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
    re.compile(r"(\d{4}) (\d{1,2}) (\d{1,2})"),
)
_TIME_BEHIND = re.compile(r"[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$")
_WHOLE = re.compile(r"(\d+)(\.0+)?")
_DAY_ZERO = date(1899, 12, 30)
_FROM_1904 = 1462
_SERIALS = range(10_000, 80_000)
"""From 1927 to 2119; what is less is more likely a year or a slip."""

Cell = str | float | int | bool | date | datetime | time | timedelta | None
"""What the parser makes of a cell."""


def day(cell: Cell, *, since_1904: bool = False) -> date:
    """The one day that is meant; Fault(date_unclear or date_impossible)."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool) or cell is None:
        raise Fault("date_unclear")
    text = unicodedata.normalize("NFKC", str(cell)).strip().lstrip("'‘’`").strip()
    if whole := _WHOLE.fullmatch(text):
        text = whole[1]
        if len(text) == 5 and int(text) in _SERIALS:
            return _DAY_ZERO + timedelta(days=int(text) + _FROM_1904 * since_1904)
    return _written(_TIME_BEHIND.sub("", text))


def past_day(cell: Cell, today: date, *, since_1904: bool = False) -> date:
    """A day that has been: a birth, a signature."""
    found = day(cell, since_1904=since_1904)
    if found > today:
        raise Fault("date_future")
    if today.year - found.year > MOST_AGE:
        raise Fault("date_too_old")
    return found


def any_day(cell: Cell, today: date, *, since_1904: bool = False) -> date:
    """A day that may lie ahead: the end of something."""
    found = day(cell, since_1904=since_1904)
    if found.year - today.year > FARTHEST_YEARS:
        raise Fault("date_future")
    if today.year - found.year > MOST_AGE:
        raise Fault("date_too_old")
    return found


def _written(text: str) -> date:
    tight = re.sub(r"\s*([-–—/.、·年月日号])\s*", r"\1", text)
    for form in _FORMS:
        if found := form.fullmatch(tight):
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                raise Fault("date_impossible") from None
    raise Fault("date_unclear")
