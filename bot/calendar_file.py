"""A booking for a phone's calendar: the link is read, the booking looked up anew, the file made.

Whoever the booking is for reads it in their own language. It is made for every booking that there
ever was: one that was called off takes the entry out of the calendar again.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.dialogue.say import Language
from models.bookings.calendar_links import read_calendar_link
from models.bookings.ics import CONTENT_TYPE, NAME, calendar_file
from models.bookings.mine import my_booking
from models.bookings.tables import Booking
from models.clocks import TownClock
from models.register.tables import Person
from models.town import pinned
from models.work import Actor, Work

__all__ = ["CONTENT_TYPE", "NAME", "CalendarFile", "calendar_of"]


@dataclass(frozen=True)
class CalendarFile:
    name: str
    body: bytes


def calendar_of(session: Session, clock: TownClock, token: str) -> CalendarFile | None:
    """The file behind a link; None for a link that is not ours, or whose time is over."""
    now = clock.now(session)
    booking_id = read_calendar_link(token, now)
    row = session.execute(
        select(Booking.person_id, Person.language)
        .join(Person, Person.id == Booking.person_id)
        .where(Booking.id == booking_id, Person.gone != "erased")
    ).one_or_none()
    if booking_id is None or row is None:
        return None
    number = pinned.current_number(session)
    actor = Actor("person", row.person_id)
    work = Work(session, now, pinned.town_at(session, number), number, actor, "calendar")
    one = my_booking(work, booking_id)
    language: Language = "en" if row.language == "en" else "zh"
    return CalendarFile(NAME, calendar_file(one, now, language))
