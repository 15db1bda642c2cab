"""The bookings of a term, out of its enrolments: a few sessions at a time, by four statements.

A term of the whole town has some 24,000 sessions and a million bookings: a statement for each
session would cost more to send than to do. So each statement has room for some sessions, and is put
together once. Numbers go on after those that are held; a session in which somebody has left a gap is
filled gap by gap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Integer,
    String,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    select,
    union_all,
    update,
)

from models.base import UtcTime
from models.bookings.reminding import steps
from models.bookings.tables import IS_HOLDING, IS_LIVE, Booking, Enrolment, ReminderRow
from models.clocks import to_town
from models.programmes.kinds import kind_of
from models.programmes.tables import Programme, Session
from models.work import Work

ROOM = 8
"""Sessions of one statement."""
_NOT_ENDED: ColumnElement[bool] = Enrolment.state != literal_column("'ended'")
"""As the index of a programme's enrolments has it: else all of the town are gone through."""


def _slots(name: str, *columns: tuple[str, type[Integer | UtcTime]]) -> CTE:
    """As many rows of parameters as there is room for: ``session0``, ``bit0``, ``session1``, …"""

    def column(key: str, kind: type[Integer | UtcTime], number: int) -> ColumnElement[Any]:
        gap: BindParameter[Any] = bindparam(f"{key}{number}", type_=kind())
        return gap.label(key)

    rows = [select(*(column(key, kind, number) for key, kind in columns)) for number in range(ROOM)]
    return union_all(*rows).cte(name)


_wanted = _slots(
    "wanted", ("session", Integer), ("bit", Integer), ("held", Integer), ("most", Integer)
)
_row = func.row_number().over(partition_by=_wanted.c.session, order_by=Enrolment.id)
_THEIRS = (Booking.session_id == _wanted.c.session, Booking.person_id == Enrolment.person_id)
_who = (
    select(
        _wanted.c.session,
        Enrolment.person_id,
        Enrolment.sign_up_id,
        (_wanted.c.held + _row).label("place"),
        (_row <= _wanted.c.most).label("fits"),
    )
    .select_from(_wanted)
    .join(Session, Session.id == _wanted.c.session)
    .join(Enrolment, Enrolment.programme_id == Session.programme_id)
    .where(
        _NOT_ENDED,
        Enrolment.state == literal_column("'in'"),
        Enrolment.days.bitwise_and(_wanted.c.bit) != 0,
        ~exists().where(*_THEIRS, IS_LIVE),
        ~exists().where(
            *_THEIRS,
            Booking.state == literal_column("'cancelled'"),
            Booking.attended == literal_column("'excused'"),
        ),
    )
    .subquery("who")
)
_book = insert(Booking).from_select(
    (
        "session_id", "person_id", "sign_up_id", "state", "place", "said", "attended", "moves",
        "made_at",
    ),
    select(
        _who.c.session,
        _who.c.person_id,
        _who.c.sign_up_id,
        literal_column("'booked'"),
        _who.c.place,
        literal_column("''"),
        literal_column("''"),
        literal_column("0"),
        bindparam("now", type_=UtcTime),
    ).where(_who.c.fits),
    include_defaults=False,
)  # fmt: skip
_held = (
    select(func.count())
    .where(Booking.session_id == Session.id, IS_HOLDING)
    .correlate(Session)
    .scalar_subquery()
)
_count = (
    update(Session)
    .where(Session.id.in_([bindparam(f"session{number}") for number in range(ROOM)]))
    .values(taken=_held)
)
_when = _slots("due", ("session", Integer), ("at", UtcTime))
_remind = insert(ReminderRow).from_select(
    ("booking_id", "step", "moves", "at", "state"),
    select(
        Booking.id,
        bindparam("step", type_=String),
        Booking.moves,
        _when.c.at,
        literal_column("'due'"),
    )
    .select_from(_when)
    .join(Booking, Booking.session_id == _when.c.session)
    .where(
        IS_HOLDING,
        Booking.state == literal_column("'booked'"),
        ~exists().where(
            ReminderRow.booking_id == Booking.id,
            ReminderRow.step == bindparam("step", type_=String),
            ReminderRow.moves == Booking.moves,
        ),
    ),
    include_defaults=False,
)


def fill(work: Work, sessions: Sequence[Session], most: int) -> int:
    """Everybody who is in on the weekday of these locked sessions and has no booking gets a place, as
    long as there are any, at most so many in each; with what they are reminded of. Returns how many
    places were given."""
    before = sum(session.taken for session in sessions)
    for start in range(0, len(sessions), ROOM):
        some = sessions[start : start + ROOM]
        gaps = {session.id: _gap(work, session) for session in some}
        while any(gaps.values()) and most > 0:
            taken = sum(session.taken for session in some)
            _put(work, some, {id_: (gap - 1, int(bool(gap))) for id_, gap in gaps.items()})
            if sum(session.taken for session in some) == taken:
                break
            gaps = {session.id: _gap(work, session) for session in some}
        even = [session for session in some if not gaps[session.id]]
        room = {one.id: (one.taken, min(most, one.places - one.taken)) for one in even}
        _put(work, even, room)
        _plan(work, some)
    return sum(session.taken for session in sessions) - before


def _gap(work: Work, session: Session) -> int:
    """The lowest number that is free below one that is held; 0 if there is none."""
    if not session.taken:
        return 0
    held = select(Booking.place).where(Booking.session_id == session.id, IS_HOLDING)
    last = work.session.scalar(held.order_by(Booking.place.desc()).limit(1)) or 0
    if last == session.taken:
        return 0
    places = work.session.scalars(held.order_by(Booking.place)).all()
    return next(number for number, place in enumerate(places, start=1) if number != place)


def _put(work: Work, sessions: Sequence[Session], room: Mapping[int, tuple[int, int]]) -> None:
    """In each the next ones, on the numbers after ``held``, so many: ``room`` is of both by id."""
    if not sessions:
        return
    values: dict[str, Any] = {"now": work.now}
    for number in range(ROOM):
        session = sessions[number] if number < len(sessions) else None
        held, most = room[session.id] if session is not None else (0, 0)
        bit = 1 << to_town(session.begins_at).weekday() if session is not None else 0
        values |= {
            f"session{number}": session.id if session is not None else 0,
            f"bit{number}": bit,
            f"held{number}": held,
            f"most{number}": most,
        }
    work.connection.execute(_book, values)
    ids = {f"session{number}": values[f"session{number}"] for number in range(ROOM)}
    work.connection.execute(_count, ids)
    _read_again(work, sessions)


def _read_again(work: Work, sessions: Sequence[Session]) -> None:
    ids = [session.id for session in sessions]
    found = select(Session).where(Session.id.in_(ids))
    work.session.execute(found.execution_options(populate_existing=True)).all()


def _plan(work: Work, sessions: Sequence[Session]) -> None:
    """What is reminded of, for whoever has a place and is not reminded yet."""
    planned: dict[str, list[tuple[int, datetime]]] = {}
    programmes = {
        id_: work.session.get_one(Programme, id_) for id_ in {one.programme_id for one in sessions}
    }
    for session in sessions:
        kind = kind_of(work, programmes[session.programme_id])
        for step, at in steps(work.calendar, kind, session.begins_at, work.now).items():
            planned.setdefault(step, []).append((session.id, at))
    for step, times in planned.items():
        values: dict[str, Any] = {"step": step}
        for number in range(ROOM):
            session_id, at = times[number] if number < len(times) else (0, work.now)
            values |= {f"session{number}": session_id, f"at{number}": at}
        work.connection.execute(_remind, values)
