"""Who came: ticked one by one, the rest in one go, and somebody who had not booked.

Every tick leaves a line of who made it and what it was before; a correction is one more line.
Whoever runs sessions of the kind at the place may tick, and the leader of the very session. Not
coming is counted and has no consequence: nobody is scolded for a bus that did not run.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import insert, literal, select, update

from models.base import UtcTime
from models.bookings.commands import book, open_sign_up
from models.bookings.places import lock
from models.bookings.refusals import BookingOver, NotToday, PlaceTaken
from models.bookings.reminding import take_off
from models.bookings.tables import IS_HOLDING, IS_LIVE, AttendanceNote, Booking
from models.bookings.terms import Wanted
from models.clocks import to_town
from models.duty.people import my_paths
from models.gate import Command, May
from models.people.finding import STAFF, exactly
from models.programmes.kinds import kind_of
from models.programmes.running import DESK, RUNS, runs_programme, session_of
from models.programmes.tables import Session
from models.refusals import NotFound
from models.register.tables import Household, Person
from models.rights import covers
from models.town.programmes import ProgrammeKind
from models.work import Work

MARKS = ("present", "absent", "excused", "")
LEADER = "leader"


def ticks(work: Work, session_id: int) -> Collection[str]:
    """What the acting person is to a session: its leader, somebody who runs it, or nothing."""
    try:
        session, programme = session_of(work, session_id)
    except NotFound:
        return ()
    if work.actor.person_id and work.actor.person_id == (session.leader_id or programme.leader_id):
        return (LEADER,)
    return runs_programme(work, programme)


def _on_its_day(work: Work, session: Session) -> None:
    """NotToday before it; afterwards a correction is still right."""
    if to_town(session.begins_at).date() > to_town(work.now).date():
        raise NotToday(session.begins_at)
    if session.state == "cancelled":
        raise BookingOver(0, "session_off")


class _OfRoll(Command[int]):
    may: ClassVar[May] = May()
    session_id: int

    def relations(self, work: Work) -> Collection[str]:
        return ticks(work, self.session_id)


# -- ticking -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Tick(_OfRoll):
    """``mark``: present, absent, excused, or "" for a slip of the finger. Returns the booking."""

    may: ClassVar[May] = May(relations=(LEADER, RUNS))
    session_id: int
    booking_id: int
    mark: str

    def run(self, work: Work) -> int:
        if self.mark not in MARKS:
            raise NotFound("mark")
        session, _programme = session_of(work, self.session_id)
        _on_its_day(work, session)
        booking = work.session.get(
            Booking, self.booking_id, with_for_update={"key_share": True}, populate_existing=True
        )
        if booking is None or booking.session_id != session.id:
            raise NotFound("booking")
        if booking.state != "booked":
            raise BookingOver(booking.id, booking.state)
        mark(work, booking, self.mark)
        return booking.id


def mark(work: Work, booking: Booking, now: str) -> None:
    """Set it, with the line that stays."""
    was = booking.attended
    if was == now:
        return
    booking.attended = now
    booking.came_at = (booking.came_at or work.now) if now == "present" else None
    note = AttendanceNote(
        booking_id=booking.id, was=was, now=now, by_id=work.actor.person_id, at=work.now
    )
    work.session.add(note)
    work.session.flush()
    take_off(work, booking.id)


@dataclass(frozen=True)
class TickRest(_OfRoll):
    """Everybody who is not ticked yet is there. Returns how many those were."""

    may: ClassVar[May] = May(relations=(LEADER, RUNS))
    session_id: int

    def run(self, work: Work) -> int:
        session, _programme = session_of(work, self.session_id)
        _on_its_day(work, session)
        lock(work, session.id)
        open_ones = (
            Booking.session_id == session.id, IS_HOLDING, Booking.state == "booked",
            Booking.attended == "",
        )  # fmt: skip
        noted = select(
            Booking.id, literal(""), literal("present"), literal(work.actor.person_id),
            literal(work.now, UtcTime),
        ).where(*open_ones)  # fmt: skip
        columns = ("booking_id", "was", "now", "by_id", "at")
        work.session.execute(insert(AttendanceNote).from_select(columns, noted))
        done = work.session.execute(
            update(Booking)
            .where(*open_ones)
            .values(attended="present", came_at=work.now)
            .execution_options(synchronize_session=False)
        )
        work.session.expire_all()
        return int(done.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result counts


# -- somebody who had not booked ------------------------------------------------------------------------
@dataclass(frozen=True)
class WalkIn(_OfRoll):
    """Somebody stands there who has no place: they get one, if there is one, and are ticked.
    ``known_by``: what one knows them by, for somebody from elsewhere. Returns the booking."""

    may: ClassVar[May] = May(relations=(LEADER, RUNS))
    session_id: int
    person_id: int
    known_by: str = ""

    def run(self, work: Work) -> int:
        session, programme = session_of(work, self.session_id)
        _on_its_day(work, session)
        kind = kind_of(work, programme)
        if not _is_known(work, kind, self.person_id, self.known_by):
            raise NotFound("person")
        lock(work, session.id)
        booking = work.session.scalars(
            select(Booking).where(
                Booking.session_id == session.id, Booking.person_id == self.person_id, IS_LIVE
            )
        ).one_or_none()
        if booking is None:
            booking = self._new(work, Wanted(session, programme, kind))
        elif booking.state == "offered":
            booking.state, booking.offer_until = "booked", None
            work.session.flush()
        elif booking.state == "waiting":
            raise PlaceTaken(session.id)
        mark(work, booking, "present")
        return booking.id

    def _new(self, work: Work, one: Wanted) -> Booking:
        if one.session.taken >= one.session.places or one.session.state != "planned":
            raise PlaceTaken(one.session.id)
        sign_up = open_sign_up(work, one.programme.id)
        booked = book(work, one, self.person_id, sign_up)
        booking = work.session.get_one(Booking, booked.booking_id)
        if booking.state != "booked":
            raise PlaceTaken(one.session.id)
        return booking


def finders(kind: ProgrammeKind) -> tuple[str, ...]:
    """Who of those who run a kind may look for people at their places."""
    return tuple(dict.fromkeys((*DESK, *kind.runs)))


def _is_known(work: Work, kind: ProgrammeKind, person_id: int, known_by: str) -> bool:
    """Somebody of one's own places; or whom a member of staff has just named exactly."""
    row = work.session.execute(
        select(Person.gone, Household.grid_id)
        .outerjoin(Household, Household.id == Person.household_id)
        .where(Person.id == person_id)
    ).one_or_none()
    if row is None or row.gone:
        return False
    paths = my_paths(work, finders(kind))
    if row.grid_id and any(covers(path, work.town.path(row.grid_id)) for path in paths):
        return True
    who = exactly(known_by) if my_paths(work, STAFF) else None
    if who is None:
        return False
    return work.session.scalar(select(Person.id).where(Person.id == person_id, who)) is not None
