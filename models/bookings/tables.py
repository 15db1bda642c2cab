"""Who has a place, who waits for one, who came; and what each is reminded of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Secret, UtcTime

LIVE = "state IN ('booked','waiting','offered')"
HOLDING = "state IN ('booked','offered')"
LATE = "late"
"""How a closed booking is marked that was called off so late that it counts as not come."""


class SignUp(Base):
    """One time somebody signed up: for themselves, for their mother, for two children, for a whole
    term. ``number`` is what they are told (six digits with a check, see ``models.numbers``)."""

    __tablename__ = "sign_ups"
    __table_args__ = (
        Index(
            "ix_sign_ups_case_id",
            "case_id",
            sqlite_where=text("case_id IS NOT NULL"),
            postgresql_where=text("case_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    note: Mapped[str | None] = mapped_column(Secret("sign_ups.note"))
    """What troubles them; only the doctors read it."""
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    """The company that was asked for together with it."""


class Booking(Base):
    """One person's place in one session, or in its waiting list.

    ``state``: "booked"; "waiting" (with ``queue``); "offered" (a freed place, theirs until
    ``offer_until``); closed for good: "cancelled", "refused" (by the one it was for), "lapsed"
    (offer not taken), "left_out" (no place became free), "session_off". ``place``: the number of the place, 1 to the session's places
    (a number at a free clinic); whoever holds a place has one, and nobody has the same.
    ``attended``: "", "present", "absent", "excused"; "late" of a closed one that was called off past
    the kind's last moment for it: counted as not come.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        Index(
            "uq_bookings_live",
            "session_id",
            "person_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        Index(
            "uq_bookings_place",
            "session_id",
            "place",
            unique=True,
            sqlite_where=text(HOLDING),
            postgresql_where=text(HOLDING),
        ),
        Index(
            "uq_bookings_queue",
            "session_id",
            "queue",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_bookings_offers",
            "offer_until",
            sqlite_where=text("state = 'offered'"),
            postgresql_where=text("state = 'offered'"),
        ),
        Index(
            "ix_bookings_late",
            "session_id",
            sqlite_where=text("attended = 'late'"),
            postgresql_where=text("attended = 'late'"),
        ),
        Index("ix_bookings_person_id", "person_id", "state"),
        Index("ix_bookings_sign_up_id", "sign_up_id"),
        CheckConstraint("(state IN ('booked','offered')) = (place IS NOT NULL)", name="place"),
        CheckConstraint("(state = 'waiting') = (queue IS NOT NULL)", name="queue"),
        CheckConstraint("(state = 'offered') = (offer_until IS NOT NULL)", name="offer"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sign_up_id: Mapped[int] = mapped_column(ForeignKey("sign_ups.id"))
    state: Mapped[str]
    place: Mapped[int | None]
    queue: Mapped[int | None]
    offer_until: Mapped[datetime | None] = mapped_column(UtcTime)
    said: Mapped[str] = mapped_column(default="")
    """Their answer to a reminder: "", "comes"."""
    attended: Mapped[str] = mapped_column(default="")
    came_at: Mapped[datetime | None] = mapped_column(UtcTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcTime)
    moves: Mapped[int] = mapped_column(default=0)
    """How often its time has changed: another session instead, or the session itself moved. What
    was to be reminded of before is off; a phone's calendar goes by it too."""
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Enrolment(Base):
    """A child's place at a station for a term, on some weekdays (``days``: bit 0 is Monday).

    ``state``: "applied" (before the draw), "in", "waiting", "ended". Bookings for the sessions are
    made by the clock, up to ``made_until``. ``left_out``: how often the draw passed them by.
    """

    __tablename__ = "enrolments"
    __table_args__ = (
        Index(
            "uq_enrolments_live",
            "programme_id",
            "person_id",
            unique=True,
            sqlite_where=text("state <> 'ended'"),
            postgresql_where=text("state <> 'ended'"),
        ),
        CheckConstraint("days > 0 AND days < 128", name="days"),
        Index("ix_enrolments_person_id", "person_id"),
        Index("ix_enrolments_sign_up_id", "sign_up_id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sign_up_id: Mapped[int] = mapped_column(ForeignKey("sign_ups.id"))
    days: Mapped[int]
    state: Mapped[str]
    queue: Mapped[int | None]
    left_out: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class WeekdayPlaces(Base):
    """How many places of a term's weekday are given away; never more than there are."""

    __tablename__ = "weekday_places"
    __table_args__ = (CheckConstraint("taken >= 0 AND taken <= places", name="places"),)

    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True)
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)


class ReminderRow(Base):
    """One reminder of one booking. ``state``: "due", "sent", "late" (too late to be of use: only
    recorded), "off" (the booking or the time is no more). ``step`` is the kind's own."""

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("booking_id", "step", "moves"),
        Index(
            "ix_reminders_due",
            "at",
            sqlite_where=text("state = 'due'"),
            postgresql_where=text("state = 'due'"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"))
    step: Mapped[str]
    moves: Mapped[int]
    """Of its booking, when it was made: another time has reminders of its own."""
    at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(default="due")


class AttendanceNote(Base):
    """Who ticked what, and what was corrected: never changed, never deleted but by retention."""

    __tablename__ = "attendance_notes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"), index=True)
    was: Mapped[str]
    now: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)


# Written out: with bound values SQLite would not see that its index is for these states alone.
def _state_in(*states: str) -> ColumnElement[bool]:
    return Booking.state.in_([literal_column(f"'{state}'") for state in states])


IS_LIVE = _state_in("booked", "waiting", "offered")
IS_HOLDING = _state_in("booked", "offered")
IS_LATE: ColumnElement[bool] = Booking.attended == literal_column("'late'")
WAITS: ColumnElement[bool] = Booking.state == literal_column("'waiting'")
IS_OFFERED: ColumnElement[bool] = Booking.state == literal_column("'offered'")
IS_DUE: ColumnElement[bool] = ReminderRow.state == literal_column("'due'")
