"""What the tables of programmes, bookings, stations and care hold about a person.

Whoever deletes their data leaves a number where a place was taken or somebody came: that so many
came is what the figures are counted from. Hours, words, illnesses, and who collects a child go.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from models.audiences.tables import SavedAudience
from models.bookings.tables import AttendanceNote, Booking, Enrolment, ReminderRow, SignUp
from models.care.tables import DueItem, PersonCondition
from models.ledger.tables import PersonCategory
from models.privacy.holding import Holding, Through
from models.programmes.tables import Programme, Session
from models.station.tables import Collector, DrawLot, Pickup


def _by_booking(column: Any) -> Through:
    return lambda person_id: column.in_(select(Booking.id).where(Booking.person_id == person_id))


def _by_sign_up(column: Any) -> Through:
    """For whom it was, not who did it: what was said with it is about them."""

    def theirs(person_id: int) -> ColumnElement[bool]:
        booked = select(Booking.sign_up_id).where(Booking.person_id == person_id)
        enrolled = select(Enrolment.sign_up_id).where(Enrolment.person_id == person_id)
        return or_(column.in_(booked), column.in_(enrolled))

    return theirs


def _booked(person_id: int) -> ColumnElement[bool]:
    return Session.id.in_(select(Booking.session_id).where(Booking.person_id == person_id))


def _programmes_of(person_id: int) -> ColumnElement[bool]:
    theirs = _by_sign_up(SignUp.id)(person_id)
    return Programme.id.in_(select(SignUp.programme_id).where(theirs))


PLACES: tuple[Holding, ...] = (
    # Nobody's own: they are shown to whoever signed up, and stay as they are.
    Holding(
        Programme,
        named=("leader_id", "made_by"),
        through=_programmes_of,
        shown=("title_zh", "where_zh"),
        end="blank",
    ),
    Holding(
        Session,
        named=("leader_id",),
        through=_booked,
        shown=("begins_at", "ends_at"),
        end="blank",
    ),
    Holding(
        SignUp,
        named=("by_id",),
        through=_by_sign_up(SignUp.id),
        shown=("number", "note", "at"),
        end="blank",
        blank=("note",),
    ),
    Holding(
        Booking,
        mine=("person_id",),
        shown=("state", "place", "said", "attended", "came_at", "left_at", "made_at", "ended_at"),
        end="blank",
        blank=("said", "came_at", "left_at"),
    ),
    Holding(
        Enrolment,
        mine=("person_id",),
        shown=("state", "made_at", "ended_at"),
        end="blank",
    ),
    # So that a draw can be done again, each family's turn in it stays, as a number.
    Holding(
        DrawLot,
        through=_by_sign_up(DrawLot.sign_up_id),
        shown=("turn", "result"),
        end="blank",
    ),
    Holding(ReminderRow, through=_by_booking(ReminderRow.booking_id)),
    Holding(
        AttendanceNote,
        named=("by_id",),
        through=_by_booking(AttendanceNote.booking_id),
        shown=("was", "now", "at"),
    ),
    Holding(
        Collector,
        mine=("child_id", "person_id"),
        named=("named_by",),
        told=lambda person_id: Collector.child_id == person_id,
        other="person_id",
        shown=("kin", "name", "phone", "named_at", "ended_at"),
    ),
    Holding(
        Pickup,
        named=("with_id", "handed_by"),
        through=_by_booking(Pickup.booking_id),
        other="with_id",
        shown=("late_until", "taken_by", "closed_at"),
    ),
    Holding(
        PersonCondition,
        mine=("person_id",),
        named=("noted_by",),
        shown=("condition", "since", "until"),
    ),
    Holding(
        PersonCategory,
        mine=("person_id",),
        named=("noted_by",),
        shown=("category", "since", "ended_at"),
    ),
    # An audience is an office's; no person's id stands in it.
    Holding(SavedAudience, named=("by_id",), end="keep"),
    Holding(
        DueItem,
        mine=("person_id",),
        named=("done_by",),
        shown=("rule", "due_on", "state", "done_on", "result"),
    ),
)
