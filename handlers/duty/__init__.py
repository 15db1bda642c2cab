"""The duty desk in the chat: what needs somebody now, hand-overs, calls, people."""

from bot.dialogue.book import Entry
from handlers.duty import flows, taps, texts
from handlers.duty.board import desk
from handlers.duty.menu import menu_for_staff
from handlers.duty.talking import aside_in_hand_over, ask_for_person

ENTRIES: tuple[Entry, ...] = (*flows.ENTRIES, *taps.ENTRIES, *texts.ENTRIES)

__all__ = ["ENTRIES", "aside_in_hand_over", "ask_for_person", "desk", "menu_for_staff"]
