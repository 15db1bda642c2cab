"""Emergencies: the numbers first, then people, then questions."""

from bot.dialogue.book import Entry
from handlers.alarms import flows, taps, texts
from handlers.alarms.crying import aside_in_alarm, emergency

ENTRIES: tuple[Entry, ...] = (*flows.ENTRIES, *taps.ENTRIES, *texts.ENTRIES)

__all__ = ["ENTRIES", "aside_in_alarm", "emergency"]
