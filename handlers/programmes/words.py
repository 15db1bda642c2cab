"""How days, times and lengths of what goes on are said."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button
from handlers import when
from handlers.people.days import on_day
from handlers.programmes import texts
from models.clocks import to_town, town_instant
from models.town.local import Local

BACK = Button(texts.BACK, tap_token("plans", 0))
HOME = Button(texts.HOME, "g.menu", style="small")
_DAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def clock(moment: datetime | time) -> str:
    """9:00, 14:30."""
    local = to_town(moment) if isinstance(moment, datetime) else moment
    return f"{local.hour}:{local.minute:02d}"


def span(begins_at: datetime, ends_at: datetime) -> Local:
    """12月25日 周五 9:30–11:00."""
    day, hours = when.day(begins_at), f"{clock(begins_at)}–{clock(ends_at)}"
    return Local(f"{day.zh} {hours}", f"{day.en} {hours}")


def moment(at: datetime) -> Local:
    """12月25日 周五 9:30."""
    day = when.day(at)
    return Local(f"{day.zh} {clock(at)}", f"{day.en} {clock(at)}")


def short(at: datetime) -> str:
    """12/25 9:30: for a line of a list, the same in both languages."""
    local = to_town(at)
    return f"{local.month}/{local.day} {clock(at)}"


def day_of(chat: Chat, day: date) -> Local:
    """12月25日, with the year where it is another one."""
    return on_day(day, to_town(chat.started_at).date())


def weekdays(days: tuple[int, ...]) -> Local:
    """周二、周四."""
    return Local("、".join(_DAYS_ZH[day] for day in days), ", ".join(_DAYS_EN[day] for day in days))


def weekday(day: int) -> Local:
    return Local(_DAYS_ZH[day], _DAYS_EN[day])


def length(minutes: int) -> Sayable:
    """40 分钟, 2 个钟头, 1 个半钟头."""
    hours, rest = divmod(minutes, 60)
    if hours and not rest:
        return texts.HOURS(hours=hours)
    if hours and rest == 30:
        return texts.HALF_HOURS(hours=hours)
    return texts.MINUTES(minutes=minutes)


def hours(starts: time, minutes: int) -> str:
    """9:30–11:00."""
    begin = town_instant(date(2000, 1, 1), starts)
    return f"{clock(starts)}–{clock(begin + timedelta(minutes=minutes))}"
