"""Small words about what follows a notice that several of its screens say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import reduce

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, private
from bot.dialogue.screen import Button
from handlers.details import SOMEBODY
from handlers.notices import looks
from handlers.notices import round_texts as texts
from handlers.when import day
from models.duty.people import called
from models.notices.tables import Notice
from models.town.local import Local
from models.town.notices import NoticeKind

HOME = Button(texts.HOME, "g.menu", style="small")


_UNITS = {
    "households": (Local("户", "home"), Local("户", "homes")),
    "people": (Local("人", "person"), Local("人", "people")),
}


def unit(counts: str, many: int = 2) -> Local:
    """What is counted: homes, or people."""
    return _UNITS[counts][many != 1]


def kind_of(chat: Chat, notice: Notice) -> NoticeKind | None:
    """None where the town has no such kind any more."""
    return looks.kind_of(chat.town, notice.kind)


def kind_name(chat: Chat, notice: Notice) -> Local:
    return looks.kind_name(chat.town, notice.kind)


def help_name(kind: NoticeKind | None) -> Local | None:
    """The help that comes with it, as others speak of it."""
    return None if kind is None else kind.help_name or kind.help_label


def day_alone(moment: datetime) -> Local:
    """12月17日, without the day of the week."""
    whole = day(moment)
    return Local(whole.zh.partition(" ")[0], whole.en.partition(" ")[2])


def listed(parts: Sequence[Sayable]) -> Sayable:
    return reduce(lambda some, more: texts.AND(some=some, more=more), parts)


def grid_name(chat: Chat, grid_id: str) -> Sayable:
    """As people of the place say it: 一网格."""
    known = next((grid for grid in chat.town.grids if grid.id == grid_id), None)
    return (known.short or known.name) if known is not None else texts.ELSEWHERE


def staff_called(chat: Chat, person_id: int) -> Sayable:
    return private("name", called(chat.work, person_id), SOMEBODY) or SOMEBODY


def number(typed: str) -> int:
    """Of a button's text; 0 for anything that is none."""
    return int(typed) if typed.isdecimal() and len(typed) < 16 else 0


def back_to_result(notice_id: int) -> Button:
    return Button(texts.BACK, tap_token("notice_result", notice_id), style="small")
