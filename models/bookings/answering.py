"""An answer to an offered place or to a reminder; and what the clock makes of no answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.bookings.commands import PLACES, VISITS, TakeBackPlace, TakeBackVisit, mine
from models.bookings.ending import close
from models.bookings.places import locked
from models.bookings.refusals import BookingOver
from models.bookings.reminding import plan
from models.gate import Command, May
from models.work import Work


@dataclass(frozen=True)
class TakeOffer(Command[int]):
    """Yes to a place that has become free. Returns the booking's id."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = PLACES
    booking_id: int

    def run(self, work: Work) -> int:
        booking, one = mine(work, self.booking_id, self.purpose)
        if booking.offer_until is None:
            raise BookingOver(booking.id, booking.state)
        if work.now >= booking.offer_until:
            raise BookingOver(booking.id, "lapsed")
        booking.state, booking.offer_until = "booked", None
        work.session.flush()
        plan(work, booking, one.session, one.kind)
        return booking.id

    def undo(self, result: int) -> Command[int]:
        return TakeBackPlace(result)


@dataclass(frozen=True)
class TakeVisitOffer(TakeOffer):
    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = VISITS

    def undo(self, result: int) -> Command[int]:
        return TakeBackVisit(result)


@dataclass(frozen=True)
class SayComing(Command[int]):
    """Yes to a reminder. Returns the booking's id."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = PLACES
    booking_id: int

    def run(self, work: Work) -> int:
        booking, _one = mine(work, self.booking_id, self.purpose)
        if booking.state != "booked":
            raise BookingOver(booking.id, booking.state)
        booking.said = "comes"
        work.session.flush()
        return booking.id


@dataclass(frozen=True)
class SayComingToVisit(SayComing):
    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = VISITS


# -- by the clock ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class LapseOffer(Command[bool]):
    """Nobody answered in time: it is the next one's. False if it was answered meanwhile."""

    may: ClassVar[May] = May(clock=True)
    booking_id: int

    def run(self, work: Work) -> bool:
        booking = locked(work, self.booking_id)
        if booking is None or booking.offer_until is None or booking.offer_until > work.now:
            return False
        return close(work, booking, "lapsed")
