"""What the clock does about bookings, a handful at a time: offers nobody answered, places that are free
while people wait, the end of a waiting list. What is due lives in the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import bindparam, func, literal_column, select

from models.bookings.ending import close
from models.bookings.messages import NotThisTime
from models.bookings.places import lock, offer_free, offer_until
from models.bookings.tables import IS_OFFERED, WAITS, Booking
from models.gate import Command, May
from models.prepared import Prepared
from models.programmes.kinds import kind_of
from models.programmes.tables import Programme, Session
from models.work import Work

AT_ONCE = 10
"""Bookings of one transaction: each is a few statements, and others wait for the writer."""
LOOKED_AT = 50
_lapsing = Prepared(
    select(Booking.id)
    .where(IS_OFFERED, Booking.offer_until <= bindparam("now"))
    .order_by(Booking.offer_until, Booking.id)
    .limit(bindparam("most"))
)
_next_lapse = Prepared(select(func.min(Booking.offer_until)).where(IS_OFFERED))
_waited_for = (
    select(Session)
    .where(
        Session.id.in_(select(Booking.session_id).where(WAITS)),
        Session.news == literal_column("''"),
    )
    .order_by(Session.begins_at, Session.id)
    .limit(LOOKED_AT)
)
_anybody_waits = Prepared(select(Booking.id).where(WAITS).limit(1))


# -- offers that nobody answered ---------------------------------------------------------------------
def lapsing(work: Work, most: int = AT_ONCE) -> Sequence[int]:
    """Bookings whose offer is over, the oldest first."""
    return work.found(_lapsing, now=work.now, most=most)


def next_lapse(work: Work) -> datetime | None:
    first: datetime | None = work.first(_next_lapse)
    return first


# -- those who wait -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class OfferFreePlaces(Command[int]):
    """There is room while people wait. Returns how many were offered a place."""

    may: ClassVar[May] = May(clock=True)
    session_id: int

    def run(self, work: Work) -> int:
        return offer_free(work, self.session_id)


@dataclass(frozen=True)
class EndWaiting(Command[int]):
    """It can no longer be booked: whoever still waits hears that it did not work out this time.
    Returns to how many that was said now; the rest come with the next call."""

    may: ClassVar[May] = May(clock=True)
    session_id: int

    def run(self, work: Work) -> int:
        lock(work, self.session_id)
        session = work.session.get_one(Session, self.session_id)
        if session.state == "planned" and work.now < closes_at(work, session):
            return 0
        waiting = work.session.scalars(
            select(Booking)
            .where(Booking.session_id == self.session_id, WAITS)
            .order_by(Booking.queue)
            .limit(AT_ONCE)
        ).all()
        for booking in waiting:
            if close(work, booking, "left_out"):
                message = NotThisTime(booking.id)
                work.tell(booking.person_id, message, key=f"left_out:{booking.id}")
        return len(waiting)


def closes_at(work: Work, session: Session) -> datetime:
    """The last instant at which it can be booked."""
    kind = kind_of(work, work.session.get_one(Programme, session.programme_id))
    return session.begins_at - timedelta(minutes=kind.closes_minutes)


def waited_for(work: Work) -> Sequence[Session]:
    """Sessions that somebody waits for, the next first."""
    if work.first(_anybody_waits) is None:  # rows of the ORM cost more than a look
        return ()
    return work.session.scalars(_waited_for).all()


def about_waiting(work: Work) -> Command[int] | None:
    """What is to be done for those who wait, if anything is: one step of it."""
    for session in waited_for(work):
        if session.state != "planned" or closes_at(work, session) <= work.now:
            return EndWaiting(session.id)
        if session.taken < session.places and offer_until(work, session) is not None:
            return OfferFreePlaces(session.id)
    return None


def next_about_waiting(work: Work) -> datetime | None:
    """When a waiting list ends next."""
    ends = [closes_at(work, session) for session in waited_for(work)]
    return min(ends, default=None)
