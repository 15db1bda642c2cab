"""What the desk offers of notices. Knows nothing of the talk that writes one."""

from __future__ import annotations

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button
from handlers.notices import texts
from models.notices.queries import places_of_mine


def notice_menu(chat: Chat) -> tuple[Button, ...]:
    """Writing one, for those who may send somewhere; nothing for anybody else."""
    if not places_of_mine(chat.work):
        return ()
    return (Button(texts.NEW, tap_token("notice_new")),)


def notices_menu(chat: Chat) -> tuple[Button, ...]:
    """Those that went out."""
    if not places_of_mine(chat.work):
        return ()
    return (Button(texts.NOTICES, tap_token("notices", 0)),)
