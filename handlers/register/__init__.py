"""Getting to know somebody."""

from handlers.register import flows, linking, linking_texts, taps, texts

ENTRIES = (
    *flows.ENTRIES,
    *linking.ENTRIES,
    *linking_texts.ENTRIES,
    *taps.ENTRIES,
    *texts.ENTRIES,
)
