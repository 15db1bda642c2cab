"""What the first screen offers about visits. Knows nothing of the flows: the menu is everywhere."""

from __future__ import annotations

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button
from handlers.visits import texts
from models.doctors.queries import teams_of_mine


def visit_menu(_chat: Chat) -> tuple[Button, ...]:
    """For everybody, beside asking for help."""
    return (Button(texts.VISIT, "f.visit"),)


def menu_for_doctors(chat: Chat) -> tuple[Button, ...]:
    """For doctors: who comes today."""
    if not teams_of_mine(chat.work):
        return ()
    return (Button(texts.TODAY, tap_token("visits_today", 0), style="main"),)
