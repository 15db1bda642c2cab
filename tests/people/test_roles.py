"""Roles with a beginning and an end, substitutes, and checks that end at midnight by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models.clocks import town_instant
from models.gate import run
from models.outbox.tables import OutboxRow
from models.refusals import NotAllowed
from models.register.tables import Person, Role
from models.rights import roles_of
from models.roles.checks import NoteCheck
from models.roles.commands import EndRole, GiveRole, StandIn
from models.roles.refusals import (
    CannotStandIn,
    CheckKnown,
    CheckNotPossible,
    NoRoleForThem,
    TermNotPossible,
)
from models.roles.tables import BackgroundCheck
from models.work import CLOCK, Work
from scheduler.roles import Roles
from tests.permissions.town import SmallTown

TODAY = date(2026, 12, 8)
DAY = timedelta(days=1)


def at(work: Work, day: date, hour: time = time(9), **actor: Any) -> Work:
    return replace(work, now=town_instant(day, hour), **actor)


def by(work: Work, there: SmallTown, who: str) -> Work:
    return replace(work, actor=there.who(who))


def held(work: Work, person_id: int, when: datetime) -> set[str]:
    return {role for role, _path in roles_of(replace(work, now=when), person_id)}


def told(work: Work, message: str) -> list[int]:
    work.session.flush()
    rows = select(OutboxRow.person_id).where(OutboxRow.message == message).order_by(OutboxRow.id)
    return list(work.session.scalars(rows))


def nothing_else_is_due(work: Work) -> None:
    """What the small town has of its own is over and said."""
    for check in work.session.scalars(select(BackgroundCheck)):
        check.warned = -1
    for role in work.session.scalars(select(Role).where(Role.ends_at.is_not(None))):
        role.ended_at = work.now
    work.session.flush()


# -- terms --------------------------------------------------------------------------------------------
def test_a_role_holds_from_its_first_day_to_the_end_of_its_last(small_town: SmallTown) -> None:
    yu = small_town["confirmable"]

    def job(work: Work) -> None:
        first, last = TODAY + 2 * DAY, TODAY + 5 * DAY
        role = GiveRole(yu, "team_lead", "yangguang", since=first, until=last)
        run(work, role)
        for moment, holds in (
            (work.now, False),
            (town_instant(first, time()) - timedelta(seconds=1), False),
            (town_instant(first, time()), True),
            (town_instant(last, time(23, 59, 59)), True),
            (town_instant(last + DAY, time()), False),
        ):
            assert ("team_lead" in held(work, yu, moment)) is holds, moment

    small_town.tries("coordinator", job)


def test_a_role_that_is_over_makes_room_for_the_same_before_the_clock_comes(
    small_town: SmallTown,
) -> None:
    who = small_town["confirmable"]

    def job(work: Work) -> None:
        first = run(work, GiveRole(who, "team_lead", "yangguang", until=TODAY + DAY))
        again = run(work, GiveRole(who, "team_lead", "yangguang", until=TODAY + 3 * DAY))
        assert again == first, "held already: only the end is new"
        later = at(work, TODAY + 9 * DAY)
        fresh = run(later, GiveRole(who, "team_lead", "yangguang"))
        assert fresh != first
        assert work.session.get_one(Role, first).ended_at == town_instant(TODAY + 4 * DAY, time())

    small_town.tries("coordinator", job)


@pytest.mark.parametrize(
    ("since", "until", "why"),
    [(None, TODAY - DAY, "past"), (TODAY + 3 * DAY, TODAY + DAY, "order")],
)
def test_a_term_that_cannot_be_is_refused(
    small_town: SmallTown, since: date | None, until: date, why: str
) -> None:
    def job(work: Work) -> None:
        role = GiveRole(small_town["yu"], "team_lead", "yangguang", since=since, until=until)
        with pytest.raises(TermNotPossible) as refused:
            run(work, role)
        assert refused.value.why == why

    small_town.tries("coordinator", job)


@pytest.mark.parametrize(
    ("change", "why"), [({"minor": True}, "child"), ({"gone": "moved"}, "gone")]
)
def test_neither_a_child_nor_somebody_gone_gets_a_role(
    small_town: SmallTown, change: dict[str, Any], why: str
) -> None:
    def job(work: Work) -> None:
        person = work.session.get_one(Person, small_town["yu"])
        person.guardian_id = small_town["wang"]
        for name, value in change.items():
            setattr(person, name, value)
        with pytest.raises(NoRoleForThem) as refused:
            run(work, GiveRole(small_town["yu"], "team_lead", "yangguang"))
        assert refused.value.why == why

    small_town.tries("coordinator", job)


def test_the_clock_writes_the_end_down_and_nothing_depends_on_it(small_town: SmallTown) -> None:
    who, clock = small_town["confirmable"], Roles()

    def job(work: Work) -> None:
        nothing_else_is_due(work)
        desk = by(work, small_town, "coordinator")
        role_id = run(desk, GiveRole(who, "team_lead", "yangguang", until=TODAY))
        end = town_instant(TODAY + DAY, time())
        assert clock.next_due(work) == end
        assert "team_lead" not in held(work, who, end)
        later = at(work, TODAY + 2 * DAY)
        assert clock.run(later) >= 1
        assert work.session.get_one(Role, role_id).ended_at == end
        assert clock.run(later) == 0

    small_town.tries(CLOCK, job)


# -- substitutes --------------------------------------------------------------------------------------
def test_a_colleague_stands_in_from_a_day_to_a_day_and_both_hear_of_it(
    small_town: SmallTown,
) -> None:
    limin, post = small_town["limin"], small_town["post"]

    def job(work: Work) -> None:
        first, last = TODAY + DAY, TODAY + 3 * DAY
        before = told(work, "StoodInFor")
        role_id = run(work, StandIn(post, limin, first, last))
        role = work.session.get_one(Role, role_id)
        assert (role.stands_for, role.place_id, role.role) == (post, "g03", "grid_worker")
        assert "grid_worker" not in held(work, limin, work.now)
        assert "grid_worker" in held(work, limin, town_instant(first, time(0, 1)))
        assert "grid_worker" not in held(work, limin, town_instant(last + DAY, time()))
        assert limin in told(work, "YouStandIn")
        assert told(work, "StoodInFor") == before, "who said it knows it"

    small_town.tries("grid worker", job)


def test_the_desk_sends_anybody_and_the_holder_hears_of_it(small_town: SmallTown) -> None:
    def job(work: Work) -> None:
        run(work, StandIn(small_town["post"], small_town["zhao"], TODAY, TODAY + DAY))
        assert small_town["zhoumin"] in told(work, "StoodInFor")
        assert "grid_worker" in held(work, small_town["zhao"], work.now)

    small_town.tries("coordinator", job)


@pytest.mark.parametrize(
    ("substitute", "why"),
    [("zhoumin", "self"), ("yu", "stranger"), ("hanxue", "stranger"), ("stands_in", "same")],
)
def test_a_holder_hands_the_post_to_a_colleague_only(
    small_town: SmallTown, substitute: str, why: str
) -> None:
    def job(work: Work) -> None:
        with pytest.raises(CannotStandIn) as refused:
            run(work, StandIn(small_town["post"], small_town[substitute], TODAY, TODAY))
        assert refused.value.why == why

    small_town.tries("grid worker", job)


def test_who_stands_in_cannot_pass_it_on(small_town: SmallTown) -> None:
    def job(work: Work) -> None:
        work.actor = small_town.actor(small_town["stands_in"])
        on = at(work, TODAY + 2 * DAY)
        with pytest.raises(CannotStandIn) as refused:
            run(on, StandIn(small_town["stand_in_role"], small_town["limin"], TODAY + 2 * DAY,
                            TODAY + 2 * DAY))  # fmt: skip
        assert refused.value.why == "substitute"

    small_town.tries("grid worker", job)


def test_standing_in_has_a_longest_time(small_town: SmallTown) -> None:
    def job(work: Work) -> None:
        with pytest.raises(TermNotPossible) as refused:
            run(work, StandIn(small_town["post"], small_town["limin"], TODAY, TODAY + 92 * DAY))
        assert refused.value.why == "long"
        run(work, StandIn(small_town["post"], small_town["limin"], TODAY, TODAY + 91 * DAY))

    small_town.tries("grid worker", job)


def test_when_the_post_ends_who_stands_in_for_it_ends_too(small_town: SmallTown) -> None:
    def job(work: Work) -> None:
        run(work, EndRole(small_town["post"]))
        work.session.expire_all()
        assert work.session.get_one(Role, small_town["stand_in_role"]).ended_at == work.now

    small_town.tries("coordinator", job)


# -- checks -------------------------------------------------------------------------------------------
def test_a_tutor_counts_to_the_last_minute_of_the_check_and_not_after(
    small_town: SmallTown,
) -> None:
    tutor = small_town["unchecked"]

    def job(work: Work) -> None:
        last = TODAY + 30 * DAY
        assert held(work, tutor, work.now) == set(), "nobody teaches unchecked"
        run(work, NoteCheck(tutor, TODAY - DAY, last))
        assert held(work, tutor, work.now) == {"tutor"}
        assert held(work, tutor, town_instant(last, time(23, 59, 59))) == {"tutor"}
        assert held(work, tutor, town_instant(last + DAY, time())) == set()
        renewed = at(work, last + 3 * DAY)
        run(renewed, NoteCheck(tutor, last + 2 * DAY, last + 200 * DAY))
        assert held(work, tutor, renewed.now) == {"tutor"}

    small_town.tries("coordinator", job)


def test_whichever_ends_first_ends_it(small_town: SmallTown) -> None:
    tutor = small_town["unchecked"]

    def job(work: Work) -> None:
        run(work, GiveRole(tutor, "tutor", "yangguang", until=TODAY + 5 * DAY))
        run(work, NoteCheck(tutor, TODAY, TODAY + 30 * DAY))
        role = work.session.scalars(
            select(Role).where(Role.person_id == tutor, Role.ended_at.is_(None))
        ).one()
        assert role.counts_until == role.ends_at == town_instant(TODAY + 6 * DAY, time())

    small_town.tries("coordinator", job)


@pytest.mark.parametrize(
    ("checked", "until", "why"),
    [
        (TODAY + DAY, TODAY + 9 * DAY, "future"),
        (date(2025, 12, 8), TODAY + DAY, "old"),
        (TODAY - 9 * DAY, TODAY - DAY, "over"),
        (TODAY, date(2027, 12, 8), "long"),
    ],
)
def test_a_check_that_cannot_be_is_refused(
    small_town: SmallTown, checked: date, until: date, why: str
) -> None:
    def job(work: Work) -> None:
        with pytest.raises(CheckNotPossible) as refused:
            run(work, NoteCheck(small_town["unchecked"], checked, until))
        assert refused.value.why == why

    small_town.tries("coordinator", job)


def test_a_year_less_a_day_is_the_longest(small_town: SmallTown) -> None:
    def job(work: Work) -> None:
        tutor = small_town["unchecked"]
        run(work, NoteCheck(tutor, TODAY, date(2027, 12, 7)))
        with pytest.raises(CheckKnown):
            run(work, NoteCheck(tutor, TODAY, date(2027, 12, 7)))

    small_town.tries("coordinator", job)


def test_nobody_notes_their_own_check(small_town: SmallTown) -> None:
    def job(work: Work) -> None:
        run(work, GiveRole(small_town["limin"], "tutor", "yangguang"))
        with pytest.raises(NotAllowed):
            run(work, NoteCheck(small_town["limin"], TODAY, TODAY + DAY))

    small_town.tries("coordinator", job)


def test_warned_thirty_and_seven_days_before_and_on_the_day_each_once(
    small_town: SmallTown,
) -> None:
    tutor, clock = small_town["unchecked"], Roles()

    def job(work: Work) -> None:
        nothing_else_is_due(work)
        last = TODAY + 60 * DAY
        run(by(work, small_town, "coordinator"), NoteCheck(tutor, TODAY, last))
        said = []
        for left in (60, 31, 30, 29, 8, 7, 7, 6, 1, 0, -1, -1, -5):
            work_then = at(work, last - left * DAY, time(0, 1))
            before = told(work, "CheckRunsOut")
            clock.run(work_then)
            if told(work, "CheckRunsOut") != before:
                said.append(left)
        assert said == [30, 7, -1]
        assert told(work, "CheckRunsOut") == [tutor] * 3
        assert told(work, "TheirCheckRunsOut") == [small_town["limin"]] * 3

    small_town.tries(CLOCK, job)


def test_the_clock_knows_when_the_next_warning_is_due(small_town: SmallTown) -> None:
    tutor, clock = small_town["unchecked"], Roles()

    def job(work: Work) -> None:
        nothing_else_is_due(work)
        last = TODAY + 60 * DAY
        run(by(work, small_town, "coordinator"), NoteCheck(tutor, TODAY, last))
        due = []
        for _ in range(3):
            instant = clock.next_due(work)
            assert instant is not None
            due.append(instant)
            assert clock.run(replace(work, now=instant - timedelta(seconds=1))) == 0
            assert clock.run(replace(work, now=instant)) == 1
        midnight = [town_instant(last - n * DAY, time()) for n in (30, 7, -1)]
        assert due == midnight
        assert clock.next_due(work) is None

    small_town.tries(CLOCK, job)


def test_a_newer_check_silences_the_older_one(small_town: SmallTown) -> None:
    tutor, clock = small_town["unchecked"], Roles()

    def job(work: Work) -> None:
        desk = by(work, small_town, "coordinator")
        run(desk, NoteCheck(tutor, TODAY - DAY, TODAY + 6 * DAY))
        run(desk, NoteCheck(tutor, TODAY, TODAY + 300 * DAY))
        clock.run(work)
        assert tutor not in told(work, "CheckRunsOut")

    small_town.tries(CLOCK, job)
