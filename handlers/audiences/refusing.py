"""Why people cannot be chosen so, in words."""

from __future__ import annotations

from bot.dialogue.book import Entry, refuses
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from models.audiences.refusals import AudienceNotRead, NameTaken, NobodyMeant


@refuses(AudienceNotRead)
def audience_not_read(_chat: Chat, _refusal: AudienceNotRead) -> Sayable:
    return _("挑得太绕了，我理不清。少挑几样，再来一遍。")


@refuses(NobodyMeant)
def nobody_meant(_chat: Chat, _refusal: NobodyMeant) -> Sayable:
    return _("照这样挑，一个人也没有。换一拨吧。")


@refuses(NameTaken)
def name_taken(_chat: Chat, _refusal: NameTaken) -> Sayable:
    return _("这个名字存过别的了。换个名字。")


ENTRIES: tuple[Entry, ...] = (audience_not_read, nobody_meant, name_taken)
