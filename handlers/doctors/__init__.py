"""Family doctors: who is mine, the contract with them, and the team's own people."""

from bot.dialogue.book import Entry
from handlers.doctors import flows, refusing, taps, team, told

ENTRIES: tuple[Entry, ...] = (
    *flows.ENTRIES, *taps.ENTRIES, *team.ENTRIES, *told.ENTRIES, *refusing.ENTRIES,
)  # fmt: skip
