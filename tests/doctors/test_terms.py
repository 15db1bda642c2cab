"""From one day to another, both included: nobody loses a day to a short month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.doctors.terms import last_day, state_on


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 12, 8), 12, date(2027, 12, 7)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 1, 31), 12, date(2027, 1, 30)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 1), 12, date(2027, 2, 28)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
    ],
)
def test_the_last_day_of_a_term(first: date, months: int, last: date) -> None:
    assert last_day(first, months) == last


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)), st.integers(1, 36))
def test_a_term_is_never_shorter_than_its_months(first: date, months: int) -> None:
    after = last_day(first, months) + timedelta(days=1)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    assert (after.year * 12 + after.month - 1) - (year * 12 + month) in (0, 1)
    assert after >= date(year, month + 1, min(first.day, 28))
    assert after.day in (first.day, 1)


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)))
def test_years_one_after_the_other_leave_no_gap_and_no_overlap(first: date) -> None:
    last = last_day(first, 12)
    again = last_day(last + timedelta(days=1), 12)
    assert timedelta(days=365) <= again - last <= timedelta(days=366)


@pytest.mark.parametrize(
    ("days_left", "state"),
    [(31, "valid"), (30, "expiring"), (0, "expiring"), (-1, "expired"), (-400, "expired")],
)
def test_how_it_stands_by_the_days_left(days_left: int, state: str) -> None:
    day = date(2026, 12, 8)
    assert state_on(day, day + timedelta(days=days_left), 30) == state
