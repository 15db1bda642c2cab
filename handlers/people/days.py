"""Days as a worker types them: 今天, 明天, 后天, 三天, 周五, 12月9日, 2026-12-9; and as they are read."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.dialogue.chat import Chat
from models.clocks import to_town
from models.family.ages import read_birth, read_until
from models.town.local import Local

_NEAR = {
    "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3,
    "today": 0, "tomorrow": 1,
}  # fmt: skip
_WEEKDAYS = {word: n for n, word in enumerate("一二三四五六日")} | {"天": 6}
_WEEKDAY = re.compile(r"(下)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])")
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
    week = _WEEKDAY.fullmatch(said)
    if week:
        ahead = (_WEEKDAYS[week[2]] - now.weekday()) % 7
        if week[1]:
            ahead = 7 - now.weekday() + _WEEKDAYS[week[2]]
        return now + timedelta(days=ahead)
    some = _DAYS.fullmatch(said)
    if some:
        return now + timedelta(days=max(int(some[1]) - 1, 0))
    return read_birth(said) or read_until(said, now)


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
