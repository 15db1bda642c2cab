"""Any sequence of book, change, cancel, move, grow, shrink, take, lapse: what must always be true.

Two times of one talk, few places, six people, and the clock. After every step the whole of it is
looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select

from models.bookings.places import offer_until
from models.bookings.reminding import steps
from models.bookings.tables import Booking, ReminderRow
from models.clocks import to_town
from models.programmes.tables import Session
from models.refusals import Refusal
from models.work import Work
from tests.bookings.hall import Hall

PEOPLE = ("wang", "yu", "tong", "sun", "lifang", "meng")
HOLD = ("booked", "offered")
who = st.sampled_from(PEOPLE)
which = st.integers(0, 1)
few = st.integers(1, 4)


class Places(RuleBasedStateMachine):
    """``joined``: when each began to wait, as counted here; ``planned``: when its reminders were."""

    def __init__(self, hall: Hall, looked: list[int]) -> None:
        super().__init__()
        self.hall, self.looked = hall, looked
        day = to_town(hall.clock.now()).date()
        programme = hall.programme()
        self.sessions = [
            hall.session(programme, places=2, day=day + timedelta(days=ahead), hour=time(15))
            for ahead in (2, 4)
        ]
        self.joined: dict[int, int] = {}
        self.planned: dict[int, datetime] = {}
        self.steps = 0

    # -- what happens --------------------------------------------------------------------------------
    @rule(who=who, at=which)
    def book(self, who: str, at: int) -> None:
        made = self._does(lambda: self.hall.books(who, self.sessions[at]))
        if made is not None:
            self._noted(made.booking_id)

    @rule(at=which, start=st.integers(0, 5))
    def everybody_books(self, at: int, start: int) -> None:
        for who in (*PEOPLE[start:], *PEOPLE[:start]):
            self.book(who=who, at=at)

    @rule(at=which)
    def who_holds_a_place_leaves(self, at: int) -> None:
        for booking in self._all(self.sessions[at]):
            if booking.state in HOLD:
                who = next(one for one in PEOPLE if self.hall[one] == booking.person_id)
                self._does(lambda: self.hall.cancels(who, booking.id))  # noqa: B023 - run at once
                return

    @rule(at=which)
    def whoever_is_offered_takes_it(self, at: int) -> None:
        for booking in self._all(self.sessions[at]):
            if booking.state == "offered":
                who = next(one for one in PEOPLE if self.hall[one] == booking.person_id)
                if self._does(lambda: self.hall.takes(who, booking.id)):  # noqa: B023 - run at once
                    self.planned[booking.id] = self.hall.clock.now()

    @rule(who=who, nth=st.integers(0, 1))
    def cancel(self, who: str, nth: int) -> None:
        mine = self._live_of(who)
        if mine:
            self._does(lambda: self.hall.cancels(who, mine[nth % len(mine)]))

    @rule(who=who, at=which)
    def change(self, who: str, at: int) -> None:
        for booking in self._live_of(who)[:1]:
            if self._does(lambda: self.hall.changes(who, booking, self.sessions[at])):  # noqa: B023 - run at once
                self._noted(booking)

    @rule(at=which, hours=st.sampled_from((-20, -1, 1, 30)))
    def move(self, at: int, hours: int) -> None:
        session = self.sessions[at]
        to = self._session(session).begins_at + timedelta(hours=hours)
        if self._does(lambda: self.hall.moves(session, to)) is not None:
            for booking in self._all(session):
                if booking.state == "booked":
                    self.planned[booking.id] = self.hall.clock.now()

    @rule(at=which, places=few)
    def grow_or_shrink(self, at: int, places: int) -> None:
        self._does(lambda: self.hall.has_places(self.sessions[at], places))

    @precondition(lambda self: self.steps > 12)
    @rule(at=which)
    def call_off(self, at: int) -> None:
        self._does(lambda: self.hall.calls_off(self.sessions[at]))

    @rule(minutes=st.sampled_from((1, 90, 130, 700)))
    def time_goes_by(self, minutes: int) -> None:
        self.hall.passes(minutes=minutes)

    def _does(self, deed: Callable[[], Any]) -> Any:
        self.steps += 1
        try:
            return deed()
        except Refusal:
            return None

    def _noted(self, booking_id: int) -> None:
        booking = self.hall.booking(booking_id)
        if booking.state == "waiting":
            self.joined[booking_id] = self.steps
        else:
            self.planned[booking_id] = self.hall.clock.now()

    # -- what is true --------------------------------------------------------------------------------
    @invariant()
    def all_is_well(self) -> None:
        self.looked.append(self.steps)
        for session_id in self.sessions:
            session, bookings = self._session(session_id), self._all(session_id)
            held = [one for one in bookings if one.state in HOLD]
            assert session.taken == len(held) <= session.places
            assert len({one.place for one in held}) == len(held)
            assert all(one.place for one in held)
            self._list_is_in_order(bookings)
            for booking in bookings:
                self._reminded_once(session, booking)

    @invariant()
    def nobody_waits_beside_a_free_place(self) -> None:
        """Once the clock has looked, unless nobody could answer any more."""
        self.hall.tick()
        for session_id in self.sessions:
            session = self._session(session_id)
            waits = any(one.state == "waiting" for one in self._all(session_id))
            if waits and session.taken < session.places:
                assert self.hall.read(lambda work: _cannot_be_offered(work, session_id))  # noqa: B023 - read at once

    def _list_is_in_order(self, bookings: list[Booking]) -> None:
        waiting = sorted(
            (one for one in bookings if one.state == "waiting"), key=lambda one: one.queue or 0
        )
        turns = [self.joined[one.id] for one in waiting]
        assert turns == sorted(turns)
        served = [self.joined[one.id] for one in bookings if one.state == "offered"]
        assert not served or not turns or max(served) < min(turns), "the first was served first"

    def _reminded_once(self, session: Session, booking: Booking) -> None:
        rows = self.hall.read(lambda work: _rows(work, booking.id))
        due = [step for step, moves, state in rows if state == "due"]
        if booking.state != "booked" or session.state != "planned":
            assert due == []
            return
        mine = sorted(
            step for step, moves, state in rows if moves == booking.moves and state != "off"
        )
        kind = self.hall.town.programme_kind("lecture")
        wanted = self.hall.read(
            lambda work: steps(work.calendar, kind, session.begins_at, self.planned[booking.id])
        )
        assert mine == sorted(wanted), "exactly one of each step"

    # -- looking -------------------------------------------------------------------------------------
    def _session(self, session_id: int) -> Session:
        return self.hall.read(lambda work: work.session.get_one(Session, session_id))

    def _all(self, session_id: int) -> list[Booking]:
        found = select(Booking).where(Booking.session_id == session_id).order_by(Booking.id)
        return self.hall.read(lambda work: list(work.session.scalars(found)))

    def _live_of(self, who: str) -> list[int]:
        found = select(Booking.id).where(
            Booking.person_id == self.hall[who],
            Booking.session_id.in_(self.sessions),
            Booking.state.in_(("booked", "waiting", "offered")),
        )
        return self.hall.read(lambda work: list(work.session.scalars(found.order_by(Booking.id))))

    def teardown(self) -> None:
        for session in self.sessions:
            self._does(lambda: self.hall.calls_off(session))  # noqa: B023 - run at once
        self.hall.tick()


def _rows(work: Work, booking_id: int) -> list[tuple[str, int, str]]:
    found = select(ReminderRow.step, ReminderRow.moves, ReminderRow.state).where(
        ReminderRow.booking_id == booking_id
    )
    return [(step, moves, state) for step, moves, state in work.session.execute(found)]


def _cannot_be_offered(work: Work, session_id: int) -> bool:
    return offer_until(work, work.session.get_one(Session, session_id)) is None
