"""Tables that come in: the words for what is wrong with them. The talk itself is in ``imports``."""

from handlers.sheets import texts

ENTRIES = texts.ENTRIES
