"""A resident's way to the matters of their family. Knows nothing of the flows."""

from __future__ import annotations

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button
from handlers.family import texts


def family_menu(chat: Chat) -> tuple[Button, ...]:
    """One quiet button: most people need it once a year."""
    return (Button(texts.FAMILY, tap_token("family"), style="small"),)
