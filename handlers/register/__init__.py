"""Getting to know somebody."""

from handlers.register import flows, texts

ENTRIES = (*flows.ENTRIES, *texts.ENTRIES)
