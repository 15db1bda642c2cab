"""The roll of an afternoon: who comes, who is there, who has gone home and with whom.

It shows children, so it opens only to who runs the station now, and not before it was written down
that they looked; the guardians can read that.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import ClassVar

from sqlalchemy import select

from models.bookings.tables import Booking
from models.clocks import to_town, town_instant
from models.family.ages import grade_on
from models.gate import Command, May
from models.privacy.tables import AccessNote
from models.programmes.tables import Programme, Session
from models.refusals import NotFound
from models.register.tables import Person
from models.station.collectors import guardians_of
from models.station.excusing import note_attendance, of_station
from models.station.messages import ChildArrived
from models.station.refusals import DayOver, NotThere
from models.station.stations import my_sessions, runs
from models.station.tables import Pickup
from models.station.there import (
    TUTOR,
    pickup_of,
)
from models.work import Work

ROLL = "roll"
WHY = "点名"
EARLY = timedelta(hours=2)
"""How long before it begins a child can be signed in."""


@dataclass(frozen=True, slots=True)
class Line:
    """``name``: as it is called at home. ``pickup_id``: 0 while the child is not there."""

    booking_id: int
    child_id: int
    name: str
    grade: int | None
    came_at: datetime | None
    left_at: datetime | None
    pickup_id: int


# -- looking ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class OpenRoll(Command[int]):
    """To look at the children of one session: one note a child and day. Returns the session's id."""

    may: ClassVar[May] = May(relations=("runs",))
    session_id: int

    def relations(self, work: Work) -> Collection[str]:
        return ("runs",) if any(one.id == self.session_id for one in my_sessions(work)) else ()

    def run(self, work: Work) -> int:
        me = work.actor.person_id
        noted = set(_noted(work))
        for child_id in _children(work, self.session_id):
            if child_id not in noted:
                note = AccessNote(
                    person_id=child_id, by_person=me, role="tutor", what=ROLL, why=WHY, at=work.now
                )
                work.session.add(note)
        work.session.flush()
        return self.session_id


def _noted(work: Work) -> list[int]:
    midnight = town_instant(to_town(work.now).date(), time.min)
    found = select(AccessNote.person_id).where(
        AccessNote.by_person == work.actor.person_id,
        AccessNote.what == ROLL,
        AccessNote.at >= midnight,
    )
    return [one for one in work.session.scalars(found) if one is not None]


def _children(work: Work, session_id: int) -> list[int]:
    found = select(Booking.person_id).where(
        Booking.session_id == session_id, Booking.state == "booked"
    )
    return list(work.session.scalars(found.order_by(Booking.id)))


def roll_of(work: Work, session_id: int) -> list[Line]:
    """The children of one session, those who are looked for first. NotFound unless the acting
    person runs it today; a child without a note of it is left out."""
    if all(one.id != session_id for one in my_sessions(work)):
        raise NotFound("session")
    noted = set(_noted(work))
    rows = work.session.execute(
        select(Booking, Person)
        .join(Person, Person.id == Booking.person_id)
        .where(Booking.session_id == session_id, Booking.state == "booked")
        .order_by(Booking.id)
    ).all()
    pickups = _open_pickups(work, session_id)
    return [_line(work, row.Booking, row.Person, pickups) for row in rows if row.Person.id in noted]


def _open_pickups(work: Work, session_id: int) -> dict[int, int]:
    """By sign-up."""
    rows = work.session.execute(
        select(Booking.sign_up_id, Pickup.id)
        .join(Pickup, Pickup.booking_id == Booking.id)
        .where(Booking.session_id == session_id, Pickup.closed_at.is_(None))
    )
    return {row.sign_up_id: row.id for row in rows}


def _line(work: Work, booking: Booking, child: Person, pickups: dict[int, int]) -> Line:
    there = booking.came_at is not None and booking.left_at is None
    return Line(
        booking.id,
        child.id,
        child.called or child.name,
        grade_on(child.grade, child.grade_year, to_town(work.now).date()),
        booking.came_at,
        booking.left_at,
        pickups.get(booking.sign_up_id, 0) if there else 0,
    )


# -- coming ----------------------------------------------------------------------------------------
class OfBooking(Command[int]):
    """Base of one tap at the roll. Returns the booking's id."""

    may: ClassVar[May] = May()
    booking_id: int

    def relations(self, work: Work) -> Collection[str]:
        booking = work.session.get(Booking, self.booking_id)
        if booking is None:
            return ()
        session = work.session.get_one(Session, booking.session_id)
        programme = work.session.get_one(Programme, session.programme_id)
        return ("runs",) if runs(work, programme) else ()


@dataclass(frozen=True)
class SignIn(OfBooking):
    """The child is here: its guardians hear of it, and somebody is with it from now on."""

    may: ClassVar[May] = TUTOR
    booking_id: int

    def run(self, work: Work) -> int:
        booking, session = of_station(work, self.booking_id)
        if booking.state != "booked" or not is_today(work.now, session):
            raise DayOver
        if booking.came_at is not None and booking.left_at is None:
            return booking.id
        booking.came_at, booking.left_at = work.now, None
        note_attendance(work, booking, "present")
        self._pickup(work, booking, session)
        for person_id in guardians_of(work, booking.person_id):
            key = f"came:{booking.id}:{work.key}:{person_id}"
            work.tell(person_id, ChildArrived(booking.id), key=key, expires=session.ends_at)
        return booking.id

    def _pickup(self, work: Work, booking: Booking, session: Session) -> None:
        """One for the family; a child that came back begins anew."""
        if pickup_of(work, booking) is not None:
            return
        own = Pickup.booking_id == booking.id
        row = work.session.scalars(select(Pickup).where(own)).first() or Pickup(
            booking_id=booking.id, stays="", taken_by="", tries=0
        )
        row.with_id, row.rung, row.closed_at = work.actor.person_id, 0, None
        row.stays = row.taken_by = ""
        row.handed_by = row.collector_id = row.late_until = None
        row.code_hash = row.code_until = row.matched_at = None
        row.next_at = session.ends_at + timedelta(minutes=work.town.pickup.first_after_minutes)
        work.session.add(row)
        work.session.flush()


def is_today(now: datetime, session: Session) -> bool:
    return (
        session.begins_at - EARLY <= now
        and to_town(session.begins_at).date() == to_town(now).date()
    )


@dataclass(frozen=True)
class NotHereAfterAll(OfBooking):
    """It was the wrong line: as if the child had not been ticked."""

    may: ClassVar[May] = TUTOR
    booking_id: int

    def run(self, work: Work) -> int:
        booking, _session = of_station(work, self.booking_id)
        if booking.came_at is None or booking.left_at is not None:
            raise NotThere
        pickup = pickup_of(work, booking)
        booking.came_at = None
        note_attendance(work, booking, "")
        if pickup is not None:
            self._pass_on(work, pickup, booking)
        return booking.id

    def _pass_on(self, work: Work, pickup: Pickup, booking: Booking) -> None:
        """To a brother or sister who is there; else it is over."""
        other = work.session.scalars(
            select(Booking.id).where(
                Booking.session_id == booking.session_id,
                Booking.sign_up_id == booking.sign_up_id,
                Booking.came_at.is_not(None),
                Booking.left_at.is_(None),
            )
        ).first()
        if other is None:
            pickup.closed_at, pickup.next_at = work.now, None
        elif pickup.booking_id == booking.id:
            old = select(Pickup).where(Pickup.booking_id == other)
            for row in work.session.scalars(old):
                work.session.delete(row)
            work.session.flush()
            pickup.booking_id = other
        work.session.flush()
