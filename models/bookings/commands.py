"""Taking a place, giving it up, changing it. Each is one transaction.

A time with the doctor and everything else are two purposes: who may see to her doctor visits may
not sign her up for a course. So each command is there twice, and says which kinds it serves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import update

from models.bookings.ending import give_up
from models.bookings.messages import BookingRefused
from models.bookings.places import (
    join_queue,
    lock,
    locked,
    others_first,
    pass_on,
    position,
    take_place,
)
from models.bookings.refusals import AlreadyBooked, BookingOver, CallingOffLate, PlaceTaken
from models.bookings.reminding import plan, plan_anew
from models.bookings.tables import IS_LATE, LATE, AttendanceNote, Booking, SignUp
from models.bookings.terms import (
    LIVE,
    Wanted,
    check_count,
    check_person,
    check_time,
    hold_people,
    is_late,
    wanted,
)
from models.gate import Command, May
from models.numbers import sign_up_number
from models.refusals import NotFound
from models.work import Work

VISITS = "visits"
"""Doctor visits."""
PLACES = "places"
"""Everything else one can sign up for."""


def purpose_of(one: Wanted) -> str:
    return VISITS if one.kind.way == "team" else PLACES


@dataclass(frozen=True)
class Booked:
    """``position``: in the waiting list, 0 for whoever has a place. ``place``: its number."""

    booking_id: int
    sign_up_id: int
    number: str
    place: int
    position: int


# -- taking a place ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class BookPlace(Command[Booked]):
    """For whoever it is done for. ``note``: what troubles them, for the doctors alone."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = PLACES
    session_id: int
    note: str = ""

    def run(self, work: Work) -> Booked:
        one = wanted(work, self.session_id)
        if purpose_of(one) != self.purpose or one.kind.way == "term":
            raise NotFound("session")
        me = work.actor.person_id
        hold_people(work, one, me)
        lock(work, self.session_id)
        one = wanted(work, self.session_id)
        check_time(work, one)
        check_person(work, one.programme, one.kind, me)
        check_count(work, one, me)
        return book(work, one, me, open_sign_up(work, one.programme.id, self.note))

    def undo(self, result: Booked) -> Command[int]:
        return TakeBackPlace(result.booking_id)


@dataclass(frozen=True)
class BookVisit(BookPlace):
    """A time with the doctors of where somebody lives."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = VISITS

    def undo(self, result: Booked) -> Command[int]:
        return TakeBackVisit(result.booking_id)


def open_sign_up(work: Work, programme_id: int, note: str = "") -> SignUp:
    """The row that holds together what is signed up for at once, with its number."""
    row = SignUp(
        programme_id=programme_id,
        by_id=work.actor.by_id or work.actor.person_id,
        at=work.now,
        note=note or None,
        number=f"~{work.key}",
    )
    work.session.add(row)
    work.session.flush()
    row.number = sign_up_number(row.id)
    work.session.flush()
    return row


def book(work: Work, one: Wanted, person_id: int, sign_up: SignUp) -> Booked:
    """A place in a locked session, or the end of its waiting list. PlaceTaken where there is none."""
    place, queue = _seat(work, one)
    _comes_after_all(work, one, person_id)
    booking = Booking(
        session_id=one.session.id,
        person_id=person_id,
        sign_up_id=sign_up.id,
        state="waiting" if place is None else "booked",
        place=place,
        queue=queue,
        moves=0,
        made_at=work.now,
    )
    work.session.add(booking)
    work.session.flush()
    if place is not None:
        plan(work, booking, one.session, one.kind)
    return _as_booked(work, booking, sign_up)


def _comes_after_all(work: Work, one: Wanted, person_id: int) -> None:
    """Who called off late and books again is waited for in vain by nobody."""
    if one.kind.cancel_minutes:
        work.session.execute(
            update(Booking)
            .where(
                Booking.person_id == person_id,
                Booking.session_id == one.session.id,
                IS_LATE,
            )
            .values(attended="")
            .execution_options(synchronize_session=False)
        )


def _seat(work: Work, one: Wanted) -> tuple[int | None, int | None]:
    """The number of a place, or of the waiting list. Nobody passes those who wait already."""
    place = None if others_first(work, one.session) else take_place(work, one.session.id)
    if place is None and not one.kind.waiting:
        raise PlaceTaken(one.session.id)
    return place, join_queue(work, one.session.id) if place is None else None


def _as_booked(work: Work, booking: Booking, sign_up: SignUp) -> Booked:
    waits = position(work, booking) if booking.place is None else 0
    return Booked(booking.id, sign_up.id, sign_up.number, booking.place or 0, waits)


# -- giving it up ------------------------------------------------------------------------------------
def mine(work: Work, booking_id: int, purpose: str, *session_ids: int) -> tuple[Booking, Wanted]:
    """A live booking of whoever it is done for, with its session, both (and ``session_ids``)
    locked. NotFound, BookingOver."""
    booking = locked(work, booking_id, *session_ids)
    if booking is None or booking.person_id != work.actor.person_id:
        raise NotFound("booking")
    if booking.state not in LIVE:
        raise BookingOver(booking_id, booking.state)
    one = wanted(work, booking.session_id)
    if purpose_of(one) != purpose:
        raise NotFound("booking")
    if work.now >= one.session.begins_at:
        raise BookingOver(booking_id, "begun")
    return booking, one


COUNTS, FORGIVEN = "counts", "forgiven"


@dataclass(frozen=True)
class CancelPlace(Command[int]):
    """No longer: the place is passed on. Whoever booked it for another one hears of it when that
    one does not want it. Returns the booking's id.

    ``late``: how a place counts that is given up past the last moment for it. "counts": they were
    told that it is late, and it counts as not come. "forgiven": the time itself was moved, say. ""
    if they were told nothing: then it is CallingOffLate, and nothing is done."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = PLACES
    booking_id: int
    late: str = ""

    def run(self, work: Work) -> int:
        booking, one = mine(work, self.booking_id, self.purpose)
        late = booking.state == "booked" and is_late(one.kind, one.session.begins_at, work.now)
        if late and self.late not in (COUNTS, FORGIVEN):
            raise CallingOffLate(
                booking.id, one.kind.cancel_minutes, at_home=one.kind.where == "home"
            )
        by = work.session.get_one(SignUp, booking.sign_up_id).by_id
        refused = not work.actor.by_id and by != work.actor.person_id
        give_up(work, booking, "refused" if refused else "cancelled")
        if late and self.late == COUNTS:
            _counts_as_not_come(work, booking)
        if refused:
            work.tell(by, BookingRefused(booking.id), key=f"refused:{booking.id}")
        return booking.id


def _counts_as_not_come(work: Work, booking: Booking) -> None:
    booking.attended = LATE
    by_id = work.actor.by_id or work.actor.person_id
    work.session.add(
        AttendanceNote(booking_id=booking.id, was="", now=LATE, by_id=by_id, at=work.now)
    )
    work.session.flush()


@dataclass(frozen=True)
class CancelVisit(CancelPlace):
    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = VISITS


@dataclass(frozen=True)
class TakeBackPlace(Command[int]):
    """The one it was booked for does not want it: whoever booked it hears that by the act itself.
    Never late: it was not they who wanted to come. Returns the booking's id."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = PLACES
    booking_id: int

    def run(self, work: Work) -> int:
        booking, _one = mine(work, self.booking_id, self.purpose)
        give_up(work, booking, "refused")
        return booking.id


@dataclass(frozen=True)
class TakeBackVisit(TakeBackPlace):
    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = VISITS


# -- another time ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ChangePlace(Command[Booked]):
    """Another session of the same kind instead: the old place is given up only if the new one is
    had. It stays the same booking, with its number and what was said with it."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = PLACES
    booking_id: int
    session_id: int

    def run(self, work: Work) -> Booked:
        one = wanted(work, self.session_id)
        hold_people(work, one, work.actor.person_id)
        booking, before = mine(work, self.booking_id, self.purpose, self.session_id)
        one = wanted(work, self.session_id)
        if purpose_of(one) != self.purpose or one.programme.kind != before.programme.kind:
            raise NotFound("session")
        if one.session.id == booking.session_id:
            raise AlreadyBooked(booking.id)
        check_time(work, one)
        check_person(work, one.programme, one.kind, booking.person_id)
        check_count(work, one, booking.person_id, but=booking.id)
        return _move_over(work, booking, one)


def _move_over(work: Work, booking: Booking, one: Wanted) -> Booked:
    old_session, old_place = booking.session_id, booking.place
    place, queue = _seat(work, one)
    if place is None and old_place is not None:
        raise PlaceTaken(one.session.id)
    booking.session_id, booking.place, booking.queue = one.session.id, place, queue
    booking.state, booking.offer_until = "waiting" if place is None else "booked", None
    booking.said, booking.moves = "", booking.moves + 1
    sign_up = work.session.get_one(SignUp, booking.sign_up_id)
    sign_up.programme_id = one.programme.id
    work.session.flush()
    plan_anew(work, booking, one.session, one.kind)
    if old_place is not None:
        pass_on(work, old_session, old_place)
    return _as_booked(work, booking, sign_up)


@dataclass(frozen=True)
class ChangeVisit(ChangePlace):
    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = VISITS
