"""Dates: every way to write one day is that day, and nothing is guessed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.sheets.dates import Cell, any_day, day, past_day
from models.sheets.problems import IN_DATES, Fault
from tests.sheets.messy import TODAY

DAYS = st.dates(date(1930, 1, 1), date(2050, 12, 31))
WAYS = (
    "{0.year}-{0.month}-{0.day}", "{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0.year}.{0.month}.{0.day}",
    "{0.year}年{0.month}月{0.day}日", "{0.year}年{0.month:02}月{0.day:02}号", "{0:%Y%m%d}",
    "{0.year} 年 {0.month} 月 {0.day} 日", "{0:%Y-%m-%d} 00:00:00", "{0:%Y-%m-%dT%H:%M:%S}",
    "'{0:%Y-%m-%d}", "{0:%Y}、{0.month}、{0.day}", "{0.year} {0.month} {0.day}", "{0:%Y%m%d}.0",
)  # fmt: skip


def code_of(cell: Cell) -> str:
    with pytest.raises(Fault) as found:
        past_day(cell, TODAY)
    return found.value.code


@given(DAYS, st.sampled_from(WAYS))
def test_a_day_is_that_day_however_it_is_written(when: date, way: str) -> None:
    assert day(way.format(when)) == when


@given(DAYS)
def test_what_a_spreadsheet_makes_of_a_day_is_that_day(when: date) -> None:
    serial = (when - date(1899, 12, 30)).days
    as_parsed = datetime.combine(when, time(8))
    for cell in (when, as_parsed, float(serial), serial, str(serial)):
        assert day(cell) == when
    if when.year >= 1935:
        assert day(serial - 1462, since_1904=True) == when


@given(st.text(max_size=24))
def test_anything_else_is_refused_with_a_code_and_never_breaks(typed: str) -> None:
    try:
        assert past_day(typed, TODAY) <= TODAY
    except Fault as fault:
        _is_of_dates(fault)


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_any_number_is_a_day_or_refused(number: float) -> None:
    try:
        day(number)
    except Fault as fault:
        _is_of_dates(fault)


def _is_of_dates(fault: Fault) -> None:
    assert fault.code in IN_DATES


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("50/3/7", "date_unclear"), ("3/7/1950", "date_unclear"), ("1950", "date_unclear"),
        (1950.0, "date_unclear"), ("1950年3月", "date_unclear"), ("500307", "date_unclear"),
        ("农历三月初七", "date_unclear"), (True, "date_unclear"), (timedelta(3), "date_unclear"),
        (18329.5, "date_unclear"), ("2月30日", "date_unclear"),
        ("1950-2-30", "date_impossible"), ("19501345", "date_impossible"), ("2025-02-29", "date_impossible"),
        ("2026-12-09", "date_future"), ("1890-01-01", "date_too_old"),
    ],
)  # fmt: skip
def test_what_is_wrong_has_a_name(cell: Cell, code: str) -> None:
    assert code_of(cell) == code


def test_today_has_been_and_tomorrow_may_be_an_end() -> None:
    assert past_day("2026-12-08", TODAY) == TODAY
    assert any_day("2027-12-08", TODAY) == date(2027, 12, 8)
    with pytest.raises(Fault, match="date_future"):
        any_day("2127-12-08", TODAY)
