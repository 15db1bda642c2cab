"""One refusal of every type, for its sentence."""

from __future__ import annotations

from datetime import UTC, datetime

from models.bookings.refusals import (
    AlreadyBooked,
    BookingClosed,
    BookingOver,
    CallingOffLate,
    NeedsContract,
    NoOtherTime,
    NothingNear,
    NotOpenYet,
    NotToday,
    OnlyForPlace,
    OnlyGuardian,
    PlaceTaken,
    TooManyBookings,
    WrongAge,
    WrongGrade,
)

_LATER = datetime(2026, 12, 20, 1, tzinfo=UTC)
STATES = (
    "cancelled", "refused", "lapsed", "left_out", "session_off", "off", "begun", "booked",
    "waiting", "offered",
)  # fmt: skip

REFUSALS = (
    PlaceTaken(1), AlreadyBooked(1), NotOpenYet(_LATER), BookingClosed(1),
    TooManyBookings(2, household=False), TooManyBookings(3, household=True), WrongAge(65, None),
    WrongAge(None, 18), WrongAge(6, 12), WrongAge(None, None), WrongGrade((1, 2, 3)),
    OnlyForPlace("yangguang"), NeedsContract("doc_yangguang"), OnlyGuardian(), NothingNear(),
    NoOtherTime(), NotToday(_LATER),
    CallingOffLate(1, 60, at_home=False), CallingOffLate(1, 120, at_home=True),
    *(BookingOver(1, state) for state in STATES),
)  # fmt: skip
