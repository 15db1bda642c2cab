"""Single taps on a visit: another time, not going, seen."""

from __future__ import annotations

from bot.dialogue.book import Reply, Start, tap
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Screen
from handlers.visits import texts
from models.bookings.commands import VISITS
from models.visits.finding import my_visit


@tap("visit_move", purpose=VISITS)
def visit_move(chat: Chat, booking_id: str) -> Reply:
    return Start("move_visit", (str(my_visit(chat.work, int(booking_id)).booking_id),))


@tap("visit_off", purpose=VISITS)
def visit_off(chat: Chat, booking_id: str) -> Reply:
    return Start("call_off_visit", (str(my_visit(chat.work, int(booking_id)).booking_id),))


@tap("visit_known", purpose=VISITS)
def visit_known(_chat: Chat) -> Reply:
    return Screen((texts.GOT_IT,))


ENTRIES = (visit_move, visit_off, visit_known)
"""What is one tap on a visit."""
