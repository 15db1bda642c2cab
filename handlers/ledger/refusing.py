"""Why the ledger is left as it is, in words."""

from __future__ import annotations

from bot.dialogue.book import Entry, refuses
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from models.ledger.refusals import LedgerClosed, UnknownCategory


@refuses(UnknownCategory)
def unknown_category(_chat: Chat, _refusal: UnknownCategory) -> Sayable:
    return _("这一类现在没有了。再打开看一眼。")


@refuses(LedgerClosed)
def ledger_closed(_chat: Chat, _refusal: LedgerClosed) -> Sayable:
    return _("得先打开他的台账类别，再改。")


ENTRIES: tuple[Entry, ...] = (unknown_category, ledger_closed)
