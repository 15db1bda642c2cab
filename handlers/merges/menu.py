"""What the desk is offered here."""

from __future__ import annotations

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button
from handlers.merges.texts import LOOK_ALIKE
from models.duty.people import my_paths
from models.family.duplicates import DESK


def merges_menu(chat: Chat) -> tuple[Button, ...]:
    """For coordinators and administrators."""
    if not my_paths(chat.work, DESK):
        return ()
    return (Button(LOOK_ALIKE, tap_token("look_alike", 0), style="small"),)
