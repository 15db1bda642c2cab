"""Why something about what is due was not done: one friendly sentence for each refusal."""

from __future__ import annotations

from bot.dialogue.book import Entry, refuses
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from handlers.care import texts
from models.care.refusals import AlreadyNoted, DueOver, LookFirst, UnknownCondition, WrongDay


@refuses(DueOver)
def due_over(chat: Chat, refusal: DueOver) -> Sayable:
    return texts.OVER


@refuses(WrongDay)
def wrong_day(chat: Chat, refusal: WrongDay) -> Sayable:
    return _("这个日子不对：不能在今天以后，也不能在上一回以前。")


@refuses(UnknownCondition)
def unknown_condition(chat: Chat, refusal: UnknownCondition) -> Sayable:
    return _("这样病现在不随访。再挑一样吧。")


@refuses(AlreadyNoted)
def already_noted(chat: Chat, refusal: AlreadyNoted) -> Sayable:
    return _("这样病已经记着呢，不用再记。")


@refuses(LookFirst)
def look_first(chat: Chat, refusal: LookFirst) -> Sayable:
    return _("离上次打开过了一个钟头。从[到日子的]再点开一次。")


ENTRIES: tuple[Entry, ...] = (due_over, wrong_day, unknown_condition, already_noted, look_first)
