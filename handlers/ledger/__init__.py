"""The ledger of elders, as a worker sees it: one opened person at a time."""

from __future__ import annotations

from bot.dialogue.book import Entry
from handlers.ledger import refusing, taps

ENTRIES: tuple[Entry, ...] = (*taps.ENTRIES, *refusing.ENTRIES)
