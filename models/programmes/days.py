"""Which days are public holidays and make-up workdays, and how far ahead anybody knows them.

The State Council publishes one year at a time, late in the year before. A session on a guessed day
would be people before a locked door, so a year that nobody has published is never guessed.
"""

from __future__ import annotations

from datetime import date

import chinese_calendar

from models.town.desk import HolidayYear
from models.town.schema import Town
from models.worktime import WorkCalendar, YearUnknown

_FAR = 5
"""Years; nobody publishes further ahead."""


def is_public_holiday(town: Town, day: date) -> bool:
    """Whether the country, or the town, has this day off: an ordinary Sunday is no holiday.
    YearUnknown if the year is not published."""
    year = _table(town, day.year)
    if year is not None:
        if day in year.off:
            return True
        if day in year.work or year.whole:
            return False
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        raise YearUnknown(day.year) from None
    return bool(off) and name is not None


def is_make_up(town: Town, day: date) -> bool:
    """A Saturday or Sunday on which the country works, for a long holiday. YearUnknown."""
    return day.weekday() >= 5 and WorkCalendar.of(town).is_workday(day)


def known_until(town: Town, today: date) -> date:
    """The last day whose holidays are published, in the town's table or in the library."""
    year = today.year
    while year < today.year + _FAR and _is_known(town, year):
        year += 1
    return date(year - 1, 12, 31)


def _is_known(town: Town, year: int) -> bool:
    try:
        is_public_holiday(town, date(year, 7, 1))
    except YearUnknown:
        return False
    return True


def _table(town: Town, year: int) -> HolidayYear | None:
    return next((one for one in town.holidays if one.year == year), None)
