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


def span(begins_at: datetime, ends_at: datetime) -> Local:
    """12月25日 周五 9:30–11:00."""
    day, hours = when.day(begins_at), f"{when.clock(begins_at)}–{when.clock(ends_at)}"
    return Local(f"{day.zh} {hours}", f"{day.en} {hours}")


def short(at: datetime) -> str:
    """12/25 9:30: for a line of a list, the same in both languages."""
    local = to_town(at)
    return f"{local.month}/{local.day} {when.clock(at)}"


def day_of(chat: Chat, day: date) -> Local:
    """12月25日, with the year where it is another one."""
    return on_day(day, to_town(chat.started_at).date())


def weekdays(days: tuple[int, ...]) -> Local:
    """周二、周四."""
    names = [when.weekday(day) for day in days]
    return Local("、".join(one.zh for one in names), ", ".join(one.en for one in names))


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
    return f"{when.clock(starts)}–{when.clock(begin + timedelta(minutes=minutes))}"
