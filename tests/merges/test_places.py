"""Two rows that are one person and have places on both: nobody sits on two chairs, the counts are
right, and afterwards each has theirs again as far as nobody else sits there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from models.bookings.tables import Booking, Enrolment
from models.care.tables import DueItem, PersonCondition
from models.family.tables import Guardian
from models.programmes.tables import Session
from models.register.tables import Person
from models.station.tables import Collector, StationTerm
from models.work import Work
from tests.merges.chairs import DAY, HOUR, Chairs, statements
from tests.permissions.town import SmallTown

Try = Callable[[Callable[[Chairs], None]], None]


@pytest.fixture
def tries(small_town: SmallTown) -> Try:
    def whole(job: Callable[[Chairs], None]) -> None:
        small_town.tries("coordinator", lambda work: job(Chairs(work, small_town)))

    return whole


# -- one session -----------------------------------------------------------------------------------------
def test_what_only_one_of_them_booked_goes_over_and_back(tries: Try) -> None:
    def job(chairs: Chairs) -> None:
        booking = chairs.booked(chairs.twin, chairs.session())
        chairs.become_one()
        assert chairs.stands(booking) == (chairs.yu, "booked")
        assert chairs.reminded(booking) == ["due"]
        chairs.are_two_again()
        assert chairs.stands(booking) == (chairs.twin, "booked")

    tries(job)


def test_of_two_places_in_one_session_one_is_given_back(tries: Try) -> None:
    def job(chairs: Chairs) -> None:
        session = chairs.session(places=3)
        mine, other = chairs.booked(chairs.yu, session), chairs.booked(chairs.twin, session)
        chairs.become_one()
        assert chairs.stands(mine) == (chairs.yu, "booked")
        assert chairs.stands(other) == (chairs.yu, "cancelled")
        assert chairs.counted(session) == 1
        assert chairs.reminded(other) == ["off"]
        chairs.are_two_again()
        assert chairs.stands(mine) == (chairs.yu, "booked")
        assert chairs.stands(other) == (chairs.twin, "booked")
        assert chairs.counted(session) == 2
        assert chairs.reminded(other) == ["due"]
        assert chairs.work.session.get_one(Booking, other).place == 2

    tries(job)


@pytest.mark.parametrize(
    ("one", "other", "stands"),
    [
        ("waiting", "booked", "other"),
        ("offered", "booked", "other"),
        ("booked", "waiting", "one"),
        ("waiting", "waiting", "one"),
    ],
)
def test_the_better_place_stands_whosever_it_is(
    tries: Try, one: str, other: str, stands: str
) -> None:
    def job(chairs: Chairs) -> None:
        session, until = chairs.session(places=4), chairs.work.now + HOUR
        ids = {
            "one": chairs.booked(chairs.yu, session, one,
                                 offer_until=until if one == "offered" else None),
            "other": chairs.booked(chairs.twin, session, other),
        }  # fmt: skip
        loser = ids["other" if stands == "one" else "one"]
        before = {name: chairs.stands(row) for name, row in ids.items()}
        chairs.become_one()
        assert chairs.stands(ids[stands]) == (chairs.yu, "booked" if "booked" in (one, other)
                                              else "waiting")  # fmt: skip
        assert chairs.stands(loser)[1] == "cancelled"
        chairs.counted(session)
        chairs.are_two_again()
        assert {name: chairs.stands(row) for name, row in ids.items()} == before
        chairs.counted(session)

    tries(job)


def test_who_was_there_was_there(tries: Try) -> None:
    """An evening that is over: she was ticked on one row and is missing on the other."""

    def job(chairs: Chairs) -> None:
        at = chairs.work.now - DAY
        session = chairs.session(places=3, at=at)
        absent = chairs.booked(chairs.yu, session, attended="absent")
        present = chairs.booked(chairs.twin, session, attended="present", came_at=at)
        chairs.become_one()
        assert chairs.stands(present) == (chairs.yu, "booked")
        assert chairs.stands(absent) == (chairs.yu, "cancelled")
        chairs.are_two_again()
        assert chairs.counted(session) == 2

    tries(job)


def test_a_place_that_went_to_somebody_else_does_not_come_back(tries: Try) -> None:
    def job(chairs: Chairs) -> None:
        session = chairs.session(places=2)
        mine, other = chairs.booked(chairs.yu, session), chairs.booked(chairs.twin, session)
        chairs.become_one()
        chairs.booked(chairs.there["zhao"], session)
        chairs.are_two_again()
        assert chairs.stands(mine) == (chairs.yu, "booked")
        assert chairs.stands(other) == (chairs.twin, "cancelled")
        assert chairs.counted(session) == 2
        assert chairs.reminded(other) == ["off"]

    tries(job)


def test_another_chair_is_as_good(tries: Try) -> None:
    def job(chairs: Chairs) -> None:
        session = chairs.session(places=3)
        chairs.booked(chairs.yu, session)
        other = chairs.booked(chairs.twin, session)
        chairs.become_one()
        chairs.booked(chairs.there["zhao"], session)
        chairs.are_two_again()
        assert chairs.stands(other) == (chairs.twin, "booked")
        assert chairs.work.session.get_one(Booking, other).place == 3
        assert chairs.counted(session) == 3

    tries(job)


def test_nothing_comes_back_to_a_session_that_is_off(tries: Try) -> None:
    def job(chairs: Chairs) -> None:
        session = chairs.session(places=3)
        chairs.booked(chairs.yu, session)
        other = chairs.booked(chairs.twin, session)
        chairs.become_one()
        chairs.work.session.execute(
            update(Session).where(Session.id == session).values(state="cancelled")
        )
        chairs.are_two_again()
        assert chairs.stands(other) == (chairs.twin, "cancelled")

    tries(job)


def test_the_cost_does_not_grow_with_what_they_booked(tries: Try) -> None:
    """Hundreds of bookings go over by a handful of statements."""

    def job(chairs: Chairs) -> None:
        programme = chairs.programme()
        for number in range(60):
            at = chairs.work.now + (number + 1) * timedelta(hours=3)
            session = chairs.session(places=9, programme=programme, at=at)
            chairs.booked(chairs.yu, session)
            chairs.booked(chairs.twin, session)
        assert statements(chairs, chairs.become_one) < 20
        assert statements(chairs, chairs.are_two_again) < 20

    tries(job)


# -- a term -------------------------------------------------------------------------------------------
def coming(chairs: Chairs, programme: int) -> tuple[int, int]:
    """Twice in the room, and the afternoons that were booked for that."""
    session = chairs.session(places=2, programme=programme)
    ids = []
    for person_id in (chairs.yu, chairs.twin):
        row = chairs.work.session.get_one(Enrolment, chairs.enrolled(person_id, programme))
        ids.append(row.id)
        chairs.booked(person_id, session, sign_up=row.sign_up_id)
    return ids[0], ids[1]


def test_of_two_places_in_one_term_one_is_given_back_with_its_afternoons(tries: Try) -> None:
    def job(chairs: Chairs) -> None:
        programme = chairs.term()
        mine, other = coming(chairs, programme)
        session = chairs.work.session.scalars(
            select(Session.id).where(Session.programme_id == programme)
        ).one()
        chairs.become_one()
        assert chairs.stands(mine, Enrolment) == (chairs.yu, "in")
        assert chairs.stands(other, Enrolment) == (chairs.yu, "ended")
        assert chairs.given_away(programme) == [1, 1]
        assert chairs.counted(session) == 1
        term = chairs.work.session.get_one(StationTerm, programme)
        assert term.freed
        chairs.are_two_again()
        assert chairs.stands(other, Enrolment) == (chairs.twin, "in")
        assert chairs.given_away(programme) == [2, 2]
        term = chairs.work.session.get_one(StationTerm, programme)
        assert term.done_to == chairs.work.now, "the clock makes their afternoons anew"

    tries(job)


def test_who_finds_the_term_full_waits(tries: Try) -> None:
    def job(chairs: Chairs) -> None:
        programme = chairs.term(places=2)
        _mine, other = coming(chairs, programme)
        chairs.become_one()
        chairs.enrolled(chairs.there["zhao"], programme, days=0b10)
        chairs.are_two_again()
        assert chairs.stands(other, Enrolment) == (chairs.twin, "waiting")
        assert chairs.given_away(programme) == [1, 2]

    tries(job)


def test_who_is_in_stands_before_who_waits(tries: Try) -> None:
    def job(chairs: Chairs) -> None:
        programme = chairs.term()
        waits = chairs.enrolled(chairs.yu, programme, state="waiting")
        has = chairs.enrolled(chairs.twin, programme)
        chairs.become_one()
        assert chairs.stands(has, Enrolment) == (chairs.yu, "in")
        assert chairs.stands(waits, Enrolment) == (chairs.yu, "ended")
        chairs.are_two_again()
        assert chairs.stands(has, Enrolment) == (chairs.twin, "in")
        assert chairs.stands(waits, Enrolment) == (chairs.yu, "waiting")
        assert chairs.given_away(programme) == [1, 1]

    tries(job)


def test_who_had_applied_for_a_draw_that_is_over_waits(tries: Try) -> None:
    def job(chairs: Chairs) -> None:
        programme = chairs.term(drawn=False)
        chairs.enrolled(chairs.yu, programme, state="applied")
        other = chairs.enrolled(chairs.twin, programme, state="applied")
        chairs.become_one()
        assert chairs.stands(other, Enrolment) == (chairs.yu, "ended")
        chairs.work.session.get_one(StationTerm, programme).drawn_at = chairs.work.now
        chairs.work.session.flush()
        chairs.are_two_again()
        assert chairs.stands(other, Enrolment) == (chairs.twin, "waiting")

    tries(job)


# -- what is due, and who collects ----------------------------------------------------------------------
def test_one_illness_and_one_thing_that_is_due(tries: Try) -> None:
    def job(chairs: Chairs) -> None:
        today, items = chairs.work.now.date(), {}
        for name, person_id, day, state in (
            ("mine", chairs.yu, 3, "open"), ("others", chairs.twin, 5, "open"),
            ("my_last", chairs.yu, -80, "missed"), ("the_same_day", chairs.twin, -80, "done"),
            ("before", chairs.twin, -170, "done"),
        ):  # fmt: skip
            items[name] = chairs.put(
                DueItem, person_id=person_id, rule="diabetes", due_on=today + day * DAY,
                state=state, ask_at=chairs.work.now if state == "open" else None,
            )  # fmt: skip
        _mine, illness = (
            chairs.put(PersonCondition, person_id=person_id, condition="diabetes", since=today)
            for person_id in (chairs.yu, chairs.twin)
        )
        before = {name: chairs.stands(row, DueItem) for name, row in items.items()}
        chairs.become_one()
        yu, twin = chairs.yu, chairs.twin
        assert {name: chairs.stands(row, DueItem) for name, row in items.items()} == {
            "mine": (yu, "open"), "others": (twin, "off"), "my_last": (yu, "missed"),
            "the_same_day": (twin, "done"), "before": (yu, "done"),
        }  # fmt: skip
        assert chairs.work.session.get_one(PersonCondition, illness).until is not None
        chairs.are_two_again()
        assert {name: chairs.stands(row, DueItem) for name, row in items.items()} == before
        assert chairs.work.session.get_one(DueItem, items["others"]).ask_at == chairs.work.now
        assert chairs.work.session.get_one(PersonCondition, illness).until is None

    tries(job)


def child_of_zhao(work: Work, there: SmallTown) -> int:
    child = Person(name="小于", minor=True, guardian_id=there["zhao"], created_at=work.now)
    work.session.add(child)
    work.session.flush()
    work.session.add(Guardian(child_id=child.id, guardian_id=there["zhao"], since=work.now))
    work.session.flush()
    return child.id


def test_who_was_named_twice_collects_once(tries: Try) -> None:
    def job(chairs: Chairs) -> None:
        child = child_of_zhao(chairs.work, chairs.there)
        named = {"child_id": child, "named_by": chairs.there["zhao"], "named_at": chairs.work.now}
        rows = [chairs.put(Collector, person_id=one, **named) for one in (chairs.yu, chairs.twin)]
        aunt = chairs.put(Collector, name="二姨", **named)

        def current() -> list[int]:
            found = select(Collector.id).where(Collector.ended_at.is_(None))
            here = found.where(Collector.child_id == child).order_by(Collector.id)
            return list(chairs.work.session.scalars(here))

        chairs.become_one()
        assert current() == [rows[0], aunt]
        chairs.are_two_again()
        assert current() == [*rows, aunt]

    tries(job)
