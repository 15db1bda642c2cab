"""Notices: writing one, seeing it arrive, and finding who has not heard."""

from __future__ import annotations

from bot.dialogue.book import Entry
from handlers.notices import (
    agreeing,
    answering,
    correcting,
    each,
    flows,
    listing,
    preview,
    progress,
    refusing,
    results,
    saved,
    taps,
    told,
)
from handlers.notices import round as going_round

ENTRIES: tuple[Entry, ...] = (
    *flows.ENTRIES, *preview.ENTRIES, *taps.ENTRIES, *agreeing.ENTRIES, *listing.ENTRIES,
    *correcting.ENTRIES, *saved.ENTRIES, *told.ENTRIES, *answering.ENTRIES, *refusing.ENTRIES,
    *progress.ENTRIES, *results.ENTRIES, *each.ENTRIES, *going_round.ENTRIES,
)  # fmt: skip
