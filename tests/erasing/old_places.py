"""Bookings and what hangs on them that were over at a given instant, for the tests of forgetting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from models.bookings.tables import AttendanceNote, Booking, Enrolment, ReminderRow, SignUp
from models.care.tables import DueItem, PersonCondition
from models.clocks import to_town
from models.ledger.tables import PersonCategory
from models.programmes.tables import Programme, Session
from models.station.tables import Collector, DrawLot, Pickup
from tests.erasing.conftest import Town
from tests.erasing.planting import Plants

HOUR = timedelta(hours=1)
_numbers = count(1)


def put(town: Town, table: type[Any], **given: Any) -> int:
    return town.write(lambda work: Plants(work.session, work.now).row(table, **given))


@dataclass(frozen=True)
class Old:
    """One booking, and the rows it stands between."""

    programme: int
    session: int
    sign_up: int
    booking: int


def old_programme(town: Town, ended: datetime) -> int:
    day = to_town(ended).date()
    return put(town, Programme, kind="lecture", title_zh="x", title_en="x", place_id="yangguang",
               places=9, minutes=60, first=day - timedelta(days=90), last=day, link=None)  # fmt: skip


def old_session(town: Town, ended: datetime, programme: int) -> int:
    return put(town, Session, programme_id=programme, begins_at=ended - HOUR, ends_at=ended,
               places=9, taken=1, state="over")  # fmt: skip


def old_sign_up(town: Town, at: datetime, programme: int, **more: Any) -> int:
    by = town.somebody.person_id
    return put(town, SignUp, number=f"8{next(_numbers):05}", programme_id=programme, by_id=by,
               at=at, **more)  # fmt: skip


def old_booking(town: Town, ended: datetime, person_id: int = 0) -> Old:
    programme = old_programme(town, ended)
    session = old_session(town, ended, programme)
    made = ended - timedelta(days=3)
    sign_up = old_sign_up(town, made, programme)
    who = person_id or town.somebody.person_id
    booking = put(town, Booking, session_id=session, person_id=who, sign_up_id=sign_up,
                  state="booked", place=1, made_at=made)  # fmt: skip
    return Old(programme, session, sign_up, booking)


# -- one record of each kind, and how it is told whether it is still there ------------------------------
def noted(town: Town, at: datetime) -> tuple[type[Any], Any]:
    old = old_booking(town, at)
    return SignUp, (SignUp.id == old.sign_up) & SignUp.note.is_not(None)


def booked(town: Town, at: datetime) -> tuple[type[Any], Any]:
    """With everything that points to it."""
    old, me = old_booking(town, at), town.somebody.person_id
    put(town, ReminderRow, booking_id=old.booking, step="before", moves=0, at=at)
    put(town, AttendanceNote, booking_id=old.booking, was="", now="present", by_id=me)
    put(town, Pickup, booking_id=old.booking, with_id=me)
    put(town, DueItem, person_id=me, rule=f"r{old.booking}", booking_id=old.booking)
    return Booking, Booking.id == old.booking


def enrolled(town: Town, ended: datetime) -> tuple[type[Any], Any]:
    """A child's place in a term; the days are whole ones, in the town."""
    me = town.somebody.person_id
    programme = old_programme(town, ended)
    sign_up = old_sign_up(town, ended - timedelta(days=90), programme)
    row = put(town, Enrolment, programme_id=programme, person_id=me, sign_up_id=sign_up, days=1,
              state="in", made_at=ended - timedelta(days=90))  # fmt: skip
    put(town, DrawLot, programme_id=programme, sign_up_id=sign_up, turn=1, left_out=0)
    return Enrolment, Enrolment.id == row


def picked_up(town: Town, at: datetime) -> tuple[type[Any], Any]:
    old, me = old_booking(town, at), town.somebody.person_id
    return Pickup, Pickup.id == put(town, Pickup, booking_id=old.booking, with_id=me, closed_at=at)


def ticked(town: Town, at: datetime) -> tuple[type[Any], Any]:
    old, me = old_booking(town, at), town.somebody.person_id
    note = put(town, AttendanceNote, booking_id=old.booking, was="", now="present", by_id=me, at=at)
    return AttendanceNote, AttendanceNote.id == note


def done(town: Town, at: datetime) -> tuple[type[Any], Any]:
    """Days are whole ones: what was done on the last one that is kept is still there."""
    day = to_town(at).date()
    me = town.somebody.person_id
    row = put(town, DueItem, person_id=me, rule=f"r{at}", due_on=day, state="done", done_on=day)
    return DueItem, DueItem.id == row


def missed(town: Town, at: datetime) -> tuple[type[Any], Any]:
    me, day = town.somebody.person_id, to_town(at).date()
    row = put(town, DueItem, person_id=me, rule=f"m{at}", due_on=day, state="missed")
    return DueItem, DueItem.id == row


def got_well(town: Town, at: datetime) -> tuple[type[Any], Any]:
    me, day = town.somebody.person_id, to_town(at).date()
    row = put(town, PersonCondition, person_id=me, condition=f"c{at}", until=day)
    return PersonCondition, PersonCondition.id == row


def left_category(town: Town, at: datetime) -> tuple[type[Any], Any]:
    me = town.somebody.person_id
    row = put(town, PersonCategory, person_id=me, category=f"k{at}", since=at, ended_at=at)
    return PersonCategory, PersonCategory.id == row


def collector(town: Town, ended_at: datetime | None) -> int:
    """An aunt by name and phone, for the child of the planted one."""
    one = town.somebody
    return put(town, Collector, child_id=one.child_id, named_by=one.person_id, ended_at=ended_at)
