"""Ways from this chat to the person's other chats: links that open one thing on the web chat.

Where a channel must not show a door or a phone, the button leads to the web chat instead. The link
is signed for this person and ends with what it shows, so nothing stays readable in an old message.
"""

from __future__ import annotations

from bot.dialogue.chat import Chat
from models.access.signed import See, link_to_see


def see_path(chat: Chat, what: See, about: int) -> str:
    """The path that opens one task, case, alarm, call or talk of this reader on the web chat."""
    return f"/in/{link_to_see(who_holds_the_phone(chat), what, about, chat.work.now)}"


def who_holds_the_phone(chat: Chat) -> int:
    """For whom a link is made: never for somebody the reader only acts for, or the link would open
    that other person's own chat to them."""
    return chat.work.actor.by_id or chat.reader.person_id
