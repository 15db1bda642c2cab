"""What else there is for somebody whose time was moved or taken off."""

from __future__ import annotations

from models.bookings.mine import my_booking
from models.bookings.places import sign_up_of
from models.bookings.queries import Slot, open_slots
from models.bookings.tables import Booking
from models.programmes.tables import Programme, Session
from models.work import Work


def instead_of(work: Work, booking_id: int) -> list[Slot]:
    """Other times with room of what a booking of the acting person is for: with the same doctors,
    or of the same programme. NotFound if it is anybody else's."""
    mine = my_booking(work, booking_id)
    programme = work.session.get_one(Programme, mine.programme_id)
    conditions = [Programme.id == programme.id]
    if programme.team_id:
        conditions = [Programme.team_id == programme.team_id, Programme.kind == programme.kind]
    slots = open_slots(work, *conditions, Session.id != mine.session_id)
    return [slot for slot in slots if slot.left > 0]


def said_before(work: Work, booking_id: int) -> str:
    """What was said with a booking of the acting person, to go with the next one. NotFound if it is
    anybody else's."""
    mine = my_booking(work, booking_id)
    return sign_up_of(work, work.session.get_one(Booking, mine.id)).note or ""
