"""The questions that several talks about what goes on ask alike: a day, an hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from handlers import reading, when
from handlers.programmes import texts
from models.clocks import to_town, town_instant

AHEAD = 90
"""Days one may choose from; a part of the date typed finds the farther ones."""
_LIKELY = ("0900", "0930", "1400", "1530", "1900")
_EVENING = 18
_PARTS = ((9, "早上"), (12, "上午"), (_EVENING, "下午"), (24, "晚上"))
_NEAR = ("今天", "明天", "后天", "大后天")


def ask_day(chat: Chat, question: Sayable = texts.WHICH_DAY, *, today: bool = True) -> date:
    answer = chat.ask("day", question, choices=partial(_days, chat, today=today), what=texts.DAY)
    return date.fromisoformat(answer)


def _days(chat: Chat, *, today: bool) -> Sequence[Choice]:
    first = to_town(chat.started_at).date()
    return [_day(first, ahead) for ahead in range(0 if today else 1, AHEAD)]


def _day(first: date, ahead: int) -> Choice:
    """Found by its label or the whole date only: a short "1-2" would be found in "11-2" as well."""
    day = first + timedelta(days=ahead)
    near = _NEAR[ahead : ahead + 1]
    return Choice(day.isoformat(), when.day(town_instant(day, time(12))), (day.isoformat(), *near))


def ask_time(chat: Chat, first: time | None = None) -> time:
    """``first``: the one that stands on top, because it was so before."""
    answer = chat.ask("when", texts.WHEN, choices=_times(first), what=texts.TIME)
    return time(int(answer[:2]), int(answer[2:]))


def _times(first: time | None) -> Sequence[Choice]:
    """The likely ones on the first page; every five minutes of the day can be typed."""
    likely = ([f"{first:%H%M}"] if first is not None else []) + list(_LIKELY)
    rest = [f"{hour:02d}{minute:02d}" for hour in range(6, 22) for minute in range(0, 60, 30)]
    odd = [f"{hour:02d}{minute:02d}" for hour in range(6, 22) for minute in range(5, 60, 5)]
    return [_time(name) for name in dict.fromkeys((*likely, *rest, *odd))]


def _time(name: str) -> Choice:
    at = time(int(name[:2]), int(name[2:]))
    spoken = when.hour(town_instant(date(2000, 1, 1), at)).zh.replace(" ", "")
    part = next(word for until, word in _PARTS if at.hour < until)
    bare = (spoken,) if at.hour < _EVENING else ()  # "7点" is the morning's
    return Choice(
        name, when.clock(at), (f"{part}{spoken}", *bare, f"{at.hour}点{at.minute or ''}", name)
    )


def ask_places(chat: Chat, question: Sayable, default: int | None = None) -> int:
    """Typed, never tapped: a number on a button and the number of the button would be mixed up."""
    known = None if default is None else str(default)
    answer = chat.ask(
        "places", question, parse=_number, default=known, what=texts.MANY, keyboard="number"
    )
    return int(answer)


def _number(typed: str) -> str:
    count = reading.number(typed)
    if count is None:
        raise Wrong(texts.NOT_A_NUMBER)
    return str(count)


def at(day: date, hour: time) -> datetime:
    return town_instant(day, hour)
