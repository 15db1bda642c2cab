"""Times of visits as they are said: on a button, on the summary, to an elder, in a promise.

A button is short (下周一 9:30); what somebody has to remember has day, weekday and part of the day.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers import when
from handlers.people.days import read_day, says_weekday
from models.clocks import to_town, town_instant
from models.town.local import Local

_NEAR_ZH = ("今天", "明天", "后天")
_NEAR_EN = ("today", "tomorrow")
_PARTS = (
    (6, Local("凌晨", "early")),
    (9, Local("早上", "morning")),
    (11, Local("上午", "morning")),
    (13, Local("中午", "noon")),
    (18, Local("下午", "afternoon")),
    (24, Local("晚上", "evening")),
)
_MORNING, _AFTERNOON = range(12), range(12, 24)
_TYPED_PARTS = {
    "上午": _MORNING, "早上": _MORNING, "早晨": _MORNING, "下午": _AFTERNOON, "晚上": _AFTERNOON,
    " morning": _MORNING, " afternoon": _AFTERNOON,
}  # fmt: skip


def part_of_day(moment: datetime) -> Local:
    hour = to_town(moment).hour
    return next(word for until, word in _PARTS if hour < until)


def day_label(day: date, now: datetime) -> Local:
    """明天 周四, 下周一, 12月20日 周日: as short as it is clear."""
    today = to_town(now).date()
    away, weekday = (day - today).days, day.weekday()
    weeks = (day - timedelta(days=weekday) - (today - timedelta(days=today.weekday()))).days // 7
    if 0 <= away < len(_NEAR_ZH):
        near = _NEAR_EN[away] if away < len(_NEAR_EN) else "in two days"
        return Local(
            f"{_NEAR_ZH[away]} {when.weekday(weekday).zh}", f"{near}, {when.weekday(weekday).en}"
        )
    if weeks == 0:
        return Local(f"这{when.weekday(weekday).zh}", f"this {when.weekday(weekday).en}")
    if weeks == 1:
        return Local(f"下{when.weekday(weekday).zh}", f"next week, {when.weekday(weekday).en}")
    return when.day(town_instant(day, time(12)))


def label(moment: datetime, now: datetime) -> Local:
    """后天 周五 14:00: one of the times to choose from."""
    day = day_label(to_town(moment).date(), now)
    return Local(f"{day.zh} {when.clock(moment)}", f"{day.en} {when.clock(moment)}")


def spoken(moment: datetime, now: datetime) -> Local:
    """后天（周五）下午 2 点: to whoever goes there."""
    day, away = to_town(moment).date(), (to_town(moment).date() - to_town(now).date()).days
    hour, weekday = when.hour(moment), day.weekday()
    date_zh = f"{day.month}月{day.day}日"
    near = _NEAR_ZH[away] if 0 <= away < len(_NEAR_ZH) else date_zh
    zh = f"{near}（{when.weekday(weekday).zh}）{part_of_day(moment).zh} {hour.zh.strip()}"
    return Local(zh, f"{when.day(moment).en} at {hour.en}")


def promised(moment: datetime, now: datetime) -> Local:
    """周四中午 12 点: by when somebody hears from us."""
    day = to_town(moment).date()
    hour = when.hour(moment)
    same = day == to_town(now).date()
    zh_day = "今天" if same else when.weekday(day.weekday()).zh
    en_day = "today" if same else when.weekday(day.weekday()).en
    if abs((day - to_town(now).date()).days) >= 6:
        zh_day, en_day = f"{day.month}月{day.day}日", when.day(moment).en
    return Local(f"{zh_day}{part_of_day(moment).zh} {hour.zh.strip()}", f"{hour.en} {en_day}")


@dataclass(frozen=True, slots=True)
class Typed:
    """A day as it was typed, and the hours of it that were meant: 后天下午."""

    day: date
    hours: range = range(24)

    def means(self, moment: datetime) -> bool:
        local = to_town(moment)
        return local.date() == self.day and local.hour in self.hours


def typed_day(words: str, days: Container[date], now: datetime) -> Typed | None:
    """Which of ``days`` somebody means by 后天, 周五, 下周一上午, 12月14号, Dec 14; None for what
    nobody can read, and for any other day."""
    said, hours = words.strip().casefold(), range(24)
    for part, its_hours in _TYPED_PARTS.items():
        if said.endswith(part):
            said, hours = said.removesuffix(part).strip(), its_hours
            break
    today = to_town(now).date()
    day = read_day(said, today)
    if day == today and day not in days and says_weekday(said):  # 周三 said on a Wednesday evening
        day = today + timedelta(days=7)
    return Typed(day, hours) if day is not None and day in days else None
