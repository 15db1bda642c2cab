"""Why a case was not opened or taken up again: one sentence each, with what to do instead."""

from __future__ import annotations

from bot.dialogue.book import refuses
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from models.help.refusals import KindGone, ReopenOver, TooManyOpen


@refuses(KindGone)
def kind_gone(chat: Chat, refusal: KindGone) -> Sayable:
    return _("这一样刚从单子上撤了。您再挑一个，或者点[找人说话]。")


@refuses(TooManyOpen)
def too_many_open(chat: Chat, refusal: TooManyOpen) -> Sayable:
    return _("您这儿还有 {most} 件事没办完，先办这些。着急就点[找人说话]。")(most=refusal.most)


@refuses(ReopenOver)
def reopen_over(chat: Chat, refusal: ReopenOver) -> Sayable:
    return _("过了 {days} 天，接不上原来那件了。点[要人帮忙]重新说，一样快。")(days=refusal.days)


ENTRIES = (kind_gone, too_many_open, reopen_over)
