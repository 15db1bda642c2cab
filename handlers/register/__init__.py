"""Getting to know somebody."""

from handlers.register import flows, taps, texts

ENTRIES = (*flows.ENTRIES, *taps.ENTRIES, *texts.ENTRIES)
