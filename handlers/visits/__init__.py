"""Having somebody see the doctor: booking, moving, calling off; and the doctors' list of the day."""

from bot.dialogue.book import Entry
from handlers.visits import acts, flows, refusing, taps, team, told

ENTRIES: tuple[Entry, ...] = (
    *flows.ENTRIES, *taps.ENTRIES, *told.ENTRIES, *team.ENTRIES, *refusing.ENTRIES,
)  # fmt: skip
__all__ = ["ENTRIES", "acts"]
