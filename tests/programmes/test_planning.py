"""Who may plan what, what stands in the way, and the sessions that come of a rule."""

from __future__ import annotations

import threading
from datetime import date, time, timedelta
from functools import partial

import pytest

from models.base import Base
from models.clocks import to_town
from models.gate import run
from models.programmes.commands import EndProgramme, MakeProgramme, MakeSession
from models.programmes.making import ALL_MADE, make_sessions, next_making
from models.programmes.moving import CancelSession, ChangePlaces, MoveSession
from models.programmes.recurrence import WORKDAYS, by_weekdays
from models.programmes.refusals import Overlaps, RuleNotRead
from models.programmes.tables import Programme, Session
from models.sample.programmes import load_programmes
from scheduler.programmes import SessionNews, SessionsOver, SessionsToMake
from tests.programmes.calendar import CHRISTMAS, Calendar, at, lecture
from tests.programmes.test_recurrence import with_table

ROOM = partial(
    MakeProgramme, kind="after_school", place_id="yangguang", starts=time(15, 30),
    first=date(2026, 12, 1), last=date(2027, 1, 15), rule=WORKDAYS, term_only=True,
)  # fmt: skip
CLINIC = partial(
    MakeProgramme, kind="clinic_visit", place_id="yangguang", starts=time(9),
    first=date(2026, 12, 1), last=date(2027, 5, 31), minutes=150, rule=by_weekdays((0, 2)),
    team_id="doc_yangguang",
)  # fmt: skip


def of(table: type[Base], calendar: Calendar) -> int:
    return calendar.count(table)


# -- who ------------------------------------------------------------------------------------------------
def test_whoever_runs_the_kind_at_the_place_plans_it(calendar: Calendar) -> None:
    street = calendar.with_role("街道甲", "coordinator", "minghua")
    tutor = calendar.with_role("老师甲", "tutor", "yangguang")
    assert calendar.does("limin", lecture()) > 0
    assert calendar.does(street, lecture(room="")) > 0
    assert calendar.does("he", CLINIC()) > 0
    assert calendar.does(tutor, ROOM()) > 0
    for who in ("wang", "zhoumin", "zheng", "sun"):
        assert calendar.refused(who, lecture(room="")) == "NotAllowed"
    assert calendar.refused("he", lecture(room="")) == "NotAllowed"
    assert calendar.refused("he", CLINIC(place_id="aihua", team_id="doc_aihua")) == "NotAllowed"
    assert calendar.refused(tutor, CLINIC()) == "NotAllowed"


def test_a_doctor_changes_what_is_the_team_s_and_nothing_else(calendar: Calendar) -> None:
    clinic = calendar.does("limin", CLINIC())
    talk = calendar.does("limin", lecture())
    calendar.tick()
    slot, session = calendar.sessions(clinic)[0], calendar.sessions(talk)[0]
    assert calendar.refused("he", ChangePlaces(slot.id, 2)) == ""
    for command in (
        CancelSession(session.id), ChangePlaces(session.id, 70), EndProgramme(talk),
        MoveSession(session.id, at(CHRISTMAS, 15)), MakeSession(talk, at(CHRISTMAS, 15)),
    ):  # fmt: skip
        assert calendar.refused("he", command) == "NotAllowed", command
        assert calendar.refused("wang", command) == "NotAllowed", command


# -- bad input ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"kind": "club"}, "UnknownProgrammeKind"),
        ({"places": -1}, "TooFewPlaces"),
        ({"places": 0}, "TooFewPlaces"),
        ({"minutes": -30}, "EndBeforeStart"),
        ({"minutes": 721}, "EndBeforeStart"),
        ({"last": date(2026, 12, 24)}, "EndBeforeStart"),
        ({"first": date(2026, 12, 7), "last": date(2026, 12, 7)}, "InThePast"),
        ({"first": date(2026, 11, 2), "last": date(2026, 12, 7), "rule": WORKDAYS}, "InThePast"),
        ({"rule": "FREQ=SECONDLY"}, "RuleNotRead"),
        ({"rule": WORKDAYS, "last": date(2028, 12, 31)}, "RuleNotRead"),
        ({"place_id": "atlantis"}, "NotFound"),
        ({"leader_id": 999_999}, "NotFound"),
        ({"kind": "clinic_visit"}, "NotFound"),
        ({"kind": "clinic_visit", "team_id": "doc_aihua"}, "NotFound"),
    ],
)
def test_what_makes_no_sense_leaves_nothing_behind(
    calendar: Calendar, changes: dict[str, object], refusal: str
) -> None:
    assert calendar.refused("limin", lecture(**changes)) == refusal
    assert of(Programme, calendar) == of(Session, calendar) == 0


def test_a_session_in_the_past_or_with_no_length_is_refused(calendar: Calendar) -> None:
    talk = calendar.does("limin", lecture())
    (session,) = calendar.sessions(talk)
    yesterday = at(date(2026, 12, 7), 9)
    assert calendar.refused("limin", MakeSession(talk, yesterday)) == "InThePast"
    assert calendar.refused("limin", MakeSession(talk, at(CHRISTMAS, 14), -5)) == "EndBeforeStart"
    assert calendar.refused("limin", MoveSession(session.id, yesterday)) == "InThePast"
    assert calendar.refused("limin", MoveSession(session.id, at(CHRISTMAS, 14), 800)) == (
        "EndBeforeStart"
    )
    assert calendar.refused("limin", MoveSession(9_999, yesterday)) == "NotFound"
    assert len(calendar.sessions(talk)) == 1


# -- clashes --------------------------------------------------------------------------------------------
def test_one_room_holds_one_thing_at_a_time(calendar: Calendar) -> None:
    first = calendar.does("limin", lecture())
    with pytest.raises(Overlaps) as refused:
        calendar.does("limin", lecture(starts=time(10, 30), title_zh="另一场"))
    assert (refused.value.what, refused.value.programme_id) == ("room", first)
    assert refused.value.session_id == calendar.sessions(first)[0].id
    assert refused.value.begins_at == at(CHRISTMAS, 9, 30)
    # Right after it, in another room, or in a room of that name elsewhere.
    assert calendar.refused("limin", lecture(starts=time(11))) == ""
    assert calendar.refused("limin", lecture(room="一楼")) == ""
    assert calendar.refused("zheng", lecture(place_id="fuhua")) == ""


def test_nobody_leads_two_things_at_once(calendar: Calendar) -> None:
    he = calendar["he"]
    clinic = calendar.does("limin", CLINIC(leader_id=he))
    calendar.tick()
    monday = date(2026, 12, 28)
    with pytest.raises(Overlaps) as refused:
        calendar.does("limin", lecture(first=monday, last=monday, leader_id=he))
    assert (refused.value.what, refused.value.programme_id) == ("leader", clinic)
    tuesday = monday + timedelta(days=1)
    talk = calendar.does("limin", lecture(first=tuesday, last=tuesday, leader_id=he))
    (session,) = calendar.sessions(talk)
    assert calendar.refused("limin", MoveSession(session.id, at(monday, 9))) == "Overlaps"
    assert calendar.refused("limin", MakeSession(talk, at(monday, 10))) == "Overlaps"
    assert calendar.session(session.id).begins_at == at(tuesday, 9, 30)


def test_a_session_is_not_in_its_own_way(calendar: Calendar) -> None:
    talk = calendar.does("limin", lecture())
    (session,) = calendar.sessions(talk)
    calendar.does("limin", MoveSession(session.id, at(CHRISTMAS, 10)))
    assert calendar.session(session.id).begins_at == at(CHRISTMAS, 10)


def test_days_whose_sessions_are_not_made_yet_count_too(calendar: Calendar) -> None:
    """A clinic on Mondays and Wednesdays until May, and a lecture on a Wednesday in May."""
    clinic = calendar.does("limin", CLINIC(leader_id=calendar["he"]))
    may = date(2027, 5, 12)
    with pytest.raises(Overlaps) as refused:
        calendar.does("limin", lecture(first=may, last=may, leader_id=calendar["he"]))
    assert (refused.value.programme_id, refused.value.session_id) == (clinic, 0)
    assert refused.value.begins_at == at(may, 9)
    rule = by_weekdays((2,))
    both = lecture(first=date(2027, 5, 1), last=date(2027, 5, 31), rule=rule)
    assert calendar.refused("limin", both) == ""
    led = lecture(
        first=date(2027, 5, 1), last=date(2027, 5, 31), rule=rule, leader_id=calendar["he"], room=""
    )
    assert calendar.refused("limin", led) == "Overlaps"


def test_a_rule_runs_into_what_was_planned_by_hand(calendar: Calendar) -> None:
    talk = calendar.does("limin", lecture())
    weekly = lecture(first=date(2026, 12, 10), last=date(2027, 2, 28), rule=by_weekdays((4,)))
    with pytest.raises(Overlaps) as refused:
        calendar.does("limin", weekly)
    assert refused.value.session_id == calendar.sessions(talk)[0].id
    calendar.does("limin", CancelSession(refused.value.session_id))
    assert calendar.refused("limin", weekly) == ""


def test_two_at_once_in_one_room_are_one(calendar: Calendar) -> None:
    """Two desks, one room, one moment, ten times: never both."""
    actor = calendar.who("limin")
    for number in range(10):
        day = CHRISTMAS + timedelta(days=number)
        start, ends = threading.Barrier(2), ["", ""]

        def plan(
            which: int, day: date = day, start: threading.Barrier = start, ends: list[str] = ends
        ) -> None:
            start.wait()
            command = lecture(first=day, last=day, leader_id=calendar["he"] if which else None)
            try:
                calendar.write(lambda work: run(work, command), actor)
                ends[which] = "done"
            except Overlaps as refused:
                ends[which] = refused.what

        threads = [threading.Thread(target=plan, args=(which,)) for which in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert sorted(ends) == ["done", "room"]
    assert of(Session, calendar) == 10


# -- sessions out of rules --------------------------------------------------------------------------
def test_the_clock_makes_sessions_some_weeks_ahead_and_each_once(calendar: Calendar) -> None:
    calendar.town = with_table()
    clinic = calendar.does("limin", CLINIC())
    calendar.tick()
    made = calendar.sessions(clinic)
    last = to_town(made[-1].begins_at).date()
    assert date(2027, 2, 6) <= last <= date(2027, 2, 15)  # sixty days, and the rest of a week
    assert {one.places for one in made} == {1}
    assert {f"{to_town(one.begins_at):%a}" for one in made} == {"Mon", "Wed"}
    assert date(2027, 1, 4) not in calendar.days(clinic)
    assert calendar.tick() == 0
    calendar.goes_to(date(2027, 3, 1))
    calendar.tick()
    everything = calendar.sessions(clinic)
    assert len(everything) > len(made)
    assert len({one.rule_at for one in everything}) == len(everything)


def test_what_was_moved_or_cancelled_is_not_made_again(calendar: Calendar) -> None:
    calendar.town = with_table()
    clinic = calendar.does("limin", CLINIC())
    calendar.tick()
    first, second = calendar.sessions(clinic)[:2]
    calendar.does("limin", MoveSession(first.id, at(date(2026, 12, 10), 15)))
    calendar.does("limin", CancelSession(second.id))
    calendar.tick()
    count = len(calendar.sessions(clinic))
    calendar.write(lambda work: work.session.get_one(Programme, clinic).__setattr__(
        "made_until", date(2026, 12, 7)
    ))  # fmt: skip
    calendar.tick()
    assert len(calendar.sessions(clinic)) == count


def test_an_unpublished_year_is_a_wall_until_its_table_is_there(calendar: Calendar) -> None:
    room = calendar.does("limin", ROOM())
    calendar.tick()
    assert calendar.days(room)[-1] == date(2026, 12, 31)
    assert calendar.tick() == 0
    assert calendar.read(next_making) is None
    admin = calendar.holder("admin", "huadian")
    calendar.ids["admin"] = admin
    assert calendar.told("admin", "YearNotPublished") == ["YearNotPublished"]
    calendar.goes_to(date(2026, 12, 20))
    assert calendar.tick() >= 0
    assert calendar.days(room)[-1] == date(2026, 12, 31)
    assert calendar.told("admin", "YearNotPublished") == ["YearNotPublished"]
    calendar.town = with_table()
    calendar.tick()
    assert calendar.days(room)[-1] == date(2027, 1, 15)
    assert date(2027, 1, 9) in calendar.days(room)
    assert calendar.programme(room).made_until == ALL_MADE


def test_what_meets_on_holidays_too_does_not_wait_for_the_table(calendar: Calendar) -> None:
    walk = lecture(
        first=date(2026, 12, 20),
        last=date(2027, 2, 1),
        rule="FREQ=DAILY",
        on_holidays=True,
        room="",
    )
    programme = calendar.does("limin", walk)
    room = calendar.does("limin", ROOM())
    calendar.tick()
    assert date(2027, 1, 1) in calendar.days(programme)
    assert calendar.days(room)[-1] == date(2026, 12, 31)


def test_chunks_are_small_and_nothing_due_costs_nothing(calendar: Calendar) -> None:
    calendar.write(lambda work: load_programmes(work.session, calendar.town, 1, work.now))
    before = of(Session, calendar)
    calendar.write(SessionsToMake().run)
    assert before == 0 < of(Session, calendar) <= 200
    calendar.tick()
    for job in (SessionsToMake(), SessionNews(), SessionsOver()):
        assert calendar.write(job.run) == 0


def test_the_sample_town_stands_as_the_clock_makes_it(calendar: Calendar) -> None:
    count = calendar.write(lambda work: load_programmes(work.session, calendar.town, 1, work.now))
    assert count == of(Programme, calendar) == 23 * 4 + 13 + 1 + 14 * 2
    made = calendar.write(lambda work: make_sessions(work, date(2026, 12, 20)))
    assert made == of(Session, calendar) > 1_000
    assert calendar.write(lambda work: make_sessions(work, date(2026, 12, 20))) == 0


# -- the end ------------------------------------------------------------------------------------------
def test_sessions_are_over_when_they_are(calendar: Calendar) -> None:
    talk = calendar.does("limin", lecture())
    (session,) = calendar.sessions(talk)
    assert calendar.read(SessionsOver().next_due) == session.ends_at
    calendar.goes_to(CHRISTMAS, time(10, 59))
    calendar.tick()
    assert calendar.session(session.id).state == "planned"
    calendar.goes_to(CHRISTMAS, time(11))
    calendar.tick()
    assert calendar.session(session.id).state == "over"
    assert calendar.refused("limin", CancelSession(session.id)) == "SessionGone"


def test_an_ended_programme_has_no_more_sessions(calendar: Calendar) -> None:
    clinic = calendar.does("limin", CLINIC())
    calendar.tick()
    planned = len(calendar.sessions(clinic))
    assert calendar.does("limin", EndProgramme(clinic)) == planned
    calendar.tick()
    assert {one.state for one in calendar.sessions(clinic)} == {"cancelled"}
    assert {one.news for one in calendar.sessions(clinic)} == {""}
    assert calendar.refused("limin", EndProgramme(clinic)) == "SessionGone"
    assert calendar.refused("limin", MakeSession(clinic, at(CHRISTMAS, 14))) == "SessionGone"
    assert calendar.refused("limin", CLINIC(leader_id=calendar["he"])) == ""


def test_rule_not_read_says_why(calendar: Calendar) -> None:
    with pytest.raises(RuleNotRead) as refused:
        calendar.does("limin", lecture(rule="FREQ=WEEKLY;BYDAY=SU"))
    assert refused.value.why == "never"
