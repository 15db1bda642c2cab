"""Sentences for refusals that no area owns, and taps that serve several."""

from __future__ import annotations

from bot.dialogue.book import Quiet, Reply, refuses, says, tap
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Button, Screen
from handlers.menu import home
from models.refusals import NoLongerPossible, NotAllowed, NotFound
from models.register.commands import CONSENT
from models.talks.messages import TalkWaiting, UpdateFailed


@refuses(NotAllowed)
def not_allowed(chat: Chat, refusal: NotAllowed) -> Sayable:
    return _("这一步您这儿办不了。点[找人说话]，有人帮您。")


@refuses(NotFound)
def not_found(chat: Chat, refusal: NotFound) -> Sayable:
    return _("您这儿没有这一件。编号对不对，再看一眼？")


@refuses(NoLongerPossible)
def no_longer_possible(chat: Chat, refusal: NoLongerPossible) -> Sayable:
    return _("晚了一步，这件事刚才有变化。点[我的事儿]看看现在到哪儿了。")


@says(UpdateFailed)
def update_failed(chat: Chat, message: UpdateFailed) -> Screen:
    line = _("有一条消息没处理成，编号 {reference}，原文存着。请看看系统日志。")
    return Screen((line(reference=message.reference),), keeps=True)


@says(TalkWaiting)
def talk_waiting(chat: Chat, message: TalkWaiting) -> Screen | None:
    if chat.reader.account_id != message.account_id or not chat.talk.flow:
        return None
    return Screen(
        (_("您刚才说到一半，还接着办吗？"),), (Button(_("接着办"), "t.go_on"),), keeps=True
    )


@tap("go_on")
def go_on(chat: Chat) -> Reply:
    """The open question is put again, as after every tap; without one the first screen."""
    return Quiet(again=True) if chat.talk.flow else home(chat)


@tap("read_consent")
def read_consent(chat: Chat) -> Reply:
    """The whole text, read aloud where the channel has a voice."""
    return Screen((chat.town.purpose(CONSENT).full,), read_aloud=True, keeps=True)


ENTRIES = (
    not_allowed,
    not_found,
    no_longer_possible,
    update_failed,
    talk_waiting,
    go_on,
    read_consent,
)
