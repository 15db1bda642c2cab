"""Why something was not planned or changed: one friendly sentence for each refusal."""

from __future__ import annotations

from bot.dialogue.book import Entry, refuses
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from handlers import when
from models.programmes.queries import title_of
from models.programmes.refusals import (
    EndBeforeStart,
    InThePast,
    Overlaps,
    RuleNotRead,
    SessionGone,
    TooFewPlaces,
    UnknownProgrammeKind,
)

_WHY = {
    "syntax": _("这个重复的规矩我没看懂。换一种说法，或者一回一回地加。"),
    "endless": _("排得太远了，一回最多排 400 天。早点儿收尾，到时候再接着排。"),
    "too_often": _("一天排得太多了，最多两回，也不能挤在一块儿。"),
    "never": _("从头到尾没有一天合这个规矩。换个日子吧。"),
}


@refuses(UnknownProgrammeKind)
def unknown_kind(chat: Chat, refusal: UnknownProgrammeKind) -> Sayable:
    return _("这一样现在没有了。再挑一样吧。")


@refuses(RuleNotRead)
def rule_not_read(chat: Chat, refusal: RuleNotRead) -> Sayable:
    return _WHY[refusal.why]


@refuses(EndBeforeStart)
def end_before_start(chat: Chat, refusal: EndBeforeStart) -> Sayable:
    return _("完的时候比开始还早。再看一眼日子和钟点。")


@refuses(InThePast)
def in_the_past(chat: Chat, refusal: InThePast) -> Sayable:
    return _("那个时候已经过了。换个往后的时间吧。")


@refuses(TooFewPlaces)
def too_few(chat: Chat, refusal: TooFewPlaces) -> Sayable:
    if not refusal.taken:
        return _("至少得有 1 个位子。")
    return _("{taken} 号都给出去了，位子不能比这少。")(taken=refusal.taken)


@refuses(Overlaps)
def overlaps(chat: Chat, refusal: Overlaps) -> Sayable:
    room = _("这间屋子{when}有“{title}”，错不开。换个时间吧。")
    leader = _("带的人{when}有“{title}”，错不开。换个时间吧。")
    line = room if refusal.what == "room" else leader
    return line(when=when.at(refusal.begins_at), title=title_of(chat.work, refusal.programme_id))


@refuses(SessionGone)
def gone(chat: Chat, refusal: SessionGone) -> Sayable:
    if refusal.state == "over":
        return _("这一回已经开过了。看看往后的吧。")
    return _("这一回不办了。看看别的日子吧。")


ENTRIES: tuple[Entry, ...] = (
    unknown_kind, rule_not_read, end_before_start, in_the_past, too_few, overlaps, gone,
)  # fmt: skip
