"""Asking for help and following it to its end."""

from handlers.help import flows, news, refusing, taps, texts

ENTRIES = (*flows.ENTRIES, *taps.ENTRIES, *texts.ENTRIES, *refusing.ENTRIES, *news.ENTRIES)
