"""Lists from files and lists that are taken out, for those at the desk of a place."""

from handlers.imports import flows, taps, texts

ENTRIES = (*texts.ENTRIES, *taps.ENTRIES, *flows.ENTRIES)
