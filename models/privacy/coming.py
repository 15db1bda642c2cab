"""What somebody had before them: places, a term at a station, what was due. All of it ends with them.

A handful of statements however many places there are. A place that becomes free is not offered here:
the clock finds sessions with room that somebody waits for, and offers some at a time.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, literal_column, or_, select, update

from models.base import touched
from models.bookings.enrolling import locked
from models.bookings.places import lock
from models.bookings.tables import IS_DUE, IS_LIVE, Booking, Enrolment, ReminderRow
from models.care.people import IS_OPEN
from models.care.tables import DueItem
from models.programmes.tables import Session
from models.station.changing import end
from models.station.tables import Collector
from models.work import Work

_UNHURT = {"synchronize_session": False}


def end_all(work: Work, person_id: int) -> None:
    """Nobody waits for them anywhere, and nobody is reminded."""
    work.session.flush()
    _terms(work, person_id)
    _places(work, person_id)
    work.session.execute(
        update(DueItem)
        .where(DueItem.person_id == person_id, IS_OPEN)
        .values(state="off", ask_at=None)
        .execution_options(**_UNHURT)
    )
    work.session.expire_all()


def _terms(work: Work, person_id: int) -> None:
    found = select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.state != "ended")
    for row in work.session.scalars(found.order_by(Enrolment.programme_id)).all():
        locked(work, row.programme_id)
        work.session.refresh(row)
        if row.state != "ended":
            end(work, row)


def _places(work: Work, person_id: int) -> None:
    """Of sessions that have not begun; what has begun they came to, or did not."""
    coming = (
        select(Booking.id, Booking.session_id, Booking.place)
        .join(Session, Session.id == Booking.session_id)
        .where(Booking.person_id == person_id, IS_LIVE, Session.begins_at > work.now)
    )
    lock(work, *(row.session_id for row in work.session.execute(coming)))
    rows = work.session.execute(coming).all()
    if not rows:
        return
    ids = [row.id for row in rows]
    held = [row.session_id for row in rows if row.place is not None]
    work.session.execute(
        update(Booking)
        .where(Booking.id.in_(ids), IS_LIVE)
        .values(state="cancelled", place=None, queue=None, offer_until=None, ended_at=work.now)
        .execution_options(**_UNHURT)
    )
    work.session.execute(
        update(Session)
        .where(Session.id.in_(held))  # one place in each: nobody has two in one session
        .values(taken=Session.taken - 1)
        .execution_options(**_UNHURT)
    )
    work.session.execute(
        update(ReminderRow)
        .where(ReminderRow.booking_id.in_(ids), IS_DUE)
        .values(state="off")
        .execution_options(**_UNHURT)
    )


# -- who may collect a child -------------------------------------------------------------------------
def end_collecting(work: Work, person_id: int, how: str) -> None:
    """Nobody collects a child who is gone; the dead collect nobody. Who moved away may still come."""
    whose = Collector.child_id == person_id
    if how == "dead":
        whose = or_(whose, Collector.person_id == person_id)
    work.session.execute(
        update(Collector)
        .where(whose, Collector.ended_at.is_(None))
        .values(ended_at=work.now)
        .execution_options(**_UNHURT)
    )


def collect_again(work: Work, person_id: int, at: datetime) -> int:
    """Those who could no longer because ``person_id`` was thought to be gone, unless they were named
    anew since; returns how many."""
    named = select(Collector.id).where(
        or_(Collector.child_id == person_id, Collector.person_id == person_id),
        Collector.ended_at == at,
    )
    ids = work.session.scalars(named).all()
    anew = Collector.__table__.alias()
    current = (
        select(literal_column("1"))
        .where(
            and_(
                anew.c.child_id == Collector.child_id,
                anew.c.person_id == Collector.person_id,
                anew.c.ended_at.is_(None),
            )
        )
        .exists()
    )
    result = work.session.execute(
        update(Collector)
        .where(Collector.id.in_(ids), ~current)
        .values(ended_at=None)
        .execution_options(**_UNHURT)
    )
    return touched(result)
