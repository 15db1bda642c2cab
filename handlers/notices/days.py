"""Days as people type them: 明天, 12月18号, 下周四, tomorrow, 18 Dec."""

from __future__ import annotations

import re
from datetime import date, timedelta

_NEAR = {
    "前天": -2, "昨天": -1, "昨日": -1, "yesterday": -1, "今天": 0, "今日": 0, "today": 0, "明天": 1, "明日": 1,
    "tomorrow": 1, "后天": 2, "day after tomorrow": 2, "the day after tomorrow": 2, "大后天": 3,
}  # fmt: skip
_WEEK = "一二三四五六日"
_WEEK_EN = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WHOLE = re.compile(r"(\d{4})[-年](\d{1,2})[-月](\d{1,2})")
_MONTH_DAY = re.compile(r"(\d{1,2})[月/](\d{1,2})")
_DAY_ONLY = re.compile(r"(\d{1,2})[日号]")
_WEEKDAY = re.compile(r"(下|这|本)?(?:周|星期|礼拜)([一二三四五六日天])")
_ENGLISH_WEEKDAY = re.compile(r"(next )?(mon|tue|wed|thu|fri|sat|sun)")
_ENGLISH = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([a-z]{3})[a-z]*(?: (\d{1,2}))?")


def day_in(word: str, today: date) -> date | None:
    """The day that is meant, always the next one of that name; None if there is no such day."""
    if word in _NEAR:
        return today + timedelta(days=_NEAR[word])
    whole = _WHOLE.match(word)
    if whole is not None:
        return _date(int(whole[1]), int(whole[2]), int(whole[3]))
    month = _MONTH_DAY.match(word)
    if month is not None:
        return _next(int(month[1]), int(month[2]), today)
    alone = _DAY_ONLY.match(word)
    if alone is not None:
        return _of_month(int(alone[1]), today)
    return _of_week(word, today) or _english(word, today)


def known_by_weekday(known: date | None, word: str) -> date | None:
    """The day that is known already, if this is a bare name of its weekday."""
    if known is None:
        return None
    found, english = _WEEKDAY.fullmatch(word), _ENGLISH_WEEKDAY.match(word)
    if found is not None and not found[1]:
        same = known.weekday() == _WEEK.index("日" if found[2] == "天" else found[2])
    else:
        same = english is not None and known.weekday() == _WEEK_EN.index(english[2])
    return known if same else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next(month: int, day: int, today: date) -> date | None:
    """In the year it is, or in the next where that day is long over: in December one speaks of January."""
    found = _date(today.year, month, day)
    if found is not None and (today - found).days > 90:
        return _date(today.year + 1, month, day)
    return found


def _of_month(day: int, today: date) -> date | None:
    if day >= today.day:
        return _date(today.year, today.month, day)
    following = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return _date(following.year, following.month, day)


def _of_week(word: str, today: date) -> date | None:
    found = _WEEKDAY.match(word)
    if found is not None:
        number = _WEEK.index("日" if found[2] == "天" else found[2])
        return _weekday(number, today, found[1] or "")
    english = _ENGLISH_WEEKDAY.match(word)
    if english is None:
        return None
    return _weekday(_WEEK_EN.index(english[2]), today, "下" if english[1] else "")


def _weekday(number: int, today: date, which: str) -> date:
    monday = today - timedelta(days=today.weekday())
    if which == "下":
        return monday + timedelta(days=7 + number)
    if which:
        return monday + timedelta(days=number)
    return today + timedelta(days=(number - today.weekday()) % 7)


def _english(word: str, today: date) -> date | None:
    found = _ENGLISH.fullmatch(word)
    day = (found[1] or found[3]) if found is not None else None
    if found is None or day is None or found[2] not in _MONTHS:
        return None
    return _next(_MONTHS.index(found[2]) + 1, int(day), today)
