"""How a booking ends: one conditional update, then its place goes to the next who waits."""

from __future__ import annotations

from sqlalchemy import update

from models.bookings.messages import OfferLapsed
from models.bookings.places import locked, pass_on
from models.bookings.refusals import BookingOver
from models.bookings.reminding import take_off
from models.bookings.tables import IS_LIVE, Booking
from models.work import Work


def close(work: Work, booking: Booking, state: str) -> bool:
    """End it for good, however it stands by now; False if somebody else has just done so."""
    found = locked(work, booking.id)
    if found is None:
        return False
    session_id, place = found.session_id, found.place
    done = work.session.execute(
        update(Booking)
        .where(Booking.id == found.id, IS_LIVE)
        .values(state=state, place=None, queue=None, offer_until=None, ended_at=work.now)
        .execution_options(synchronize_session=False)
    )
    if not done.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result counts
        return False
    work.session.expire(booking)
    take_off(work, booking.id)
    if place is not None:
        pass_on(work, session_id, place)
    if state == "lapsed":
        work.tell(booking.person_id, OfferLapsed(booking.id), key=f"lapsed:{booking.id}")
    return True


def give_up(work: Work, booking: Booking, state: str) -> None:
    """The same, for a person who wants it. BookingOver if it has ended meanwhile."""
    if not close(work, booking, state):
        work.session.refresh(booking)
        raise BookingOver(booking.id, booking.state)
