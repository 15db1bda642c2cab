"""Details of people as handlers put them into a sentence, and where else they can be read.

Everything that tells who somebody is, where they live, how to call them or what they wrote goes
through one of these, so that a channel that must not show it shows something else.
"""

from __future__ import annotations

from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _, private
from handlers.elsewhere import see_path, who_holds_the_phone
from models.access.signed import See, link_for_me

SOMEBODY = _("一个人")
A_HELPER = _("志愿者")


def details_at(chat: Chat, what: See, about: int) -> str:
    """The path that shows one thing with all its details; "" where nothing is hidden anyway."""
    return see_path(chat, what, about) if chat.reader.hides else ""


def own_chat_at(chat: Chat) -> str:
    """The path to the reader's own web chat, for what no link opens by itself: people the desk
    decides about. They stand on the desk there."""
    if not chat.reader.hides:
        return ""
    return f"/in/{link_for_me(who_holds_the_phone(chat), chat.work.now)}"


def helper(name: Sayable) -> Sayable:
    """Who comes to help, by name where it may be shown."""
    return private("name", name, A_HELPER)
