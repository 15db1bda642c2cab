"""Times as people say them: 6 点前, 今天 18:30, 12月9日 周三."""

from __future__ import annotations

from datetime import datetime, time

from bot.dialogue.say import Sayable, Text, _
from models.clocks import to_town
from models.town.local import Local

_DAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_THIS_AFTERNOON, _TONIGHT = Local("下午", "this afternoon"), Local("晚上", "tonight")


def weekday(number: int) -> Local:
    """周一 for 0, as Python counts."""
    return Local(_DAYS_ZH[number], _DAYS_EN[number])


def clock(moment: datetime | time) -> str:
    """9:00, 14:30: as it stands on a button or a list. A ``time`` is of the town already."""
    local = to_town(moment) if isinstance(moment, datetime) else moment
    return f"{local.hour}:{local.minute:02d}"


def hour(moment: datetime) -> Local:
    """The time of day as it is spoken: 6 点, 6 点半, 6 点一刻; 6 pm, 6:30 pm in English."""
    local = to_town(moment)
    spoken = local.hour % 12 or 12
    rest = {0: "", 15: "一刻", 30: "半", 45: "三刻"}.get(local.minute, f" {local.minute} 分")
    half = "am" if local.hour < 12 else "pm"
    minutes = f":{local.minute:02d}" if local.minute else ""
    return Local(f"{spoken} 点{rest}", f"{spoken}{minutes} {half}")


def _part_of_day(moment: datetime, now: datetime) -> Sayable:
    """Only where the hour alone could be misread: 明早, 今晚, 下午."""
    local, today = to_town(moment), to_town(now)
    days = (local.date() - today.date()).days
    if days < 0:
        return day(moment)
    if days == 1 and local.hour < 12:
        return _("明早")
    if days == 1:
        return _("明天下午") if local.hour < 18 else _("明晚")
    if days > 1:
        return day(moment)
    if today.hour < 12 <= local.hour:
        return _THIS_AFTERNOON if local.hour < 18 else _TONIGHT
    return ""


def by(moment: datetime, now: datetime) -> Text:
    """A promised time: "6 点", "明早 8 点"."""
    part = _part_of_day(moment, now)
    if not part:
        return _("{hour}")(hour=hour(moment))
    return _("{part} {hour}")(part=part, hour=hour(moment))


def day(moment: datetime) -> Local:
    """12月9日 周三 / Wed 9 Dec."""
    local = to_town(moment)
    name = weekday(local.weekday())
    return Local(
        f"{local.month}月{local.day}日 {name.zh}",
        f"{name.en} {local.day} {_MONTHS_EN[local.month - 1]}",
    )


def at(moment: datetime) -> Local:
    """12月9日 周三 9:00: where nothing may be misread."""
    that_day = day(moment)
    return Local(f"{that_day.zh} {clock(moment)}", f"{that_day.en} {clock(moment)}")


def stamp(moment: datetime, now: datetime) -> Local:
    """A line of a story: 17:44 today, else 12月8日 17:44."""
    local = to_town(moment)
    clock = f"{local:%H:%M}"
    if local.date() == to_town(now).date():
        return Local(clock, clock)
    return Local(
        f"{local.month}月{local.day}日 {clock}",
        f"{local.day} {_MONTHS_EN[local.month - 1]} {clock}",
    )


def is_evening(moment: datetime) -> bool:
    return not 5 <= to_town(moment).hour < 18
