"""Places of a session: taken one by one, kept in number by the database, and passed on in turn.

A place is taken by one conditional update of the session; the row's CHECK, and the unique number of
each place, would stop whatever came past it.

Whoever changes who has a place locks the session's row first, then looks at its bookings: else two
places that become free at once would go to one person, or to somebody who has just left the list.
Always in this order: people, sessions by their ids, bookings, reminders. Nobody then waits in a
circle.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from models.bookings.messages import PlaceOffered
from models.bookings.tables import IS_HOLDING, WAITS, Booking, SignUp
from models.programmes.kinds import kind_of
from models.programmes.tables import Programme, Session
from models.work import Work
from models.worktime import WorkCalendar

AT_ONCE = 10
"""Freed places that are offered in one transaction; the clock goes on with the rest."""


# -- one at a time -----------------------------------------------------------------------------------
def lock(work: Work, *session_ids: int) -> list[Session]:
    """These sessions as they now are, by their ids: nobody else's until the end of the transaction."""
    work.session.flush()
    rows = work.session.scalars(
        select(Session)
        .where(Session.id.in_(session_ids))
        .order_by(Session.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(rows)


def locked(work: Work, booking_id: int, *session_ids: int) -> Booking | None:
    """A booking, with its session (and ``session_ids``) locked; None if there is none."""
    while True:
        its = select(Booking.session_id).where(Booking.id == booking_id)
        session_id = work.session.execute(its).scalar_one_or_none()
        if session_id is None:
            return None
        lock(work, session_id, *session_ids)
        booking = work.session.get_one(Booking, booking_id, populate_existing=True)
        if booking.session_id == session_id:  # else it went to another one while we waited
            return booking


# -- taking ------------------------------------------------------------------------------------------
def take_place(work: Work, session_id: int) -> int | None:
    """The number of a place that is now taken; None if there is none left."""
    taken = work.session.execute(
        update(Session)
        .where(Session.id == session_id, Session.state == "planned", Session.taken < Session.places)
        .values(taken=Session.taken + 1)
        .returning(Session.taken)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    return None if taken is None else _lowest_free(work, session_id, taken)


def _lowest_free(work: Work, session_id: int, taken: int) -> int:
    """``taken`` counts the new place too. Mostly all before it are held, up to the last."""
    held = select(Booking.place).where(Booking.session_id == session_id, IS_HOLDING)
    last = work.session.scalar(held.order_by(Booking.place.desc()).limit(1)) or 0
    if last == taken - 1:
        return taken
    places = work.session.scalars(held.order_by(Booking.place)).all()
    return next(
        (number for number, place in enumerate(places, start=1) if number != place), len(places) + 1
    )


def join_queue(work: Work, session_id: int) -> int:
    """The next number of the waiting list."""
    number: int = work.session.execute(
        update(Session)
        .where(Session.id == session_id)
        .values(queue=Session.queue + 1)
        .returning(Session.queue)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    return number


def position(work: Work, booking: Booking) -> int:
    """Where somebody stands in the waiting list: 1 is the next."""
    return work.session.execute(
        select(func.count()).where(
            Booking.session_id == booking.session_id, WAITS, Booking.queue <= booking.queue
        )
    ).scalar_one()


def others_first(work: Work, session: Session) -> bool:
    """Whether a place that is free by now is somebody's who waits, though not offered yet."""
    waits = select(Booking.id).where(Booking.session_id == session.id, WAITS).limit(1)
    return (
        work.session.execute(waits).first() is not None and offer_until(work, session) is not None
    )


# -- passing on --------------------------------------------------------------------------------------
def pass_on(work: Work, session_id: int, place: int) -> None:
    """A held place of a locked session is free: the next one's who waits, or anybody's."""
    session = work.session.get_one(Session, session_id)
    until = offer_until(work, session)
    waiting = _waiting(work, session_id, 1) if until is not None else []
    if waiting and until is not None:
        _offer(work, waiting[0], place, until)
        return
    work.session.execute(
        update(Session)
        .where(Session.id == session_id)
        .values(taken=Session.taken - 1)
        .execution_options(synchronize_session=False)
    )
    work.session.refresh(session)


def offer_free(work: Work, session_id: int) -> int:
    """There are more places than before: to those who wait, in turn, so many at a time. Returns how
    many were offered; while people wait, nobody else is given what is left."""
    lock(work, session_id)
    session = work.session.get_one(Session, session_id)
    until = offer_until(work, session)
    if until is None:
        return 0
    waiting = _waiting(work, session_id, min(session.places - session.taken, AT_ONCE))
    for booking in waiting:
        place = take_place(work, session_id)
        if place is None:
            break
        _offer(work, booking, place, until)
    return len(waiting)


def _waiting(work: Work, session_id: int, most: int) -> list[Booking]:
    """The first of the waiting list, as they now are."""
    found = (
        select(Booking)
        .where(Booking.session_id == session_id, WAITS)
        .order_by(Booking.queue)
        .limit(max(most, 0))
        .execution_options(populate_existing=True)
    )
    return list(work.session.scalars(found))


def _offer(work: Work, booking: Booking, place: int, until: datetime) -> None:
    booking.state, booking.place, booking.queue = "offered", place, None
    booking.offer_until = until
    work.session.flush()
    work.tell(
        booking.person_id,
        PlaceOffered(booking.id),
        key=f"offer:{booking.id}:{until:%Y%m%d%H%M}",
        expires=until,
    )


def offer_until(work: Work, session: Session) -> datetime | None:
    """Until when an offer made now stands: the kind's minutes, those of the night not counted, and
    not past the last moment at which it can be booked; None where nobody could answer any more."""
    programme = work.session.get_one(Programme, session.programme_id)
    kind = kind_of(work, programme)
    if session.state != "planned" or programme.state != "open" or not kind.waiting:
        return None
    last = session.begins_at - timedelta(minutes=kind.closes_minutes)
    loud = work.calendar.next_loud(work.now)
    until = min(awake(work.calendar, loud, kind.offer_minutes), last)
    return until if loud < until else None


def awake(calendar: WorkCalendar, start: datetime, minutes: int) -> datetime:
    """The instant after that many minutes outside quiet hours. Within the night nothing runs."""
    moment, left = start, timedelta(minutes=minutes)
    while True:
        moment = calendar.next_loud(moment)
        night = calendar.next_quiet(moment)
        if moment + left <= night:
            return moment + left
        left -= night - moment
        moment = night


def sign_up_of(work: Work, booking: Booking) -> SignUp:
    return work.session.get_one(SignUp, booking.sign_up_id)
