"""The one list of everything the handlers declare. A new area is one line here."""

from __future__ import annotations

from bot.dialogue.book import Book
from handlers import (
    alarms,
    audiences,
    bookings,
    care,
    doctors,
    duty,
    erasing,
    family,
    imports,
    ledger,
    merges,
    notices,
    people,
    photos,
    privacy,
    programmes,
    register,
    sheets,
    station,
    tasks,
    visits,
)
from handlers import help as asking_for_help
from handlers.common import ENTRIES as COMMON
from handlers.manners import MANNERS


def book() -> Book:
    """All flows, taps and words, ready for the engine."""
    whole = Book(MANNERS)
    for area in (
        register,
        asking_for_help,
        tasks,
        duty,
        alarms,
        photos,
        merges,
        privacy,
        family,
        people,
        imports,
        sheets,
        erasing,
        doctors,
        bookings,
        programmes,
        visits,
        care,
        station,
        notices,
        audiences,
        ledger,
    ):
        whole.add(*area.ENTRIES)
    whole.add(*COMMON)
    return whole
