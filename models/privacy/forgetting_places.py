"""How bookings, and what hangs on them, are forgotten. That so many places were taken stays as a
number of the session; who had them does not.

Bookings, enrolments and pickups are old in the order of their ids, but for some weeks in which they
were made ahead: so the rows are gone through from the first one on until one is too young.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, or_, select, true, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute

from models.bookings.tables import AttendanceNote, Booking, Enrolment, ReminderRow, SignUp
from models.care.tables import DueItem, PersonCondition
from models.clocks import to_town
from models.ledger.tables import PersonCategory
from models.privacy.steps import MANY, AlongTheIds, ByTheirTime, Step, count, do, written_out
from models.programmes.tables import Programme, Session
from models.station.tables import Collector, DrawLot, Pickup
from models.work import Work

SOME = 60
"""Bookings in one step: each has rows of its own in three tables."""


class SignUpNotes:
    """What troubled somebody was for the doctors of that day: it goes before the booking does."""

    def _old(self, before: datetime) -> tuple[ColumnElement[bool], ...]:
        return SignUp.note.is_not(None), SignUp.at < before

    def _over(self, before: datetime) -> ColumnElement[bool]:
        later = exists().where(
            Booking.sign_up_id == SignUp.id,
            Session.id == Booking.session_id,
            Session.ends_at >= before,
        )
        return ~later

    def step(self, work: Work, before: datetime, place: Any) -> Step:
        key = tuple_(SignUp.at, SignUp.id)
        found = select(SignUp.at, SignUp.id, self._over(before).label("over"))
        found = found.where(*self._old(before))
        if place is not None:
            found = found.where(key > place)
        rows = work.session.execute(found.order_by(*key.clauses).limit(MANY)).all()
        ids = [row.id for row in rows if row.over]
        if ids:
            do(work, update(SignUp).where(SignUp.id.in_(ids)).values(note=None))
        return Step(len(ids), (rows[-1].at, rows[-1].id) if len(rows) == MANY else None)

    def due(self, work: Work, before: datetime) -> int:
        return count(work, SignUp, *self._old(before), self._over(before))


class Bookings:
    """Of sessions that were over long ago, with reminders, ticks and who collected."""

    def step(self, work: Work, before: datetime, place: Any) -> Step:
        rows = work.session.execute(
            select(Booking.id, Booking.sign_up_id, Booking.made_at, Session.ends_at)
            .join(Session, Session.id == Booking.session_id)
            .where(Booking.id > (place or 0))
            .order_by(Booking.id)
            .limit(SOME)
        ).all()
        old = [row for row in rows if row.ends_at < before]
        if old:
            _delete_bookings(work, [row.id for row in old])
            _delete_sign_ups(work, {row.sign_up_id for row in old})
        more = len(rows) == SOME and rows[-1].made_at < before
        return Step(len(old), rows[-1].id if more else None)

    def due(self, work: Work, before: datetime) -> int:
        return count(work, Booking, Session.id == Booking.session_id, Session.ends_at < before)


class Enrolments:
    """Of terms that were over long ago, with their place in the draw."""

    def step(self, work: Work, before: datetime, place: Any) -> Step:
        day = to_town(before).date()
        rows = work.session.execute(
            select(Enrolment.id, Enrolment.sign_up_id, Enrolment.made_at, Programme.last)
            .join(Programme, Programme.id == Enrolment.programme_id)
            .where(Enrolment.id > (place or 0))
            .order_by(Enrolment.id)
            .limit(MANY)
        ).all()
        old = [row for row in rows if row.last < day]
        if old:
            do(work, delete(Enrolment).where(Enrolment.id.in_([row.id for row in old])))
            _delete_sign_ups(work, {row.sign_up_id for row in old})
        more = len(rows) == MANY and rows[-1].made_at < before
        return Step(len(old), rows[-1].id if more else None)

    def due(self, work: Work, before: datetime) -> int:
        over = Programme.last < to_town(before).date()
        return count(work, Enrolment, Programme.id == Enrolment.programme_id, over)


def _delete_bookings(work: Work, ids: Collection[int]) -> None:
    for table in (ReminderRow, AttendanceNote, Pickup):
        do(work, delete(table).where(table.booking_id.in_(ids)))
    do(work, update(DueItem).where(DueItem.booking_id.in_(ids)).values(booking_id=None))
    do(work, delete(Booking).where(Booking.id.in_(ids)))


def _delete_sign_ups(work: Work, ids: Collection[int]) -> None:
    """Those of which nothing is left."""
    enrolled = exists().where(Enrolment.sign_up_id == DrawLot.sign_up_id)
    do(work, delete(DrawLot).where(DrawLot.sign_up_id.in_(ids), ~enrolled))
    left = or_(
        exists().where(Booking.sign_up_id == SignUp.id),
        exists().where(Enrolment.sign_up_id == SignUp.id),
    )
    do(work, delete(SignUp).where(SignUp.id.in_(ids), ~left))


# -- going home ----------------------------------------------------------------------------------------
class Pickups:
    """How children went home, with the codes."""

    def step(self, work: Work, before: datetime, place: Any) -> Step:
        rows = work.session.execute(
            select(Pickup.id, Session.ends_at)
            .join(Booking, Booking.id == Pickup.booking_id)
            .join(Session, Session.id == Booking.session_id)
            .where(Pickup.id > (place or 0))
            .order_by(Pickup.id)
            .limit(MANY)
        ).all()
        old = [row.id for row in rows if row.ends_at < before]
        if old:
            do(work, delete(Pickup).where(Pickup.id.in_(old)))
        more = len(rows) == MANY and rows[-1].ends_at < before
        return Step(len(old), rows[-1].id if more else None)

    def due(self, work: Work, before: datetime) -> int:
        of_it = Booking.id == Pickup.booking_id, Session.id == Booking.session_id
        return count(work, Pickup, *of_it, Session.ends_at < before)


class Collectors:
    """Who may collect, once they may no longer, or the child has been at no station for as long: most
    of them never spoke to us, and are here by name and phone. There are a few for each child."""

    def _over(self, before: datetime) -> ColumnElement[bool]:
        goes = exists().where(
            Enrolment.person_id == Collector.child_id,
            Programme.id == Enrolment.programme_id,
            Programme.last >= to_town(before).date(),
            or_(Enrolment.state != "ended", Enrolment.ended_at >= before),
        )
        return or_(Collector.ended_at < before, ~goes)

    def step(self, work: Work, before: datetime, place: Any) -> Step:
        rows = work.session.execute(
            select(Collector.id, self._over(before).label("over"))
            .where(Collector.id > (place or 0))
            .order_by(Collector.id)
            .limit(MANY)
        ).all()
        ids = [row.id for row in rows if row.over]
        if ids:
            do(work, update(Pickup).where(Pickup.collector_id.in_(ids)).values(collector_id=None))
            do(work, delete(Collector).where(Collector.id.in_(ids)))
        return Step(len(ids), rows[-1].id if len(rows) == MANY else None)

    def due(self, work: Work, before: datetime) -> int:
        return count(work, Collector, self._over(before))


ATTENDANCE_NOTES = AlongTheIds(AttendanceNote, AttendanceNote.at, true())


# -- what was due ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ByTheirDay:
    """Rows with a partial index on the day they were over; ``where`` is its condition."""

    table: type[Any]
    on: InstrumentedAttribute[Any]
    where: str

    def _old(self, before: datetime) -> tuple[Any, ...]:
        return written_out(self.where), self.on < to_town(before).date()

    def step(self, work: Work, before: datetime, place: Any) -> Step:
        key = self.table.id
        old = select(key).where(*self._old(before)).order_by(self.on).limit(MANY)
        ids = work.session.scalars(old).all()
        if ids:
            do(work, delete(self.table).where(key.in_(ids)))
        return Step(len(ids), True if len(ids) == MANY else None)

    def due(self, work: Work, before: datetime) -> int:
        return count(work, self.table, *self._old(before))


SETTLED_ITEMS = (
    ByTheirDay(DueItem, DueItem.done_on, "due_items.state = 'done'"),
    ByTheirDay(DueItem, DueItem.due_on, "due_items.state IN ('missed','off')"),
)
ENDED_CONDITIONS = ByTheirDay(
    PersonCondition, PersonCondition.until, "person_conditions.until IS NOT NULL"
)
ENDED_CATEGORIES = ByTheirTime(
    PersonCategory,
    PersonCategory.ended_at,
    (written_out("person_categories.ended_at IS NOT NULL"),),
)
