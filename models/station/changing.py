"""After signing up: other days, giving the place back, and who of the waiting list is next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from sqlalchemy import select

from models.bookings.enrolling import locked
from models.bookings.tables import Enrolment
from models.gate import Command, May
from models.prepared import Prepared
from models.programmes.tables import Programme
from models.station.collectors import PURPOSE, are_mine
from models.station.filling import family, give_back_days, let_in, take_days, tell_family
from models.station.making import drop_bookings
from models.station.refusals import DayFull, NotEnrolled, NotThatDay
from models.station.stations import days_of, weekdays_in
from models.station.tables import Collector, StationTerm
from models.work import Work

CHUNK = 3
R = TypeVar("R")
_freed = Prepared(select(StationTerm.programme_id).where(StationTerm.freed.is_(True)))


class OfSignUp(Command[R]):
    """Base of what the guardian of all the children of a sign-up decides about it."""

    may: ClassVar[May] = May()
    purpose: ClassVar[str] = PURPOSE
    sign_up_id: int

    def relations(self, work: Work) -> Collection[str]:
        children = work.session.scalars(
            select(Enrolment.person_id).where(Enrolment.sign_up_id == self.sign_up_id)
        )
        return ("guardian",) if are_mine(work, list(children)) else ()

    def rows(self, work: Work) -> tuple[Programme, list[Enrolment]]:
        """With the station's row held. NotEnrolled if nothing of it stands."""
        rows = family(work, self.sign_up_id)
        if not rows:
            raise NotEnrolled
        programme = locked(work, rows[0].programme_id)
        rows = family(work, self.sign_up_id)
        if not rows:
            raise NotEnrolled
        return programme, rows


@dataclass(frozen=True)
class LeaveStation(OfSignUp[int]):
    """The place is given back, or the application: those who wait are looked at by the clock.
    Returns the sign-up's id."""

    may: ClassVar[May] = May(relations=("guardian",))
    sign_up_id: int

    def run(self, work: Work) -> int:
        _programme, rows = self.rows(work)
        for row in rows:
            end(work, row)
        return self.sign_up_id


@dataclass(frozen=True)
class ChangeDays(OfSignUp[int]):
    """Other weekdays. What is new has to be free, if the children are in; nothing changes else.
    Returns the sign-up's id."""

    may: ClassVar[May] = May(relations=("guardian",))
    sign_up_id: int
    days: int

    def run(self, work: Work) -> int:
        programme, rows = self.rows(work)
        if not self.days or self.days & ~days_of(programme):
            raise NotThatDay
        before = rows[0].days
        if rows[0].state == "in":
            self._move(work, programme.id, before, len(rows))
        for row in rows:
            row.days = self.days
        work.session.flush()
        return self.sign_up_id

    def _move(self, work: Work, programme_id: int, before: int, count: int) -> None:
        for weekday in weekdays_in(self.days & ~before):
            if not take_days(work, programme_id, 1 << weekday, count):
                raise DayFull(weekday)
        term = work.session.get_one(StationTerm, programme_id)
        dropped = before & ~self.days
        if dropped:
            give_back_days(work, programme_id, dropped, count)
            drop_bookings(work, self.sign_up_id, dropped)
            term.freed = True
        term.done_to = work.now


def end(work: Work, row: Enrolment) -> None:
    """One child's place, or its place in the waiting list, is over."""
    if row.state == "in":
        give_back_days(work, row.programme_id, row.days, 1)
        work.session.get_one(StationTerm, row.programme_id).freed = True
    row.state, row.queue, row.ended_at = "ended", None, work.now
    work.session.flush()
    drop_bookings(work, row.sign_up_id, child_id=row.person_id)


def leave_all(work: Work, child_id: int) -> None:
    """Everything of one child ends, because its guardian agrees no longer: its places, and who may
    collect it. Brothers and sisters keep theirs."""
    found = select(Enrolment).where(Enrolment.person_id == child_id, Enrolment.state != "ended")
    for row in work.session.scalars(found).all():
        locked(work, row.programme_id)
        work.session.refresh(row)
        if row.state != "ended":
            end(work, row)
    for collector in work.session.scalars(
        select(Collector).where(Collector.child_id == child_id, Collector.ended_at.is_(None))
    ):
        collector.ended_at = work.now
        if collector.person_id is None:
            collector.name, collector.phone = "", None


# -- the waiting list ------------------------------------------------------------------------------
@dataclass(frozen=True)
class LetInWaiting(Command[int]):
    """By the clock: places were given back. The first families that fit have them, and are told;
    returns how many, and looks again until none fits."""

    may: ClassVar[May] = May(clock=True)
    programme_id: int

    def run(self, work: Work) -> int:
        locked(work, self.programme_id)
        term = work.session.get_one(StationTerm, self.programme_id, populate_existing=True)
        if not term.freed:
            return 0
        done = 0
        for sign_up_id in _waiting(work, self.programme_id):
            rows = family(work, sign_up_id)
            if rows and let_in(work, term, rows):
                tell_family(work, rows, "in")
                done += 1
            if done == CHUNK:
                return done
        term.freed = False
        return done + 1


def _waiting(work: Work, programme_id: int) -> list[int]:
    rows = work.session.execute(
        select(Enrolment.sign_up_id, Enrolment.queue)
        .where(Enrolment.programme_id == programme_id, Enrolment.state == "waiting")
        .distinct()
        .order_by(Enrolment.queue)
    )
    return [row.sign_up_id for row in rows]


def freed_terms(work: Work) -> list[int]:
    return work.found(_freed)
