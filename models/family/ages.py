"""Ages, school years and last days: what follows from a date, without asking anybody.

Pure functions of dates in the town's time. A grade is kept with the school year it belonged to, so
that it moves up by itself each September and nobody has to go through the children.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

ADULT = 18
SEPARATE_CONSENT = 14
"""Under this age a guardian agrees separately to what is kept about a child."""
OLDEST = 120
GRADES = range(1, 13)
SEPTEMBER = 9
MOST_YEARS = 3
"""An agreement to act for somebody lasts at most to the end of the year after the next."""
EARLY = timedelta(days=14)
"""How long before its last day one is reminded."""


def age_on(born: date, day: date) -> int:
    """Full years. Who was born on 29 February is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def adult_from(born: date) -> date:
    """The day from which somebody is grown up."""
    try:
        return born.replace(year=born.year + ADULT)
    except ValueError:  # 29 February
        return date(born.year + ADULT, 3, 1)


def grown_if_born_by(day: date) -> date:
    """The latest birth date of those who are grown up on ``day``."""
    try:
        return day.replace(year=day.year - ADULT)
    except ValueError:  # on 29 February: whoever is born on 1 March has to wait for it
        return date(day.year - ADULT, 2, 28)


def possible_birth(born: date, day: date) -> bool:
    return born <= day and age_on(born, day) <= OLDEST


def school_year(day: date) -> int:
    """The year in whose September the school year of ``day`` began."""
    return day.year if day.month >= SEPTEMBER else day.year - 1


def grade_on(grade: int | None, grade_year: int | None, day: date) -> int | None:
    """The grade a child is in on ``day``; None before school, and after it."""
    if grade is None or grade_year is None:
        return None
    now = grade + school_year(day) - grade_year
    return now if now in GRADES else None


# -- last days -------------------------------------------------------------------------------------
def end_of_next_year(today: date) -> date:
    return date(today.year + 1, 12, 31)


def latest_until(today: date) -> date:
    return date(today.year + MOST_YEARS - 1, 12, 31)


_YEAR_WORDS = {"今年": 0, "明年": 1, "后年": 2, "this year": 0, "next year": 1}
_HALF_YEAR = re.compile(r"半年|half a year|six months")
_MONTHS = re.compile(r"([0-9]{1,2}|[一二两三四五六七八九十])\s*(?:个月|months?)")
_YEARS = re.compile(r"([1-3]|[一二两三]|a|one|two|three)\s*(?:年(?!底|末)|years?)")
_DAY = re.compile(r"(?:(\d{4})\s*[年./-]\s*)?(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")
_MONTHS_EN = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_A_MONTH_EN = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_A_DAY_EN = r"(\d{1,2})(?:st|nd|rd|th)?"
_DAY_EN = re.compile(
    rf"\b(?:{_A_DAY_EN}\s+(?:of\s+)?{_A_MONTH_EN}|{_A_MONTH_EN}\s*{_A_DAY_EN})(?:,?\s+(\d{{4}}))?\b"
)
_END_OF_MONTH = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(?:底|末)?")
_DIGITS = {word: n for n, word in enumerate("一二三四五六七八九十", start=1)}
_NUMBERS = {**_DIGITS, "两": 2, "a": 1, "one": 1, "two": 2, "three": 3}
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def read_until(words: str, today: date) -> date | None:
    """The last day that somebody names in plain words: 到年底, 明年 6 月底, 三个月, 2027年6月30日.
    None if no day can be made out; whether it may be agreed to is another question."""
    said = words.translate(_WIDE).casefold().strip()
    year = next((today.year + n for word, n in _YEAR_WORDS.items() if word in said), None)
    try:
        return _said_day(said, year, today)
    except ValueError:  # 31 June, or a year nobody lives to see
        return None


def _said_day(said: str, year: int | None, today: date) -> date | None:
    found = _DAY.search(said)
    if found:
        return _on(found[1], year, int(found[2]), int(found[3]), today)
    if found := _DAY_EN.search(said):
        return _on(found[5], year, *_month_and_day(found), today)
    if found := _MONTHS.search(said):
        return _months_on(today, _number(found[1]))
    if _HALF_YEAR.search(said):
        return _months_on(today, 6)
    if found := _END_OF_MONTH.search(said):
        month = int(found[2])
        first = _on(found[1], year, month, 1, today)
        return _last_of_month(first if found[1] or year else _coming(month, today))
    if year is not None or re.search(r"年底|年末|end of (?:the|this) year", said):
        return date(year or today.year, 12, 31)
    if found := _YEARS.search(said):
        return _months_on(today, 12 * _number(found[1]))
    return None


def _month_and_day(found: re.Match[str]) -> tuple[int, int]:
    """Of 8 October, or October 8."""
    return _MONTHS_EN.index((found[2] or found[3])[:3]) + 1, int(found[1] or found[4])


def _number(said: str) -> int:
    return int(said) if said.isdecimal() else _NUMBERS[said]


def _on(said_year: str | None, year: int | None, month: int, day: int, today: date) -> date:
    """That day; without a year the next one there is."""
    if said_year:
        return date(int(said_year), month, day)
    if year is not None:
        return date(year, month, day)
    this = date(today.year, month, day)
    return this if this >= today else date(today.year + 1, month, day)


def _coming(month: int, today: date) -> date:
    return date(today.year + (month < today.month), month, 1)


def _last_of_month(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)


def _months_on(today: date, months: int) -> date:
    at = today.month - 1 + months
    year, month = today.year + at // 12, at % 12 + 1
    return date(year, month, min(today.day, _last_of_month(date(year, month, 1)).day))


# -- birth dates -----------------------------------------------------------------------------------
_BIRTH = re.compile(r"(\d{4})\s*[年./-]?\s*(\d{1,2})\s*[月./-]?\s*(\d{1,2})\s*[日号]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


def read_birth(words: str) -> date | None:
    """2017年5月3日, 2017-5-3, 20170503, 3 May 2017; None for anything else, and for a day that
    never was."""
    said = words.translate(_WIDE).strip().casefold()
    spoken = _DAY_EN.fullmatch(said)
    if spoken is not None and spoken[5]:
        return _made(int(spoken[5]), *_month_and_day(spoken))
    found = _COMPACT.fullmatch(said) or _BIRTH.fullmatch(said)
    if found is None:
        return None
    return _made(*map(int, found.groups()))


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
