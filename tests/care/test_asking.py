"""Rung by rung: the person, again, their family, somebody at the door. In rows, to the day."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import insert, select, update

from models.bookings.tables import Booking
from models.care.commands import MarkDone
from models.care.doing import visit_attended
from models.care.saying import AskMeLater, SayDone
from models.care.tables import DueItem
from models.care.teams import due_counts, due_list
from models.doctors.tables import Contract
from models.duty.tables import Call
from models.family.tables import Proxy
from models.gate import run
from models.programmes.tables import Session
from models.register.tables import Account
from models.visits.commands import BookDoctor
from models.work import Work
from tests.care.plans import Plans
from tests.care.year import changed
from tests.visits.clinic import clinic

FIRST = timedelta(days=10)
"""How long before the day the first word comes."""


@pytest.fixture
def yu(plans: Plans) -> Plans:
    """于大爷, younger than he is, is followed up; the first day of it is known."""
    plans.changes("yu", born=date(1970, 5, 1))
    plans.ill("yu", "hypertension", date(2025, 1, 1))
    plans.tick()
    return plans


def _proxy(plans: Plans, *purposes: str) -> None:
    row = {
        "principal_id": plans.ids["yu"], "proxy_id": plans.ids["lifang"], "state": "agreed",
        "purposes": list(purposes), "until": plans.today + timedelta(days=600), "how": "own_chat",
        "asked_at": plans.clock.now(),
    }  # fmt: skip
    plans.write(lambda work: work.session.execute(insert(Proxy).values(row)))


def _calls(plans: Plans, who: str) -> list[tuple[str, str | None, str]]:
    found = select(Call.message, Call.outcome, Call.why).where(Call.person_id == plans.ids[who])
    return plans.read(
        lambda work: [(one, two, why) for one, two, why in work.session.execute(found)]
    )


def test_the_first_word_some_days_before_in_the_morning(yu: Plans) -> None:
    due = yu.item("yu", "hypertension").due_on
    yu.lives_to(due - FIRST - timedelta(days=1))
    assert yu.told("yu", "CareDue") == []
    yu.goes_to(due - FIRST, time(8, 59))
    yu.tick()
    assert yu.told("yu", "CareDue") == []
    yu.goes_to(due - FIRST, time(9))
    yu.tick()
    assert yu.told("yu", "CareDue") == ["CareDue"]


def test_again_then_family_then_the_grid_worker(yu: Plans) -> None:
    _proxy(yu, "copies", "visits")
    due = yu.item("yu", "hypertension").due_on
    first = due - FIRST
    heard = []
    for days in (0, 6, 7, 13, 14, 20, 21, 60):
        yu.lives_to(first + timedelta(days=days))
        heard.append(
            (
                len(yu.told("yu", "CareDue")), len(yu.told("lifang", "CareNews")),
                len(_calls(yu, "yu")),
            )
        )  # fmt: skip
    assert heard == [
        (1, 0, 0), (1, 0, 0), (2, 0, 0), (2, 0, 0), (2, 1, 0), (2, 1, 0), (2, 1, 1), (2, 1, 1),
    ]  # fmt: skip
    assert _calls(yu, "yu") == [("CareDue", "knock", "care")]
    assert "CallNeeded" in yu.told("zhoumin", "CallNeeded")
    assert yu.states("yu", "hypertension") == ["open"]


def test_family_without_copies_hears_nothing(yu: Plans) -> None:
    _proxy(yu, "visits")
    yu.lives_to(yu.item("yu", "hypertension").due_on + timedelta(days=30))
    assert yu.told("lifang", "CareNews") == []


def test_who_has_no_chat_is_told_once_by_the_grid_worker_and_then_visited(yu: Plans) -> None:
    mine = update(Account).where(Account.person_id == yu.ids["yu"])
    yu.write(lambda work: work.session.execute(mine.values(state="unreachable")))
    yu.lives_to(yu.item("yu", "hypertension").due_on + timedelta(days=30))
    mine_now = yu.item("yu", "hypertension")
    assert mine_now.rung == 4
    assert len(_calls(yu, "yu")) == 1


def test_a_childs_guardian_is_reminded_and_again(plans: Plans) -> None:
    plans.child("baby", date(2026, 12, 8))
    plans.lives_to(date(2026, 12, 15))
    assert plans.told("ma", "CareDue") == ["CareDue", "CareDue"]
    assert plans.item("baby", "child_check").due_on == date(2026, 12, 15)


def test_later_is_asked_again_in_a_week_and_family_is_left_alone(yu: Plans) -> None:
    _proxy(yu, "copies")
    due = yu.item("yu", "hypertension").due_on
    yu.lives_to(due - FIRST)
    for _week in range(5):
        yu.does("yu", AskMeLater(yu.item("yu", "hypertension").id))
        yu.lives_to(yu.today + timedelta(days=7))
    assert len(yu.told("yu", "CareDue")) == 6
    assert yu.told("lifang", "CareNews") == []


def test_said_to_be_done_and_not_confirmed_it_is_the_teams_first_and_then_asked_again(
    yu: Plans,
) -> None:
    _proxy(yu, "copies")
    said = yu.item("yu", "hypertension").due_on - FIRST
    yu.lives_to(said)
    yu.does("yu", SayDone(yu.item("yu", "hypertension").id))
    seen = []
    for days in (13, 14, 20, 21):
        yu.lives_to(said + timedelta(days=days))
        lists = yu.sees("he", due_counts)
        item = yu.item("yu", "hypertension")
        seen.append((lists["overdue"], lists["said"], len(yu.told("yu", "CareDue")), item.rung))
    assert seen == [(0, 1, 1, 1), (1, 0, 1, 1), (1, 0, 1, 1), (1, 0, 2, 2)]
    assert yu.item("yu", "hypertension").result == ""
    assert yu.told("lifang", "CareNews") == []


def test_what_the_team_confirms_in_time_is_never_doubted(yu: Plans) -> None:
    said = yu.item("yu", "hypertension").due_on - FIRST
    yu.lives_to(said)
    yu.does("yu", SayDone(yu.item("yu", "hypertension").id))
    yu.looks("he", "yu")
    yu.does("he", MarkDone(yu.item("yu", "hypertension").id, said, "controlled"))
    yu.lives_to(said + timedelta(days=30))
    assert yu.told("yu", "CareDue") == ["CareDue"]
    rows = yu.sees("he", lambda work: due_list(work, "overdue"))
    assert yu["yu"] not in {one.person_id for one in rows}


def test_a_towns_own_time_to_confirm(plans: Plans) -> None:
    plans.town = changed(plans.town, "hypertension", confirm_days=3)
    plans.changes("yu", born=date(1970, 5, 1))
    plans.ill("yu", "hypertension", date(2025, 1, 1))
    plans.tick()
    item = plans.item("yu", "hypertension")
    plans.does("yu", SayDone(item.id))
    plans.lives_to(plans.today + timedelta(days=3))
    assert plans.item("yu", "hypertension").result == "doubted"


def test_nobody_says_anything_about_somebody_elses(yu: Plans) -> None:
    theirs = yu.item("yu", "hypertension").id
    assert yu.refused("wang", SayDone(theirs)) == "NotFound"
    assert yu.refused("wang", AskMeLater(theirs)) == "NotFound"
    yu.comes("yu", "hypertension", "controlled")
    assert yu.refused("yu", SayDone(theirs)) == "DueOver"


# -- booked ------------------------------------------------------------------------------------------
def _books(plans: Plans, day: date) -> Booking:
    """A time with the doctor on that day of December."""

    def make(work: Work) -> int:
        standing = update(Contract).where(Contract.person_id == plans.ids["yu"])
        work.session.execute(standing.values(ends_on=date(2027, 12, 1), state="valid"))
        return clinic(work.session, work.now, ((day.day, 15, 0),))[0]

    session_id = plans.write(make)
    booked = plans.does("yu", BookDoctor(session_id))
    return plans.read(lambda work: work.session.get_one(Booking, booked.booking_id))


@pytest.fixture
def near(plans: Plans) -> Plans:
    """于大爷's day is 23 December; he hears of it on the 13th."""
    plans.changes("yu", born=date(1970, 5, 1))
    plans.ill("yu", "hypertension", date(2025, 1, 1))
    plans.tick()
    plans.write(lambda work: _on(work, plans.item("yu", "hypertension").id))
    return plans


def _on(work: Work, item_id: int) -> None:
    item = work.session.get_one(DueItem, item_id)
    item.due_on, item.ask_at = date(2026, 12, 23), work.now + timedelta(days=5)


def test_whoever_has_booked_is_left_alone_until_that_day(near: Plans) -> None:
    _books(near, date(2026, 12, 20))
    near.lives_to(date(2026, 12, 20))
    assert near.told("yu", "CareDue") == []
    assert near.states("yu", "hypertension") == ["booked"]


def test_whoever_did_not_come_is_asked_from_the_next_day(near: Plans) -> None:
    _books(near, date(2026, 12, 20))
    near.lives_to(date(2026, 12, 21))
    assert near.told("yu", "CareDue") == ["CareDue"]
    assert near.states("yu", "hypertension") == ["open"]


def test_a_visit_that_took_place_does_it(near: Plans) -> None:
    booking = _books(near, date(2026, 12, 20))
    near.lives_to(date(2026, 12, 20))
    near.goes_to(date(2026, 12, 20), time(16))
    asked = near.write(lambda work: visit_attended(work, work.session.get_one(Booking, booking.id)))
    assert len(asked) == 1
    assert near.states("yu", "hypertension") == ["done", "open"]
    assert near.item("yu", "hypertension").due_on == date(2027, 3, 20)


def test_a_visit_for_a_cold_weeks_before_is_no_follow_up(near: Plans) -> None:
    booking = _books(near, date(2026, 12, 10))
    near.goes_to(date(2026, 12, 10), time(16))
    asked = near.write(lambda work: visit_attended(work, work.session.get_one(Booking, booking.id)))
    assert asked == []
    assert near.states("yu", "hypertension") == ["open"]


def test_what_a_kind_leads_to_is_done_whenever_it_was(plans: Plans) -> None:
    plans.tick()

    def attend(work: Work) -> None:
        session_id = clinic(work.session, work.now, ((10, 8, 0),), "checkup")[0]
        work.actor = plans.who("wang")
        booked = run(work, BookDoctor(session_id))
        work.session.get_one(Session, session_id)
        visit_attended(work, work.session.get_one(Booking, booked.booking_id))

    plans.write(attend)
    assert sorted(plans.states("wang", "checkup65")) == ["done", "open"]
    assert plans.item("wang", "checkup65").due_on == date(2027, 12, 10)
