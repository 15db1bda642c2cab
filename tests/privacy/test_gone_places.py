"""Somebody who has died, moved away, or wishes to be forgotten had places: they are others' at once."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, update

from models.bookings.clockwork import about_waiting
from models.bookings.tables import Booking, Enrolment, SignUp, WeekdayPlaces
from models.care.tables import DueItem, PersonCondition
from models.privacy.erasing import DeleteMyData
from models.privacy.erasing_refusals import StillInTheWay
from models.privacy.gone import ReportGone, UndoGone
from models.programmes.tables import Session
from models.register.tables import Person
from models.station.tables import Collector, Pickup, StationTerm
from models.work import Actor
from tests.merges.chairs import DAY, Chairs, statements
from tests.permissions.town import SmallTown

DESK = "coordinator"


def dies(chairs: Chairs, person_id: int, how: Any = "dead") -> None:
    ReportGone(person_id, how).run(chairs.work)
    chairs.work.session.expire_all()


def comes_back(chairs: Chairs, person_id: int) -> int:
    back = UndoGone(person_id).run(chairs.work)
    chairs.work.session.expire_all()
    return back


def tries(small_town: SmallTown, job: Any, who: str = DESK) -> None:
    small_town.tries(who, lambda work: job(Chairs(work, small_town)))


def test_places_to_come_are_given_back_and_nothing_reminds_of_them(small_town: SmallTown) -> None:
    def job(chairs: Chairs) -> None:
        coming, full = chairs.session(places=2), chairs.session(places=1)
        was = chairs.session(at=chairs.work.now - DAY)
        theirs = [chairs.booked(chairs.yu, one) for one in (coming, was)]
        chairs.booked(chairs.there["zhao"], coming)
        chairs.booked(chairs.there["zhao"], full)
        waits = chairs.booked(chairs.yu, full, "waiting")
        dies(chairs, chairs.yu)
        assert [chairs.stands(row)[1] for row in (*theirs, waits)] == [
            "cancelled", "booked", "cancelled",
        ]  # fmt: skip
        assert [chairs.counted(one) for one in (coming, was, full)] == [1, 1, 1]
        assert chairs.reminded(theirs[0]) == ["off"]

    tries(small_town, job)


def test_the_next_in_line_is_offered_the_place_by_the_clock(small_town: SmallTown) -> None:
    def job(chairs: Chairs) -> None:
        session = chairs.session(places=1)
        chairs.booked(chairs.yu, session)
        waits = chairs.booked(chairs.there["zhao"], session, "waiting")
        dies(chairs, chairs.yu, "moved")
        step = about_waiting(chairs.work)
        assert step is not None
        step.run(chairs.work)
        assert chairs.stands(waits)[1] == "offered"
        assert chairs.counted(session) == 1

    tries(small_town, job)


def test_however_many_there_are_it_is_a_handful_of_statements(small_town: SmallTown) -> None:
    def job(chairs: Chairs) -> None:
        sessions = [chairs.session() for _number in range(40)]
        rows = [chairs.booked(chairs.yu, one) for one in sessions]
        assert statements(chairs, partial(dies, chairs, chairs.yu)) < 10
        assert {chairs.stands(row)[1] for row in rows} == {"cancelled"}
        assert {chairs.counted(one) for one in sessions} == {0}

    tries(small_town, job)


def test_a_child_who_moves_away_leaves_the_station(small_town: SmallTown) -> None:
    def job(chairs: Chairs) -> None:
        child, programme = chairs.there["child"], chairs.term()
        row = chairs.work.session.get_one(Enrolment, chairs.enrolled(child, programme))
        session = chairs.session(programme=programme)
        booking = chairs.booked(child, session, sign_up=row.sign_up_id)
        who = chairs.put(Collector, child_id=child, name="二姨", named_at=chairs.work.now,
                         named_by=chairs.there["guardian"])  # fmt: skip
        dies(chairs, child, "moved")
        assert chairs.stands(row.id, Enrolment)[1] == "ended"
        assert chairs.given_away(programme) == [0, 0]
        assert chairs.work.session.get_one(StationTerm, programme).freed
        assert chairs.stands(booking)[1] == "cancelled"
        assert chairs.counted(session) == 0
        assert chairs.work.session.get_one(Collector, who).ended_at is not None
        assert comes_back(chairs, child) == 1, "who may collect; the place went to others"
        collector = chairs.work.session.get_one(Collector, who)
        assert (collector.ended_at, collector.name) == (None, "二姨")
        assert chairs.stands(row.id, Enrolment)[1] == "ended"

    tries(small_town, job)


@pytest.mark.parametrize(("how", "collects"), [("dead", False), ("moved", True)])
def test_the_dead_collect_nobody_and_who_moved_may_still_come(
    small_town: SmallTown, how: str, collects: bool
) -> None:
    def job(chairs: Chairs) -> None:
        row = chairs.put(Collector, child_id=chairs.there["child"], person_id=chairs.yu,
                         named_by=chairs.there["guardian"], named_at=chairs.work.now)  # fmt: skip
        dies(chairs, chairs.yu, how)
        assert (chairs.work.session.get_one(Collector, row).ended_at is None) == collects
        comes_back(chairs, chairs.yu)
        assert chairs.work.session.get_one(Collector, row).ended_at is None

    tries(small_town, job)


def test_nothing_is_due_any_more_for_who_is_gone(small_town: SmallTown) -> None:
    def job(chairs: Chairs) -> None:
        today = chairs.work.now.date()
        row = chairs.put(DueItem, person_id=chairs.yu, rule="diabetes", due_on=today,
                         ask_at=chairs.work.now)  # fmt: skip
        dies(chairs, chairs.yu)
        item = chairs.work.session.get_one(DueItem, row)
        assert (item.state, item.ask_at) == ("off", None)

    tries(small_town, job)


# -- who wishes to be forgotten --------------------------------------------------------------------------
def forgets(chairs: Chairs, person_id: int, by: int = 0) -> None:
    chairs.work.actor = Actor("person", person_id, by_id=by)
    DeleteMyData().run(chairs.work)
    chairs.work.session.expire_all()


def test_their_places_are_others_and_what_they_had_said_is_gone(small_town: SmallTown) -> None:
    def job(chairs: Chairs) -> None:
        session, me = chairs.session(), chairs.yu
        booking = chairs.booked(me, session)
        mine = chairs.work.session.get_one(Booking, booking).sign_up_id
        for_another = chairs.sign_up(me, chairs.programme())
        chairs.booked(chairs.there["zhao"], session, sign_up=for_another)
        chairs.work.session.execute(update(SignUp).values(note="膝盖疼"))
        chairs.put(PersonCondition, person_id=me, condition="diabetes", since=chairs.work.now)
        chairs.put(DueItem, person_id=me, rule="diabetes", due_on=chairs.work.now.date())
        forgets(chairs, me)
        assert chairs.stands(booking) == (me, "cancelled"), "a number is left"
        assert chairs.counted(session) == 1
        get = chairs.work.session.get_one
        assert get(SignUp, mine).note is None
        assert get(SignUp, for_another).note == "膝盖疼", "what is said of another is theirs"
        for table in (PersonCondition, DueItem):
            left = select(table.id).where(table.person_id == me)
            assert not chairs.work.session.scalars(left).all()

    tries(small_town, job)


def test_not_while_the_child_is_waiting_to_be_collected(small_town: SmallTown) -> None:
    def job(chairs: Chairs) -> None:
        child, guardian, at = chairs.there["child"], chairs.there["guardian"], chairs.work.now
        session = chairs.session(programme=chairs.term(), at=at - DAY / 24)
        booking = chairs.booked(child, session, came_at=at)
        pickup = chairs.put(Pickup, booking_id=booking, with_id=chairs.there["zhao"])
        with pytest.raises(StillInTheWay) as refused:
            forgets(chairs, child, guardian)
        assert (refused.value.what, refused.value.count) == ("there", 1)
        chairs.work.session.get_one(Pickup, pickup).closed_at = at
        chairs.work.session.get_one(Booking, booking).left_at = at
        chairs.work.session.flush()
        forgets(chairs, child, guardian)
        assert chairs.work.session.get_one(Person, child).gone == "erased"
        assert chairs.work.session.get(Pickup, pickup) is None

    tries(small_town, job)


def test_having_heard_a_talk_is_in_nobodys_way(small_town: SmallTown) -> None:
    def job(chairs: Chairs) -> None:
        at = chairs.work.now
        booking = chairs.booked(chairs.yu, chairs.session(at=at - DAY / 24), came_at=at)
        forgets(chairs, chairs.yu)
        row = chairs.work.session.get_one(Booking, booking)
        assert (row.state, row.came_at) == ("booked", None)

    tries(small_town, job)


def test_a_place_in_a_term_is_free_for_others(small_town: SmallTown) -> None:
    def job(chairs: Chairs) -> None:
        child, programme = chairs.there["child"], chairs.term()
        row = chairs.enrolled(child, programme)
        forgets(chairs, child, chairs.there["guardian"])
        assert chairs.stands(row, Enrolment)[1] == "ended"
        taken = select(WeekdayPlaces.taken).where(WeekdayPlaces.programme_id == programme)
        assert set(chairs.work.session.scalars(taken)) == {0}
        assert not chairs.work.session.scalars(select(Session.id).where(Session.taken < 0)).all()

    tries(small_town, job)
