"""What the first screen offers to those who run something. Knows nothing of the flows."""

from __future__ import annotations

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button
from handlers.programmes import texts
from models.programmes.queries import kinds_of_mine


def plans_menu(chat: Chat) -> tuple[Button, ...]:
    """What goes on, for coordinators, doctors and tutors; nothing for anybody else."""
    if not kinds_of_mine(chat.work):
        return ()
    return (Button(texts.PLANS, tap_token("plans", 0)),)
