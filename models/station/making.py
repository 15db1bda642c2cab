"""The bookings of a term, made by the clock from the enrolments: a chunk of rows at a time.

Who is in on that weekday, has no booking for it and did not excuse themselves gets one of the free
places (``models.bookings.filling``). The unique index of live bookings makes a repetition harmless,
so nothing has to be remembered but how far it went.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import bindparam, exists, select, true, update

from models.bookings.filling import fill
from models.bookings.places import lock
from models.bookings.tables import Booking, ReminderRow
from models.clocks import to_town
from models.gate import Command, May
from models.prepared import Prepared
from models.programmes.tables import Session
from models.station.tables import StationTerm
from models.work import Work

ROWS = 300
"""Bookings of one transaction: some 10 ms."""
SESSIONS = 8
_behind = Prepared(
    select(StationTerm.programme_id, StationTerm.done_to)
    .where(
        StationTerm.done_to.is_not(None),
        exists().where(
            Session.programme_id == StationTerm.programme_id,
            Session.state == "planned",
            Session.begins_at > StationTerm.done_to,
            Session.begins_at > bindparam("now"),
        ),
    )
    .order_by(StationTerm.programme_id)
    .limit(1)
)


@dataclass(frozen=True)
class MakeBookings(Command[int]):
    """A chunk of what is missing; returns how many bookings and sessions were dealt with, 0 when
    all is there."""

    may: ClassVar[May] = May(clock=True)

    def run(self, work: Work) -> int:
        chunk = _sessions(work)
        sessions = sorted(lock(work, *chunk), key=lambda one: (one.programme_id, one.begins_at))
        given = fill(work, sessions, ROWS)
        if given < ROWS:
            done = {session.programme_id: session.begins_at for session in sessions}
            for programme_id, begins_at in done.items():
                work.session.get_one(StationTerm, programme_id).done_to = begins_at
        work.session.flush()
        return given + len(chunk)


def bookings_due(work: Work) -> datetime | None:
    return work.now if _sessions(work) else None


def _sessions(work: Work) -> list[int]:
    """The next ones of the first term that has some that were not looked at: so many as can be filled
    at once, and always one. Each term is asked for along its own index."""
    work.session.flush()
    term = _behind.first(work.connection, {"now": work.now})
    if term is None:
        return []
    rows = work.session.execute(
        select(Session.id, Session.places)
        .where(
            Session.programme_id == term.programme_id,
            Session.state == "planned",
            Session.begins_at > max(term.done_to or work.now, work.now),
        )
        .order_by(Session.begins_at, Session.id)
        .limit(SESSIONS)
    )
    chunk: list[int] = []
    room = ROWS
    for session_id, places in rows:
        room -= places
        if chunk and room < 0:
            break
        chunk.append(session_id)
    return chunk


# -- and taken off again ---------------------------------------------------------------------------
def drop_bookings(
    work: Work, sign_up_id: int, days: int = 0b1111111, child_id: int | None = None
) -> int:
    """The bookings of a sign-up (of one child of it) that are still to come, on these weekdays;
    their places are free. A handful of statements, whatever their number."""
    coming = work.session.execute(
        select(Booking.id, Session.id.label("session_id"), Session.begins_at)
        .join(Session, Session.id == Booking.session_id)
        .where(
            Booking.sign_up_id == sign_up_id,
            Booking.person_id == child_id if child_id is not None else true(),
            Booking.state == "booked",
            Booking.came_at.is_(None),
            Session.begins_at > work.now,
        )
    ).all()
    off = [row for row in coming if days >> to_town(row.begins_at).weekday() & 1]
    if not off:
        return 0
    lock(work, *{row.session_id for row in off})
    ids = [row.id for row in off]
    work.session.execute(
        update(Booking)
        .where(Booking.id.in_(ids), Booking.state == "booked")
        .values(state="cancelled", place=None, ended_at=work.now)
        .execution_options(synchronize_session=False)
    )
    _give_places_back(work, [row.session_id for row in off])
    work.session.execute(
        update(ReminderRow)
        .where(ReminderRow.booking_id.in_(ids), ReminderRow.state == "due")
        .values(state="off")
        .execution_options(synchronize_session=False)
    )
    work.session.expire_all()
    return len(ids)


def _give_places_back(work: Work, sessions: list[int]) -> None:
    """One place for each time a session stands in the list."""
    counts: dict[int, int] = {}
    for session_id in sessions:
        counts[session_id] = counts.get(session_id, 0) + 1
    by_count: dict[int, list[int]] = {}
    for session_id, count in counts.items():
        by_count.setdefault(count, []).append(session_id)
    for count, ids in by_count.items():
        work.session.execute(
            update(Session)
            .where(Session.id.in_(ids))
            .values(taken=Session.taken - count)
            .execution_options(synchronize_session=False)
        )
