"""Times of visits as they are said: on a button, on the summary, to an elder, in a promise.

A button is short (下周一 9:30); what somebody has to remember has day, weekday and part of the day.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from handlers import when
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
_PARTS_TYPED = ("", "上午", "下午", "早上", "早晨")


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


def typed_names(day: date, now: datetime) -> tuple[str, ...]:
    """How a day may be typed: 后天, 周五, 下周一上午, 12月14日."""
    today = to_town(now).date()
    away, weekday = (day - today).days, when.weekday(day.weekday()).zh[1]
    names = [f"{day.month}月{day.day}日", f"{day.month}月{day.day}号", day.isoformat()]
    if 0 <= away < 4:
        names.append(("今天", "明天", "后天", "大后天")[away])
    week = ("周", "星期", "礼拜")
    if 0 <= away < 7:
        names += [f"{head}{weekday}" for head in week]
    this_monday = today - timedelta(days=today.weekday())
    if (day - this_monday).days // 7 == 1:
        names += [f"下{head}{weekday}" for head in week] + [f"下个{head}{weekday}" for head in week]
    if day.weekday() == 6:
        names += [
            name.replace("日", "天") for name in names if name.endswith("日") and "月" not in name
        ]
    return tuple(f"{name}{part}" for name in names for part in _PARTS_TYPED)
