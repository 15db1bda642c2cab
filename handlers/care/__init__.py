"""What is due: reminders with one tap, and the family doctors' list of whom it is due for."""

from bot.dialogue.book import Entry
from handlers.care import flows, refusing, taps, team, told

ENTRIES: tuple[Entry, ...] = (
    *told.ENTRIES, *taps.ENTRIES, *flows.ENTRIES, *team.ENTRIES, *refusing.ENTRIES,
)  # fmt: skip
