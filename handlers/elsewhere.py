"""Ways from this chat to the person's other chats: links that open one thing on the web chat.

Where a channel must not show a door or a phone, the button leads to the web chat instead. The link
is signed for this person and ends with what it shows, so nothing stays readable in an old message.
"""

from __future__ import annotations

from bot.dialogue.chat import Chat
from models.access.signed import See, link_to_see


def see_path(chat: Chat, what: See, about: int) -> str:
    """The path that opens one task, case, alarm, call or talk of this reader on the web chat."""
    return f"/in/{link_to_see(chat.reader.person_id, what, about, chat.work.now)}"
