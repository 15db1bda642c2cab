"""Another station for a family that has no place: the nearest with room on their days, in one step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from models.bookings.enrolling import Enrolled, check_child, enrol, locked, needs_consent
from models.bookings.tables import Enrolment
from models.gate import May
from models.programmes.kinds import kind_of
from models.programmes.tables import Programme
from models.station.changing import OfSignUp, end
from models.station.enrolled import Standing
from models.station.filling import family, free_places
from models.station.refusals import ConsentNeeded, NoRoomThere, NotEnrolled
from models.station.stations import Station, days_of, draw_at, others, weekdays_in
from models.station.tables import StationTerm
from models.work import Work


def elsewhere(work: Work, one: Standing) -> Station | None:
    """Where all the children of a sign-up that waits can go on their days at once; None if there
    is no such station."""
    if one.state != "waiting":
        return None
    for other in others(work, one.programme):
        programme = work.session.get_one(Programme, other.programme_id)
        if has_room(work, programme, one.days, len(one.children)):
            return other
    return None


def has_room(work: Work, programme: Programme, days: int, count: int) -> bool:
    """Whether so many children who come now are in on these weekdays: no draw is to come, nobody
    waits already, and there are as many places."""
    if days & ~days_of(programme) or not _is_drawn(work, programme):
        return False
    waiting = select(Enrolment.id).where(
        Enrolment.programme_id == programme.id, Enrolment.state.in_(("applied", "waiting"))
    )
    if work.session.scalar(waiting.limit(1)) is not None:
        return False
    free = free_places(work, programme.id)
    return all(free.get(one, programme.places) >= count for one in weekdays_in(days))


def _is_drawn(work: Work, programme: Programme) -> bool:
    """A draw in which everybody has a place or knows of none is as good as over."""
    term = work.session.get(StationTerm, programme.id)
    at = term.draw_at if term is not None else draw_at(programme, kind_of(work, programme))
    return at is None or at <= work.now


@dataclass(frozen=True)
class GoElsewhere(OfSignUp[Enrolled]):
    """The children that wait at one station are signed up at another, for the same days, and wait
    no longer. What was agreed and who may collect are about the children and stand. NoRoomThere, with nothing
    changed, if somebody else was faster."""

    may: ClassVar[May] = May(relations=("guardian",))
    sign_up_id: int
    programme_id: int

    def run(self, work: Work) -> Enrolled:
        rows = family(work, self.sign_up_id)
        if not rows:
            raise NotEnrolled
        for programme_id in sorted({rows[0].programme_id, self.programme_id}):
            locked(work, programme_id)  # in one order, whichever way a family goes
        here, rows = self.rows(work)
        there = work.session.get_one(Programme, self.programme_id)
        children, days = [row.person_id for row in rows], rows[0].days
        if rows[0].state != "waiting" or not self._takes(work, here, there, days, len(children)):
            raise NoRoomThere
        for row in rows:
            end(work, row)
        kind = kind_of(work, there)
        for child_id in children:
            check_child(work, there, kind, child_id)
            if kind.consent is not None and needs_consent(work, child_id, kind.consent):
                raise ConsentNeeded
        return enrol(work, there, kind, children, days)

    def _takes(self, work: Work, here: Programme, there: Programme, days: int, count: int) -> bool:
        known = {one.programme_id for one in others(work, here)}
        return there.id in known and has_room(work, there, days, count)
