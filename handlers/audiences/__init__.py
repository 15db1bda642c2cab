"""Whom a notice is for: choosing, keeping, and the sentence that says it."""

from __future__ import annotations

from bot.dialogue.book import Entry
from handlers.audiences import kept, refusing

ENTRIES: tuple[Entry, ...] = (*kept.ENTRIES, *refusing.ENTRIES)
