"""Places in lectures, online talks and free clinics; what is booked, reminded of and ticked off."""

from bot.dialogue.book import Entry
from handlers.bookings import acts, flows, refusing, roll, taps, told

__all__ = ["ENTRIES", "acts"]

ENTRIES: tuple[Entry, ...] = (
    *flows.ENTRIES, *taps.ENTRIES, *told.ENTRIES, *roll.ENTRIES, *refusing.ENTRIES,
)  # fmt: skip
