"""Volunteers: joining, being asked, going, finishing."""

from bot.dialogue.book import Entry
from handlers.tasks import along, flows, refusing, taps, texts

ENTRIES: tuple[Entry, ...] = (
    *flows.ENTRIES, *taps.ENTRIES, *texts.ENTRIES, *along.ENTRIES, *refusing.ENTRIES,
)  # fmt: skip
