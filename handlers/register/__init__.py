"""Getting to know somebody."""

from handlers.register import flows, linking, linking_texts, texts

ENTRIES = (
    *flows.ENTRIES,
    *linking.ENTRIES,
    *linking_texts.ENTRIES,
    *texts.ENTRIES,
)
