"""What whoever booked hears, and who runs the town."""

from __future__ import annotations

from models.bookings.tables import Booking
from models.programmes.messages import SessionCancelled, SessionMoved, YearNotPublished
from models.programmes.tables import Session
from models.work import Work
from tests.permissions.town import SmallTown
from tests.words.tellings import Telling


def _waits(there: SmallTown, work: Work) -> None:
    booking = work.session.get_one(Booking, there["booking_moved"])
    booking.state, booking.place, booking.queue = "waiting", None, 1
    work.session.flush()


def _nothing_else(there: SmallTown, work: Work) -> None:
    """All other days are full."""
    for name in ("lecture_day", "day_moved", "day_told", "day_next"):
        session = work.session.get_one(Session, there[name])
        session.places = session.taken = max(session.taken, 1)
    work.session.flush()


TELLINGS = (
    Telling("asker", lambda t: SessionMoved(t["booking_moved"], 1)),
    Telling("asker", lambda t: SessionMoved(t["booking_moved"], 1), _waits),
    Telling("yu", lambda t: SessionCancelled(t["booking_off"])),
    Telling("yu", lambda t: SessionCancelled(t["booking_off"]), _nothing_else),
    Telling("admin", lambda _t: YearNotPublished(2027)),
)
