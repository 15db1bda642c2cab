"""Sentences for refusals that no area owns, and taps that serve several."""

from __future__ import annotations

from bot.dialogue.book import Reply, refuses, tap
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Screen
from models.refusals import NoLongerPossible, NotAllowed, NotFound
from models.register.commands import CONSENT


@refuses(NotAllowed)
def not_allowed(chat: Chat, refusal: NotAllowed) -> Sayable:
    return _("这一步您这儿办不了。点[找人说话]，有人帮您。")


@refuses(NotFound)
def not_found(chat: Chat, refusal: NotFound) -> Sayable:
    return _("您这儿没有这一件。编号对不对，再看一眼？")


@refuses(NoLongerPossible)
def no_longer_possible(chat: Chat, refusal: NoLongerPossible) -> Sayable:
    return _("晚了一步，这件事刚才有变化。点[我的事儿]看看现在到哪儿了。")


@tap("read_consent")
def read_consent(chat: Chat) -> Reply:
    """The whole text, read aloud where the channel has a voice."""
    return Screen((chat.town.purpose(CONSENT).full,), read_aloud=True, keeps=True)


ENTRIES = (not_allowed, not_found, no_longer_possible, read_consent)
