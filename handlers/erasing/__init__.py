"""What others hear when somebody had their data deleted, and what the clock forgot."""

from handlers.erasing import texts

ENTRIES = texts.ENTRIES
