"""Asking for help and following it to its end."""

from handlers.help import flows, taps, texts

ENTRIES = (*flows.ENTRIES, *taps.ENTRIES, *texts.ENTRIES)
