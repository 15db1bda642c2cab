"""Two rows that may be one person: shown side by side, made one, or told apart."""

from handlers.merges import taps, texts

ENTRIES = (*taps.ENTRIES, *texts.ENTRIES)
