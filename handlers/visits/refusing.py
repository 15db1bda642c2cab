"""Why a visit was not booked or ticked off: one friendly sentence for each refusal."""

from __future__ import annotations

from bot.dialogue.book import Entry, refuses
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from handlers import when
from models.visits.refusals import CannotBeKept, NoFreeTime, NotTheirsToSign, NotTodaysVisit


@refuses(NotTheirsToSign)
def not_theirs_to_sign(chat: Chat, refusal: NotTheirsToSign) -> Sayable:
    return _("还没跟大夫签约，得本人先签。请本人点[我的大夫]，或找网格员。")


@refuses(NoFreeTime)
def no_free_time(chat: Chat, refusal: NoFreeTime) -> Sayable:
    return _("最近没有空了。着急就打服务站 {phone}。")(phone=refusal.phone)


@refuses(NotTodaysVisit)
def not_todays(chat: Chat, refusal: NotTodaysVisit) -> Sayable:
    return _("这一位约的是{time}，当天才能记。")(time=when.at(refusal.begins_at))


@refuses(CannotBeKept)
def cannot_be_kept(chat: Chat, refusal: CannotBeKept) -> Sayable:
    return _("身体的事本人没让记，到了当面跟大夫说。")


ENTRIES: tuple[Entry, ...] = (not_theirs_to_sign, no_free_time, not_todays, cannot_be_kept)
