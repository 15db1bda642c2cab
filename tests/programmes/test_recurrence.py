"""When things meet over National Day 2026 and New Year 2027, and rules nobody can use."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import cache

import pytest

from models.clocks import to_town, town_instant
from models.programmes.days import known_until
from models.programmes.recurrence import (
    WORKDAYS,
    Plan,
    by_weekdays,
    check_plan,
    occurrences,
    slots,
)
from models.programmes.refusals import EndBeforeStart, RuleNotRead
from models.town.desk import HolidayYear
from models.town.schema import Town
from models.worktime import YearUnknown
from tests.furniture import huadian

TABLE = HolidayYear(
    year=2027,
    whole=True,
    off=(date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3), date(2027, 1, 4)),
    work=(date(2027, 1, 9),),
)
"""As a town may write it: four days off, and a Saturday worked for the Monday."""


@cache
def with_table() -> Town:
    return huadian().model_copy(update={"holidays": (TABLE,)})


def days(plan: Plan, town: Town, since: date, until: date) -> list[str]:
    """09-20 Sun, in town time."""
    return [f"{to_town(one):%m-%d %a}" for one in occurrences(plan, town, since, until)]


def room(rule: str = WORKDAYS, **changes: object) -> Plan:
    """The after-school room of the autumn term."""
    plan: dict[str, object] = {
        "rule": rule, "starts": time(15, 30), "minutes": 90, "first": date(2026, 9, 1),
        "last": date(2027, 1, 15), "term_only": True,
    }  # fmt: skip
    return Plan(**{**plan, **changes})  # type: ignore[arg-type]  # a test's own words


# -- National Day 2026: off from 1 to 7 October, worked on Sunday 20 September and Saturday 10 October -
def test_the_room_is_open_on_make_up_workdays_and_closed_over_national_day() -> None:
    assert days(room(), huadian(), date(2026, 9, 18), date(2026, 10, 13)) == [
        "09-18 Fri", "09-20 Sun", "09-21 Mon", "09-22 Tue", "09-23 Wed", "09-24 Thu",
        "09-28 Mon", "09-29 Tue", "09-30 Wed", "10-08 Thu", "10-09 Fri", "10-10 Sat",
        "10-12 Mon", "10-13 Tue",
    ]  # fmt: skip


def test_some_days_of_the_week_have_no_make_up_day() -> None:
    """Nobody has published which weekday a Saturday stands for."""
    plan = room(by_weekdays((1, 3)))
    assert days(plan, huadian(), date(2026, 9, 17), date(2026, 10, 13)) == [
        "09-17 Thu", "09-22 Tue", "09-24 Thu", "09-29 Tue", "10-08 Thu", "10-13 Tue",
    ]  # fmt: skip


def test_a_clinic_of_monday_to_saturday_only_leaves_out_the_holidays() -> None:
    clinic = room(by_weekdays((0, 1, 2, 3, 4, 5)), term_only=False, starts=time(9))
    assert days(clinic, huadian(), date(2026, 9, 19), date(2026, 10, 10)) == [
        "09-19 Sat", "09-21 Mon", "09-22 Tue", "09-23 Wed", "09-24 Thu", "09-28 Mon",
        "09-29 Tue", "09-30 Wed", "10-08 Thu", "10-09 Fri", "10-10 Sat",
    ]  # fmt: skip


def test_what_is_for_holidays_too_leaves_out_nothing() -> None:
    plan = room("FREQ=DAILY", term_only=False, on_holidays=True)
    assert len(days(plan, huadian(), date(2026, 9, 28), date(2026, 10, 11))) == 14


# -- New Year 2027 --------------------------------------------------------------------------------------
def test_over_new_year_with_the_town_s_own_table() -> None:
    assert days(room(), with_table(), date(2026, 12, 30), date(2027, 1, 20)) == [
        "12-30 Wed", "12-31 Thu", "01-05 Tue", "01-06 Wed", "01-07 Thu", "01-08 Fri",
        "01-09 Sat", "01-11 Mon", "01-12 Tue", "01-13 Wed", "01-14 Thu", "01-15 Fri",
    ]  # fmt: skip
    spring = room(first=date(2027, 2, 20), last=date(2027, 3, 3))
    assert days(spring, with_table(), date(2027, 2, 20), date(2027, 3, 3)) == [
        "03-01 Mon", "03-02 Tue", "03-03 Wed",
    ]  # fmt: skip


def test_a_year_that_nobody_has_published_is_not_guessed() -> None:
    found = occurrences(room(), huadian(), date(2026, 12, 30), date(2027, 1, 20))
    assert [f"{to_town(next(found)):%d}" for _ in range(2)] == ["30", "31"]
    with pytest.raises(YearUnknown) as unknown:
        next(found)
    assert unknown.value.year == 2027
    assert known_until(huadian(), date(2026, 12, 8)) == date(2026, 12, 31)
    assert known_until(with_table(), date(2026, 12, 8)) == date(2027, 12, 31)


# -- rules ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ("RRULE:FREQ=WEEKLY;BYDAY=TU,TH", 8),
        ("freq=weekly;byday=fr", 4),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=MO", 2),
        ("FREQ=DAILY;COUNT=3", 3),
        ("FREQ=DAILY;UNTIL=20261103", 2),
        ("FREQ=DAILY;UNTIL=20261102T160000Z", 1),
        ("FREQ=DAILY;UNTIL=20261103T080000Z", 2),
        ("FREQ=DAILY;BYHOUR=9,14", 56),
        ("FREQ=MONTHLY;BYDAY=2TU", 1),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", 0),
    ],
)
def test_rules_are_read_in_town_time(rule: str, count: int) -> None:
    """The four weeks from Monday 2 November 2026. UNTIL in UTC is eight hours later here."""
    plan = Plan(rule, time(9), 60, date(2026, 11, 2), date(2026, 11, 29))
    if count:
        check_plan(plan)
        found = list(occurrences(plan, huadian(), plan.first, plan.last))
        assert len(found) == count
        assert {to_town(one).hour for one in found} <= {9, 14}
    else:
        with pytest.raises(RuleNotRead, match="never"):
            check_plan(plan)


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("", "syntax"),
        ("every tuesday", "syntax"),
        ("FREQ=WEEKLY;BYDAY=XX", "syntax"),
        ("FREQ=WEEKLY;FREQ=DAILY", "syntax"),
        ("FREQ=WEEKLY;BYDAY=1MO", "syntax"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20261201", "syntax"),
        ("FREQ=DAILY;UNTIL=20261301", "syntax"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "syntax"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "syntax"),
        ("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31", "syntax"),
        ("FREQ=DAILY\nEXDATE:20261103T090000", "syntax"),
        ("FREQ=MINUTELY", "too_often"),
        ("FREQ=HOURLY;COUNT=3", "too_often"),
        ("FREQ=DAILY;BYHOUR=9,11,14", "too_often"),
        ("FREQ=DAILY;BYHOUR=9;BYMINUTE=0,30", "syntax"),
    ],
)
def test_rules_nobody_can_use_are_refused_with_the_reason(rule: str, why: str) -> None:
    with pytest.raises(RuleNotRead) as refused:
        check_plan(Plan(rule, time(9), 60, date(2026, 11, 2), date(2026, 11, 29)))
    assert refused.value.why == why


def test_two_a_day_may_not_run_into_each_other() -> None:
    plan = Plan("FREQ=DAILY;BYHOUR=9,10", time(9), 90, date(2026, 11, 2), date(2026, 11, 29))
    with pytest.raises(RuleNotRead, match="too_often"):
        check_plan(plan)


def test_spans_are_bounded() -> None:
    first = date(2026, 11, 2)
    check_plan(Plan(WORKDAYS, time(9), 60, first, first + timedelta(days=400)))
    with pytest.raises(RuleNotRead, match="endless"):
        check_plan(Plan(WORKDAYS, time(9), 60, first, first + timedelta(days=401)))
    with pytest.raises(EndBeforeStart):
        check_plan(Plan(WORKDAYS, time(9), 60, first, first - timedelta(days=1)))
    with pytest.raises(EndBeforeStart):
        check_plan(Plan(WORKDAYS, time(9), 0, first, first))


def test_where_one_begins_to_look_changes_nothing() -> None:
    """Most rules are not counted out from their first day."""
    for rule in (
        WORKDAYS,
        "FREQ=DAILY",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;INTERVAL=2",
        "FREQ=DAILY;COUNT=40",
    ):
        plan = Plan(rule, time(9), 60, date(2026, 9, 2), date(2026, 12, 30))
        whole = list(occurrences(plan, huadian(), plan.first, plan.last))
        for ahead in range(0, 119, 3):
            since = plan.first + timedelta(days=ahead)
            part = list(occurrences(plan, huadian(), since, plan.last))
            assert part == [one for one in whole if to_town(one).date() >= since], (rule, since)


def test_a_morning_is_cut_into_numbered_times() -> None:
    clinic = huadian().programme_kind("clinic_visit")
    begin = town_instant(date(2026, 12, 9), time(9))
    cut = slots(clinic, begin, 150)
    assert [f"{to_town(one):%H:%M}" for one, _end in cut] == [
        "09:00", "09:30", "10:00", "10:30", "11:00",
    ]  # fmt: skip
    assert all(end - start == timedelta(minutes=30) for start, end in cut)
    lecture = huadian().programme_kind("lecture")
    assert slots(lecture, begin, 90) == [(begin, begin + timedelta(minutes=90))]
