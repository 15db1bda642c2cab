"""What doctors have on their first screen: whom something is due for."""

from __future__ import annotations

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button
from handlers.care import texts
from models.doctors.queries import teams_of_mine


def menu_of_due(chat: Chat) -> tuple[Button, ...]:
    if not teams_of_mine(chat.work):
        return ()
    return (Button(texts.DUE_PEOPLE, tap_token("care_team")),)
