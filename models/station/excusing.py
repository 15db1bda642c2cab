"""A day off: the child does not come, its place is free, and nobody counts it as missed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import select

from models.bookings.ending import close
from models.bookings.places import locked, take_place
from models.bookings.tables import AttendanceNote, Booking
from models.gate import Command, May
from models.programmes.tables import Programme, Session
from models.refusals import NotFound
from models.register.tables import Person
from models.station.collectors import PURPOSE, are_mine, check_mine
from models.station.refusals import ChildIsThere, DayOver
from models.station.stations import term_kinds
from models.work import Work

MOST = 30


class OfDay(Command[tuple[int, ...]]):
    """Base of what is said about a sign-up's children on one afternoon."""

    may: ClassVar[May] = May()
    purpose: ClassVar[str] = PURPOSE
    bookings: tuple[int, ...]

    def relations(self, work: Work) -> Collection[str]:
        found = select(Booking.person_id).where(Booking.id.in_(self.bookings))
        return ("guardian",) if are_mine(work, set(work.session.scalars(found))) else ()


@dataclass(frozen=True)
class ExcuseDay(OfDay):
    """They do not come that day. Until the session ends, and not once they are there. Returns the
    bookings' ids."""

    may: ClassVar[May] = May(relations=("guardian",))
    bookings: tuple[int, ...]

    def run(self, work: Work) -> tuple[int, ...]:
        for booking_id in self.bookings:
            self._excuse(work, booking_id)
        return self.bookings

    def _excuse(self, work: Work, booking_id: int) -> None:
        booking, session = of_station(work, booking_id)
        if booking.came_at is not None:
            raise ChildIsThere
        if booking.state != "booked" or session.ends_at <= work.now:
            raise DayOver
        if not close(work, booking, "cancelled"):
            raise DayOver
        note_attendance(work, booking, "excused")


@dataclass(frozen=True)
class ComeAfterAll(OfDay):
    """They come after all, while their place is free. Returns the new bookings' ids."""

    may: ClassVar[May] = May(relations=("guardian",))
    bookings: tuple[int, ...]

    def run(self, work: Work) -> tuple[int, ...]:
        return tuple(self._again(work, booking_id) for booking_id in self.bookings)

    def _again(self, work: Work, booking_id: int) -> int:
        booking, session = of_station(work, booking_id)
        if booking.attended != "excused" or session.ends_at <= work.now:
            raise DayOver
        place = take_place(work, session.id)
        if place is None:
            raise DayOver
        note_attendance(work, booking, "")
        row = Booking(
            session_id=session.id,
            person_id=booking.person_id,
            sign_up_id=booking.sign_up_id,
            state="booked",
            place=place,
            made_at=work.now,
        )
        work.session.add(row)
        work.session.flush()
        return row.id


def of_station(work: Work, booking_id: int) -> tuple[Booking, Session]:
    """A booking of a station as it now is, with its session locked. NotFound for any other."""
    booking = locked(work, booking_id)
    if booking is None:
        raise NotFound("booking")
    session = work.session.get_one(Session, booking.session_id)
    programme = work.session.get_one(Programme, session.programme_id)
    if programme.kind not in term_kinds(work.town):
        raise NotFound("booking")
    return booking, session


def note_attendance(work: Work, booking: Booking, attended: str) -> None:
    """Tick it, and leave a trace of what stood there before."""
    by = work.actor.by_id or work.actor.person_id
    note = AttendanceNote(
        booking_id=booking.id, was=booking.attended, now=attended, by_id=by, at=work.now
    )
    booking.attended = attended
    work.session.add(note)
    work.session.flush()


@dataclass(frozen=True, slots=True)
class Afternoon:
    """One session of a sign-up to come: the bookings of the children who are to be there."""

    session_id: int
    begins_at: datetime
    bookings: tuple[int, ...]


def coming(work: Work, sign_up_id: int, most: int = MOST) -> list[Afternoon]:
    """The next afternoons of one's own children. Nothing for anybody else."""
    rows = work.session.execute(
        select(Booking.id, Booking.person_id, Session.id.label("session_id"), Session.begins_at)
        .join(Session, Session.id == Booking.session_id)
        .where(
            Booking.sign_up_id == sign_up_id,
            Booking.state == "booked",
            Booking.came_at.is_(None),
            Session.ends_at > work.now,
            Session.state == "planned",
        )
        .order_by(Session.begins_at, Booking.id)
    ).all()
    if not rows:
        return []
    if not are_mine(work, {row.person_id for row in rows}):
        raise NotFound("enrolment")
    found: dict[int, Afternoon] = {}
    for row in rows:
        before = found.get(row.session_id)
        ids = (*before.bookings, row.id) if before else (row.id,)
        found[row.session_id] = Afternoon(row.session_id, row.begins_at, ids)
    return list(found.values())[:most]


def excused(work: Work, bookings: Sequence[int]) -> Sequence[Any]:
    """(Person, begins_at) of one's own children's bookings. NotYourChild for anybody else's."""
    rows = work.session.execute(
        select(Person, Session.begins_at)
        .join(Booking, Booking.person_id == Person.id)
        .join(Session, Session.id == Booking.session_id)
        .where(Booking.id.in_(bookings))
        .order_by(Booking.id)
    ).all()
    check_mine(work, {row.Person.id for row in rows})
    return rows


def excused_together(work: Work, booking_id: int) -> tuple[int, ...]:
    """The excused bookings of the same family and afternoon that were not taken back."""
    first = work.session.get(Booking, booking_id)
    if first is None:
        raise NotFound("booking")
    found = select(Booking.id).where(
        Booking.session_id == first.session_id,
        Booking.sign_up_id == first.sign_up_id,
        Booking.attended == "excused",
    )
    return tuple(work.session.scalars(found.order_by(Booking.id))) or (booking_id,)
