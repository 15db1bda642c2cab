"""Days as people type them: 今天, 后天, 三天, 周五, 12月9日, 2026-12-9, Fri, 9 Dec; and as they are read."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.dialogue.chat import Chat
from models.clocks import to_town
from models.family.ages import read_birth, read_until
from models.town.local import Local

_NEAR = {
    "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3,
    "today": 0, "tomorrow": 1, "day after tomorrow": 2, "the day after tomorrow": 2,
}  # fmt: skip
_WEEKDAYS = {word: n for n, word in enumerate("一二三四五六日")} | {"天": 6}
_WEEKDAY = re.compile(r"([下这本])?个?(?:周|星期|礼拜)([一二三四五六日天])")
_WEEKDAY_EN = re.compile(
    r"(?:on )?(next |this )?(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
)
_WEEKDAYS_EN = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS = re.compile(r"([0-9]{1,3})\s*(?:天|days?)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def today(chat: Chat) -> date:
    """The day on which the talk began."""
    return to_town(chat.started_at).date()


def read_day(words: str, now: date) -> date | None:
    """A day to come, or any that is written out whole; None if none can be made out."""
    said = words.strip().casefold()
    if said in _NEAR:
        return now + timedelta(days=_NEAR[said])
    weekday = _weekday(said)
    if weekday is not None:
        return _on_weekday(*weekday, now)
    some = _DAYS.fullmatch(said)
    if some:
        return now + timedelta(days=max(int(some[1]) - 1, 0))
    return read_birth(said) or read_until(said, now)


def says_weekday(words: str) -> bool:
    """Whether the words name a day of the week, without saying which week."""
    weekday = _weekday(words.strip().casefold())
    return weekday is not None and not weekday[0]


def _weekday(said: str) -> tuple[str, int] | None:
    """("next", 0) for 下周一; ("this", 0) for 这周一, ("", 0) for 周一."""
    found = _WEEKDAY.fullmatch(said)
    if found:
        week = "next" if found[1] == "下" else "this" if found[1] else ""
        return week, _WEEKDAYS[found[2]]
    found = _WEEKDAY_EN.fullmatch(said)
    return ((found[1] or "").strip(), _WEEKDAYS_EN.index(found[2][:3])) if found else None


def _on_weekday(week: str, number: int, now: date) -> date:
    monday = now - timedelta(days=now.weekday())
    if week:
        return monday + timedelta(days=number + (7 if week == "next" else 0))
    return now + timedelta(days=(number - now.weekday()) % 7)


def read_past_day(words: str, now: date) -> date | None:
    """A day that is over, or today: without a year the last one there was."""
    day = read_day(words, now)
    if day is None or day <= now or read_birth(words.strip()):
        return day
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return None


def on_day(day: date, now: date) -> Local:
    """12月12日, with the year where it is another one."""
    zh, en = f"{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]}"
    if day.year == now.year:
        return Local(zh, en)
    return Local(f"{day.year}年{zh}", f"{en} {day.year}")
