"""The after-school room: signing up, who collects, the roll, and what happens when nobody comes."""

from bot.dialogue.book import Entry
from handlers.station import door, enrolling, mine, refusing, roll, there, told

ENTRIES: tuple[Entry, ...] = (
    *enrolling.ENTRIES, *mine.ENTRIES, *there.ENTRIES, *roll.ENTRIES, *door.ENTRIES,
    *told.ENTRIES, *refusing.ENTRIES,
)  # fmt: skip
