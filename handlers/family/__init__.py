"""The matters of a family: who may act for whom, what was done, and children."""

from bot.dialogue.book import Entry
from handlers.family import children, flows, refusing, stopping, taps, told, witnessed
from handlers.family.arriving import by_invite
from handlers.family.stopping import ends_proxy, stop_acting

ENTRIES: tuple[Entry, ...] = (
    *flows.ENTRIES, *witnessed.ENTRIES, *children.ENTRIES, *taps.ENTRIES, *stopping.ENTRIES,
    *told.ENTRIES, *refusing.ENTRIES,
)  # fmt: skip

__all__ = ["ENTRIES", "by_invite", "ends_proxy", "stop_acting"]
