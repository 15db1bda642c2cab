"""Why a notice is not sent, stopped or changed: one friendly sentence for each refusal."""

from __future__ import annotations

from bot.dialogue.book import Entry, refuses
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from models.notices.refusals import (
    AlreadySent,
    HeldPastUse,
    NoKnockingNow,
    NoticeInThePast,
    NoticeMovedOn,
    NoticeTooLong,
    NotYetCounted,
    OwnNotice,
    TickNotYours,
    UnknownNoticeKind,
)

MOVED_ON = {
    "draft": _("这条通知还在数人，数完再说。"),
    "ready": _("这条通知还没发，看看前头那一张。"),
    "empty": _("这条通知没有发给谁，换个地方或者换些人。"),
    "waiting": _("这条通知已经在等同事点头了。"),
    "set": _("这条通知已经定好时候，到点就发。"),
    "sending": _("这条通知已经发出去了。"),
    "paused": _("这条通知停住了，点[接着发]再发。"),
    "stopped": _("这条通知已经停发了。"),
    "over": _("这条通知已经完事了。"),
    "refused": _("这条通知不发了。要发，重新写一条。"),
}


@refuses(UnknownNoticeKind)
def unknown_kind(chat: Chat, refusal: UnknownNoticeKind) -> Sayable:
    return _("这种通知现在没有了。再挑一种吧。")


@refuses(NoticeTooLong)
def too_long(chat: Chat, refusal: NoticeTooLong) -> Sayable:
    return _("字多了，一条通知最多 {most} 个字。删短些。")(most=refusal.most)


@refuses(NoticeInThePast)
def in_the_past(chat: Chat, refusal: NoticeInThePast) -> Sayable:
    return _("那个时候已经过了。换个往后的时间吧。")


@refuses(AlreadySent)
def already_sent(chat: Chat, refusal: AlreadySent) -> Sayable:
    return _("一样的话，刚才给一样的人发过了。")


@refuses(HeldPastUse)
def held_past_use(chat: Chat, refusal: HeldPastUse) -> Sayable:
    return _("这会儿是夜里，等到早上再发就不赶趟了。")


@refuses(NotYetCounted)
def not_yet_counted(chat: Chat, refusal: NotYetCounted) -> Sayable:
    return _("还没弄完，等一小会儿再点。")


@refuses(NoticeMovedOn)
def moved_on(chat: Chat, refusal: NoticeMovedOn) -> Sayable:
    return MOVED_ON[refusal.state]


@refuses(OwnNotice)
def own_notice(chat: Chat, refusal: OwnNotice) -> Sayable:
    return _("这条是您自己写的，得另一位同事点头。")


@refuses(TickNotYours)
def tick_not_yours(chat: Chat, refusal: TickNotYours) -> Sayable:
    return _("这一户不在您的单子上了，兴许别人去过了。")


@refuses(NoKnockingNow)
def no_knocking(chat: Chat, refusal: NoKnockingNow) -> Sayable:
    return _("太晚了，别敲门。打个电话，或者{until}以后再去。")(until=refusal.until)


ENTRIES: tuple[Entry, ...] = (
    unknown_kind, too_long, in_the_past, already_sent, held_past_use, not_yet_counted, moved_on,
    own_notice, tick_not_yours, no_knocking,
)  # fmt: skip
