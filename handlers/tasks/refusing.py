"""Why something about a task was not done: one friendly sentence for each refusal."""

from __future__ import annotations

from bot.dialogue.book import refuses
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from handlers.tasks.texts import SOMEBODY_WENT
from models.tasks.refusals import (
    AlreadyDecided,
    AlreadyTaken,
    MinutesOutOfRange,
    NotAHelper,
    OfferGone,
    OnlyProfessionals,
    TaskOver,
    UnknownCommunity,
)


@refuses(OfferGone)
def offer_gone(chat: Chat, refusal: OfferGone) -> Sayable:
    return SOMEBODY_WENT


@refuses(TaskOver)
def task_over(chat: Chat, refusal: TaskOver) -> Sayable:
    if refusal.state in ("ended", "given_up"):
        return _("这件已经了了，不用再点了。谢谢您。")
    return _("这件眼下不在您手上。点[我的任务]看看。")


@refuses(AlreadyTaken)
def already_taken(chat: Chat, refusal: AlreadyTaken) -> Sayable:
    return _("这件已经有人去了，或者已经办完了。")


@refuses(OnlyProfessionals)
def only_professionals(chat: Chat, refusal: OnlyProfessionals) -> Sayable:
    return _("这种事不派志愿者，得找专业的。")


@refuses(MinutesOutOfRange)
def minutes_out_of_range(chat: Chat, refusal: MinutesOutOfRange) -> Sayable:
    return _("一趟能记 {least} 到 {most} 分钟。再打一遍数吧。")(
        least=refusal.least, most=refusal.most
    )


@refuses(UnknownCommunity)
def unknown_community(chat: Chat, refusal: UnknownCommunity) -> Sayable:
    return _("这个社区我没找着。您再挑一个。")


@refuses(NotAHelper)
def not_a_helper(chat: Chat, refusal: NotAHelper) -> Sayable:
    return _("这位还不是志愿者，派不了活儿。您再挑一位。")


@refuses(AlreadyDecided)
def already_decided(chat: Chat, refusal: AlreadyDecided) -> Sayable:
    return _("这一位，别的同事刚才已经定了。")


ENTRIES = (
    only_professionals, offer_gone, task_over, already_taken, minutes_out_of_range, unknown_community, not_a_helper,
    already_decided,
)  # fmt: skip
