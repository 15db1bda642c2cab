"""A session gets another time, does not take place, or has more or fewer places.

A command changes the session and its reminders, whatever the number of bookings, by a few
statements; who had booked is told by the clock, in chunks (``news``).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from sqlalchemy import String, func, insert, literal, select, update

from models.base import UtcTime
from models.bookings.places import offer_free
from models.bookings.reminding import steps
from models.bookings.tables import IS_DUE, IS_HOLDING, IS_LIVE, Booking, ReminderRow
from models.clocks import to_town, town_instant
from models.gate import Command, May
from models.programmes.kinds import kind_of
from models.programmes.overlapping import LONGEST, Needs, refuse_overlaps, take_turns
from models.programmes.refusals import EndBeforeStart, InThePast, SessionGone, TooFewPlaces
from models.programmes.running import RUNS, locked_session, runs_programme, session_of
from models.programmes.tables import Programme, Session
from models.station.again import look_again
from models.work import Work


class _OfSession(Command[int]):
    """What is done to one session by whoever runs its programme."""

    may: ClassVar[May] = May()
    session_id: int

    def relations(self, work: Work) -> Collection[str]:
        _session, programme = session_of(work, self.session_id)
        return runs_programme(work, programme)


@dataclass(frozen=True)
class MoveSession(_OfSession):
    """Another time, another room, or both. Whoever booked is told, and keeps the place. 0 and None
    stand for what it was. Returns how often it was moved by now."""

    may: ClassVar[May] = May(relations=(RUNS,))
    session_id: int
    begins_at: datetime
    minutes: int = 0
    room: str | None = None

    def run(self, work: Work) -> int:
        session, programme = session_of(work, self.session_id)
        room = session.room if self.room is None else self.room.strip()
        needs = Needs(session.leader_id, programme.place_id, room)
        take_turns(work, needs)
        session = locked_session(work, self.session_id)
        length = timedelta(minutes=self.minutes) or session.ends_at - session.begins_at
        if not timedelta() < length <= LONGEST:
            raise EndBeforeStart
        if self.begins_at <= work.now:
            raise InThePast
        ends_at = self.begins_at + length
        if (session.begins_at, session.ends_at, session.room) == (self.begins_at, ends_at, room):
            return session.moves
        refuse_overlaps(work, needs, [(self.begins_at, ends_at)], but=session.id)
        session.begins_at, session.ends_at, session.room = self.begins_at, ends_at, room
        session.moves += 1
        session.news, session.news_after = "moved", _newest_booking(work, session.id) + 1
        work.session.flush()
        _move_bookings(work, session)
        _no_reminders(work, session.id)
        _new_reminders(work, session, programme)
        return session.moves


@dataclass(frozen=True)
class CancelSession(_OfSession):
    """It does not take place. Whoever booked is told, and hears what else there is. Returns how
    many bookings that ends."""

    may: ClassVar[May] = May(relations=(RUNS,))
    session_id: int

    def run(self, work: Work) -> int:
        session = locked_session(work, self.session_id)
        session.state = "cancelled"
        session.news, session.news_after = "off", 0
        work.session.flush()
        _no_reminders(work, session.id)
        booked = select(func.count()).where(Booking.session_id == session.id, IS_LIVE)
        return work.session.execute(booked).scalar_one()


@dataclass(frozen=True)
class CancelDay(_OfSession):
    """The same for all sessions of its programme on the day of this one: a clinic's whole morning.
    Returns how many bookings that ends."""

    may: ClassVar[May] = May(relations=(RUNS,))
    session_id: int

    def run(self, work: Work) -> int:
        session, programme = session_of(work, self.session_id)
        day = to_town(session.begins_at).date()
        that_day = select(Session.id).where(
            Session.programme_id == programme.id,
            Session.state == "planned",
            Session.begins_at > work.now,
            Session.begins_at >= town_instant(day, time.min),
            Session.begins_at < town_instant(day + timedelta(days=1), time.min),
        )
        ids = work.session.scalars(that_day.order_by(Session.id)).all()
        if not ids:
            raise SessionGone(session.id, session.state if session.state != "planned" else "over")
        return sum(CancelSession(one).run(work) for one in ids)


@dataclass(frozen=True)
class ChangePlaces(_OfSession):
    """More places, which go to those who wait, in turn; or fewer, but never fewer than there are
    numbers given away. Returns how many there are now."""

    may: ClassVar[May] = May(relations=(RUNS,))
    session_id: int
    places: int

    def run(self, work: Work) -> int:
        session = locked_session(work, self.session_id)
        highest = select(func.max(Booking.place)).where(
            Booking.session_id == session.id, IS_HOLDING
        )
        taken = max(session.taken, work.session.execute(highest).scalar() or 0)
        if self.places < max(taken, 1):
            raise TooFewPlaces(taken)
        session.places = self.places
        work.session.flush()
        look_again(work, session.programme_id)
        offer_free(work, session.id)
        return self.places


# -- inside ------------------------------------------------------------------------------------------
def _newest_booking(work: Work, session_id: int) -> int:
    """Whoever books after a move has booked the new time, and need not be told of it."""
    newest = select(func.coalesce(func.max(Booking.id), 0)).where(
        Booking.session_id == session_id, IS_LIVE
    )
    return work.session.execute(newest).scalar_one()


def _move_bookings(work: Work, session: Session) -> None:
    """Whoever said that they come meant the old time."""
    work.session.execute(
        update(Booking)
        .where(Booking.session_id == session.id, IS_LIVE)
        .values(moves=Booking.moves + 1, said="")
        .execution_options(synchronize_session=False)
    )
    programme = work.session.get_one(Programme, session.programme_id)
    closes = timedelta(minutes=kind_of(work, programme).closes_minutes)
    last = session.begins_at - closes  # nobody keeps an offered place beyond what can be booked
    work.session.execute(
        update(Booking)
        .where(
            Booking.session_id == session.id, Booking.state == "offered", Booking.offer_until > last
        )
        .values(offer_until=last)
        .execution_options(synchronize_session=False)
    )


def _no_reminders(work: Work, session_id: int) -> None:
    of_session = select(Booking.id).where(Booking.session_id == session_id, IS_LIVE)
    work.session.execute(
        update(ReminderRow)
        .where(ReminderRow.booking_id.in_(of_session), IS_DUE)
        .values(state="off")
        .execution_options(synchronize_session=False)
    )
    work.session.expire_all()


def _new_reminders(work: Work, session: Session, programme: Programme) -> None:
    """The plan of the kind, anew, for everybody who has a place."""
    kind = kind_of(work, programme)
    columns = ("booking_id", "step", "moves", "at", "state")
    for step, at in steps(work.calendar, kind, session.begins_at, work.now).items():
        values: tuple[Any, ...] = (
            Booking.id, literal(step, String), Booking.moves, literal(at, UtcTime),
            literal("due", String),
        )  # fmt: skip
        of_session = select(*values).where(
            Booking.session_id == session.id, IS_LIVE, Booking.state == "booked"
        )
        work.session.execute(insert(ReminderRow).from_select(columns, of_session))
