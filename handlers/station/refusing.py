"""Why something about the after-school room was not done: one friendly sentence for each refusal."""

from __future__ import annotations

from bot.dialogue.book import Entry, refuses
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from handlers.family import names
from handlers.station import texts
from handlers.station.words import child, station
from models.register.tables import Person
from models.station.refusals import (
    AlreadyEnrolled,
    ChildIsThere,
    CodeLocked,
    ConsentNeeded,
    DayFull,
    DayOver,
    GradeNotHere,
    NobodyCollects,
    NoRoomThere,
    NoStation,
    NotEnrolled,
    NotMatched,
    NotThatDay,
    NotThere,
    NotYourChild,
    SomebodyStays,
)


@refuses(NotYourChild)
def not_yours(chat: Chat, refusal: NotYourChild) -> Sayable:
    return _("孩子得由家长自己报。没登记过，点[孩子]先登记。")


@refuses(GradeNotHere)
def wrong_grade(chat: Chat, refusal: GradeNotHere) -> Sayable:
    row = chat.work.session.get(Person, refusal.child_id)
    return _("四点半课堂收{first}到{last}的，{child}眼下报不了。年级记错了，点[孩子]改。")(
        first=names.grade(min(refusal.grades)),
        last=names.grade(max(refusal.grades)),
        child=child(row) if row is not None else texts.THE_KID,
    )


@refuses(AlreadyEnrolled)
def already(chat: Chat, refusal: AlreadyEnrolled) -> Sayable:
    row = chat.work.session.get(Person, refusal.child_id)
    return _("{child}已经报过{station}了，不用再报。点[报过的]看看。")(
        child=child(row) if row is not None else texts.THE_KID,
        station=station(chat, refusal.place_id),
    )


@refuses(NoStation)
def no_station(chat: Chat, refusal: NoStation) -> Sayable:
    return _("这会儿没有能报的站。开了报名，社区会发通知。")


@refuses(NotThatDay)
def not_that_day(chat: Chat, refusal: NotThatDay) -> Sayable:
    return _("这个站那天不开。换个日子挑吧。")


@refuses(DayFull)
def day_full(chat: Chat, refusal: DayFull) -> Sayable:
    return _("{day}满了，原来的日子还给您留着。换一天吧。")(day=texts.WEEKDAYS[refusal.weekday])


@refuses(NoRoomThere)
def no_room_there(chat: Chat, refusal: NoRoomThere) -> Sayable:
    return _("那儿刚刚满了，这边的号还给您排着。")


@refuses(NobodyCollects)
def nobody_collects(chat: Chat, refusal: NobodyCollects) -> Sayable:
    return _("得有个大人能来接。点一个再选好。")


@refuses(ConsentNeeded)
def consent_needed(chat: Chat, refusal: ConsentNeeded) -> Sayable:
    return _("这一条刚改了字，得您再看一遍，点个头。")


@refuses(NotEnrolled)
def not_enrolled(chat: Chat, refusal: NotEnrolled) -> Sayable:
    return _("这一份已经不在了。想去，点[四点半课堂]再报。")


@refuses(ChildIsThere)
def is_there(chat: Chat, refusal: ChildIsThere) -> Sayable:
    return _("孩子已经在站里了。要早接，直接去接就行。")


@refuses(DayOver)
def day_over(chat: Chat, refusal: DayOver) -> Sayable:
    return _("那天的已经过了，或者名额没了，这一步办不成了。")


@refuses(NotThere)
def not_there(chat: Chat, refusal: NotThere) -> Sayable:
    return _("孩子这会儿不在站里了。谁接走的，看前面那条。")


@refuses(CodeLocked)
def code_locked(chat: Chat, refusal: CodeLocked) -> Sayable:
    return _("今天口令对错太多回，锁上了。请给站长打电话，他当面认人。")


@refuses(NotMatched)
def not_matched(chat: Chat, refusal: NotMatched) -> Sayable:
    return _("口令还没对上，先别交。点[对口令]再来一回。")


@refuses(SomebodyStays)
def somebody_stays(chat: Chat, refusal: SomebodyStays) -> Sayable:
    return _("已经有人陪着了，谢谢您想着。")


ENTRIES: tuple[Entry, ...] = (
    not_yours, wrong_grade, already, no_station, not_that_day, day_full, no_room_there,
    nobody_collects,
    consent_needed, not_enrolled, is_there, day_over, not_there, code_locked, not_matched,
    somebody_stays,
)  # fmt: skip
