"""Volunteers: joining, being asked, going, finishing."""

from bot.dialogue.book import Entry
from handlers.tasks import flows, refusing, taps, texts

ENTRIES: tuple[Entry, ...] = (*flows.ENTRIES, *taps.ENTRIES, *texts.ENTRIES, *refusing.ENTRIES)
