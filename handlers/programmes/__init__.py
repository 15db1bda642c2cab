"""What goes on: staff plan, move and end it in the chat; whoever booked hears of it."""

from bot.dialogue.book import Entry
from handlers.programmes import changing, listing, planning, refusing, told

ENTRIES: tuple[Entry, ...] = (
    *listing.ENTRIES, *planning.ENTRIES, *changing.ENTRIES, *told.ENTRIES, *refusing.ENTRIES,
)  # fmt: skip
