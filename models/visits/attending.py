"""Ticking a visit off: came, seen, did not come. Every tick leaves a line that is never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from models.behalf import acting_for, may_act_for
from models.bookings.commands import VISITS
from models.bookings.refusals import BookingOver
from models.bookings.tables import AttendanceNote, Booking
from models.care.doing import visit_attended
from models.clocks import to_town
from models.doctors.queries import DOCTOR
from models.family.kin import bound
from models.gate import May
from models.refusals import NotFound
from models.visits.finding import Visit, visit_of
from models.visits.listing import OfDoctors
from models.visits.messages import VisitMark
from models.visits.refusals import NotTodaysVisit
from models.work import Work

Mark = Literal["arrived", "done", "absent", "open"]
MARKS: tuple[Mark, ...] = ("arrived", "done", "absent", "open")
TOLD = ("arrived", "done")


@dataclass(frozen=True)
class Marked:
    """``asks``: what came due, is done by this visit, and still lacks the doctor's word on how it
    was."""

    mark: str
    asks: tuple[int, ...] = ()


@dataclass(frozen=True)
class MarkVisit(OfDoctors):
    """``mark``: arrived, done, absent, or open for a slip of the finger. Whoever booked it for
    somebody else hears the first two; what came due is done by a visit that was."""

    may: ClassVar[May] = May(relations=(DOCTOR,))
    booking_id: int
    mark: str

    def run(self, work: Work) -> Marked:
        if self.mark not in MARKS:
            raise NotFound("mark")
        booking = _locked(work, self.booking_id)
        visit = visit_of(work, booking.id)
        if to_town(visit.begins_at).date() != to_town(work.now).date():
            raise NotTodaysVisit(visit.begins_at)
        before = _stands(booking)
        if before == self.mark:
            return Marked(self.mark)
        _set(work, booking, self.mark)
        work.session.add(
            AttendanceNote(
                booking_id=booking.id,
                was=before,
                now=self.mark,
                by_id=work.actor.person_id,
                at=work.now,
            )
        )
        work.session.flush()
        if self.mark in TOLD:
            _tell_who_booked(work, visit, self.mark)
        asks = visit_attended(work, booking) if self.mark == "done" else ()
        return Marked(self.mark, tuple(asks))


def _locked(work: Work, booking_id: int) -> Booking:
    booking = work.session.get(Booking, booking_id, with_for_update=True, populate_existing=True)
    if booking is None:
        raise NotFound("booking")
    if booking.state != "booked":
        raise BookingOver(booking.id, booking.state)
    return booking


def _stands(booking: Booking) -> Mark:
    if booking.attended == "present":
        return "arrived" if booking.left_at is None else "done"
    return "absent" if booking.attended == "absent" else "open"


def _set(work: Work, booking: Booking, mark: str) -> None:
    came = mark in TOLD
    booking.attended = "present" if came else "absent" if mark == "absent" else ""
    booking.came_at = (booking.came_at or work.now) if came else None
    booking.left_at = work.now if mark == "done" else None
    work.session.flush()


def _tell_who_booked(work: Work, visit: Visit, mark: str) -> None:
    """Family, as long as they may see to it; a worker need not hear it of everybody."""
    if visit.by_id == visit.person_id or not bound(work, visit.person_id, visit.by_id):
        return
    key = f"visit:{visit.booking_id}:{mark}"
    work.tell(visit.by_id, VisitMark(visit.booking_id, mark), key=key)


def still_theirs(work: Work, visit: Visit) -> bool:
    """Whether the acting person, who booked it, may see to that one's visits now."""
    return may_act_for(acting_for(work, visit.person_id), VISITS)
