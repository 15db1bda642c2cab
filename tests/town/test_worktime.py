"""Deadlines know China's holidays, and nobody is woken or promised what nobody can keep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.town.schema import Town
from models.worktime import WorkCalendar, YearUnknown
from tests.town.conftest import Edit

# hypothesis wants bounds without a zone and adds it itself.
JANUARY, WINTER = datetime(2026, 1, 5), datetime(2026, 11, 1)  # noqa: DTZ001
NEW_YEAR, YEARS_END = datetime(2026, 1, 1), datetime(2027, 1, 1)  # noqa: DTZ001


def at(text: str) -> datetime:
    """A local time as an instant: "12-08 17:38" of 2026."""
    return datetime.fromisoformat(f"2026-{text.replace(' ', 'T')}:00+08:00").astimezone(UTC)


@pytest.fixture(scope="session")
def calendar(town: Town) -> WorkCalendar:
    return WorkCalendar(town)


def test_there_is_one_calendar_for_a_town(town: Town) -> None:
    assert WorkCalendar.of(town) is WorkCalendar.of(town)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-12-08", True),  # Tuesday
        ("2026-12-12", False),  # Saturday
        ("2026-10-01", False),  # National Day
        ("2026-02-17", False),  # Spring Festival
        ("2026-02-14", True),  # a Saturday that is worked for it
    ],
)
def test_holidays_and_make_up_days_are_known(
    calendar: WorkCalendar, day: str, *, works: bool
) -> None:
    assert calendar.is_workday(date.fromisoformat(day)) is works


def test_a_year_that_nobody_published_is_refused_by_name(calendar: WorkCalendar) -> None:
    with pytest.raises(YearUnknown, match="2040") as caught:
        calendar.is_workday(date(2040, 5, 6))
    assert caught.value.year == 2040


def test_the_towns_own_table_wins(changed: Callable[[Edit], Town]) -> None:
    own = {"year": 2026, "off": ["2026-12-08"], "work": ["2026-12-12"]}
    calendar = WorkCalendar(changed(lambda data: data.update(holidays=[own])))
    assert not calendar.is_workday(date(2026, 12, 8))
    assert calendar.is_workday(date(2026, 12, 12))
    assert not calendar.is_workday(date(2026, 10, 1))


def test_a_whole_year_in_the_table_makes_it_known(changed: Callable[[Edit], Town]) -> None:
    own = {"year": 2040, "whole": True, "off": ["2040-05-01"], "work": ["2040-05-05"]}
    calendar = WorkCalendar(changed(lambda data: data.update(holidays=[own])))
    assert not calendar.is_workday(date(2040, 5, 1))
    assert calendar.is_workday(date(2040, 5, 5))
    assert calendar.is_workday(date(2040, 5, 2))
    assert not calendar.is_workday(date(2040, 5, 6))


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("12-08 09:00", 120, "12-08 11:00"),
        ("12-08 16:00", 60, "12-08 17:00"),
        ("12-08 16:00", 61, "12-09 08:01"),
        ("12-08 17:38", 30, "12-09 08:30"),
        ("12-11 16:30", 60, "12-14 08:30"),  # over a weekend
        ("12-08 05:00", 0, "12-08 08:00"),
        ("09-30 16:30", 60, "10-08 08:30"),  # over National Day
        ("12-08 08:00", 9 * 60 * 3, "12-10 17:00"),
    ],
)
def test_working_minutes_run_in_working_hours(
    calendar: WorkCalendar, start: str, minutes: int, end: str
) -> None:
    assert calendar.add_work_minutes(at(start), minutes) == at(end)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("12-08 17:38", 30, "12-08 18:08"),
        ("12-08 19:30", 60, "12-09 08:30"),
        ("10-01 09:00", 60, "10-01 10:00"),  # the desk sits on holidays too
    ],
)
def test_the_desks_minutes_run_while_somebody_sits_there(
    calendar: WorkCalendar, start: str, minutes: int, end: str
) -> None:
    assert calendar.add_duty_minutes(at(start), minutes) == at(end)


def test_the_desk_can_promise_in_a_year_that_nobody_published(calendar: WorkCalendar) -> None:
    new_year = datetime(2040, 1, 1, 0, 0, tzinfo=UTC)
    assert calendar.add_duty_minutes(new_year, 60) == new_year + timedelta(minutes=60)


@given(
    start=st.datetimes(JANUARY, WINTER, timezones=st.just(UTC)),
    one=st.integers(1, 2000),
    two=st.integers(1, 2000),
)
def test_two_spans_of_work_are_one_long_one(
    calendar: WorkCalendar, start: datetime, one: int, two: int
) -> None:
    apart = calendar.add_work_minutes(calendar.add_work_minutes(start, one), two)
    assert apart == calendar.add_work_minutes(start, one + two)


@pytest.mark.parametrize(
    ("moment", "step", "end"),
    [
        ("12-08 17:38", 30, "12-08 18:00"),
        ("12-08 18:00", 30, "12-08 18:00"),
        ("12-08 17:58", 15, "12-08 18:00"),
        ("12-08 23:50", 60, "12-09 00:00"),
    ],
)
def test_times_are_rounded_up_to_what_people_say(
    calendar: WorkCalendar, moment: str, step: int, end: str
) -> None:
    assert calendar.round_up(at(moment), step) == at(end)


@pytest.mark.parametrize(
    ("moment", "loud"),
    [
        ("12-08 20:59", "12-08 20:59"),
        ("12-08 21:00", "12-09 07:00"),
        ("12-09 00:05", "12-09 07:00"),
        ("12-09 06:59", "12-09 07:00"),
        ("12-09 07:00", "12-09 07:00"),
    ],
)
def test_quiet_hours_end_at_seven(calendar: WorkCalendar, moment: str, loud: str) -> None:
    assert calendar.next_loud(at(moment)) == at(loud)
    assert calendar.in_quiet_hours(at(moment)) is (moment != loud)


@given(st.datetimes(NEW_YEAR, YEARS_END, timezones=st.just(UTC)))
def test_the_next_loud_moment_is_loud_and_within_ten_hours(
    calendar: WorkCalendar, moment: datetime
) -> None:
    loud = calendar.next_loud(moment)
    assert not calendar.in_quiet_hours(loud)
    assert timedelta() <= loud - moment <= timedelta(hours=10)


@pytest.mark.parametrize(
    ("moment", "sits"),
    [
        ("12-08 17:38", "12-08 17:38"),
        ("12-08 20:00", "12-09 08:00"),
        ("12-08 03:00", "12-08 08:00"),
    ],
)
def test_the_desk_says_when_somebody_sits_there(
    calendar: WorkCalendar, moment: str, sits: str
) -> None:
    assert calendar.next_duty(at(moment)) == at(sits)
    assert calendar.duty_open(at(moment)) is (moment == sits)


def test_a_desk_that_is_closed_for_days_names_the_next_one(changed: Callable[[Edit], Town]) -> None:
    def edit(data: dict[str, dict[str, object]]) -> None:
        data["duty"]["hours"] = {"mon": {"opens": "09:00", "closes": "11:00"}}

    calendar = WorkCalendar(changed(edit))
    assert calendar.next_duty(at("12-07 11:00")) == at("12-14 09:00")
    assert calendar.duty_hours(at("12-08 10:00")) is None


def test_people_read_town_time(calendar: WorkCalendar) -> None:
    assert calendar.local(at("12-08 17:38")).strftime("%H:%M") == "17:38"
