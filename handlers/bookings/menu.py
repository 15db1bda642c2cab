"""What the first screen offers about lectures and the like. Knows nothing of the flows."""

from __future__ import annotations

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button
from handlers.bookings import texts
from models.bookings.roll import sessions_to_tick


def places_menu(_chat: Chat) -> tuple[Button, ...]:
    """For everybody: what there is, and what I have booked."""
    return (
        Button(texts.ACTIVITIES, "f.book_place", style="small"),
        Button(texts.MY_BOOKINGS, tap_token("bookings"), style="small"),
    )


def talks_menu(chat: Chat) -> tuple[Button, ...]:
    """For whoever runs a session today."""
    if not sessions_to_tick(chat.work, most=1):
        return ()
    return (Button(texts.ROLL, tap_token("rolls")),)
