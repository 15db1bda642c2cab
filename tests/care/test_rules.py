"""When something is due: days only, nobody's database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.care.rules import (
    Facts,
    ask_on,
    birthday,
    check_days,
    fingerprint,
    first_due,
    fits,
    months_after,
    next_due,
    spread,
    youngest,
)
from tests.furniture import huadian

TODAY = date(2026, 12, 8)
CHECKUP, PRESSURE = huadian().care_rule("checkup65"), huadian().care_rule("hypertension")
CHILD = huadian().care_rule("child_check")


def elder(**values: object) -> Facts:
    return replace(Facts(41, TODAY, date(1950, 3, 1)), **values)  # type: ignore[arg-type]  # its own fields


def patient(**values: object) -> Facts:
    return replace(Facts(41, TODAY, date(1950, 3, 1), date(2024, 5, 1)), **values)  # type: ignore[arg-type]  # its own fields


def child(born: date, **values: object) -> Facts:
    return replace(Facts(41, max(TODAY, born), born), **values)  # type: ignore[arg-type]  # its own fields


def test_once_a_year_counted_from_the_last_one() -> None:
    assert next_due(CHECKUP, elder(last=date(2026, 6, 1)), TODAY) == date(2027, 6, 1)


def test_the_first_within_the_year_after_the_rule_began_or_after_65() -> None:
    due = next_due(CHECKUP, elder(), TODAY)
    assert due is not None
    assert TODAY + timedelta(days=CHECKUP.remind_days) < due <= TODAY + timedelta(days=365)
    turns = elder(born=date(1962, 2, 3))
    assert next_due(CHECKUP, turns, date(2027, 2, 3)) == date(2027, 2, 3) + timedelta(days=365)


def test_first_ones_are_spread_and_nobody_is_asked_too_late_to_come() -> None:
    days = [spread(PRESSURE, person).days for person in range(1000)]
    assert min(days) == PRESSURE.remind_days + 1
    assert max(days) == PRESSURE.every_days
    assert max(days.count(day) for day in set(days)) <= 13


@pytest.mark.parametrize(("result", "days"), [("", 90), ("controlled", 90), ("uncontrolled", 14)])
def test_four_a_year_and_two_weeks_when_it_was_not_good(result: str, days: int) -> None:
    facts = patient(last=TODAY, result=result, settled=(TODAY - timedelta(days=3),))
    assert next_due(PRESSURE, facts, TODAY) == TODAY + timedelta(days=days)


def test_a_day_that_has_been_done_early_is_not_given_twice() -> None:
    """Due on the 22nd, done on the 8th and not good: the next one in two weeks is the 22nd too."""
    due = TODAY + timedelta(days=14)
    facts = patient(last=TODAY, result="uncontrolled", settled=(due,))
    assert next_due(PRESSURE, facts, TODAY) == due - timedelta(days=1)


def test_childrens_checks_by_birth_date() -> None:
    born = date(2026, 8, 31)
    days = check_days(CHILD, born)
    assert days[:4] == [date(2026, 9, 7), date(2026, 9, 28), date(2026, 11, 30), date(2027, 2, 28)]
    assert days[-1] == date(2032, 8, 31)
    assert len(days) == 13


def test_a_childs_check_gives_way_when_the_next_is_near() -> None:
    born = TODAY
    facts = child(born)
    assert next_due(CHILD, facts, TODAY) == TODAY + timedelta(days=7)
    turns = TODAY + timedelta(days=28 - CHILD.remind_days)
    assert next_due(CHILD, facts, turns - timedelta(days=1)) == TODAY + timedelta(days=7)
    assert next_due(CHILD, facts, turns) == TODAY + timedelta(days=28)


def test_what_was_before_the_town_knew_the_child_is_not_made_up() -> None:
    facts = child(date(2024, 8, 1))
    assert next_due(CHILD, facts, TODAY) == date(2027, 2, 1)


def test_after_the_last_check_there_is_none() -> None:
    born = date(2020, 11, 1)
    assert next_due(CHILD, child(born, settled=(date(2026, 11, 1),)), TODAY) is None


def test_nobody_begins_with_what_is_overdue() -> None:
    stale = patient(known=date(2025, 1, 1), last=date(2025, 3, 1))
    assert next_due(PRESSURE, stale, TODAY) == date(2025, 5, 30)
    due = first_due(PRESSURE, stale, TODAY)
    assert due is not None
    assert TODAY < due <= TODAY + timedelta(days=90)


def test_another_wording_is_no_other_rule() -> None:
    assert fingerprint(PRESSURE) == fingerprint(
        PRESSURE.model_copy(update={"said": CHECKUP.said, "asks_after_days": (1, 2, 3)})
    )
    assert fingerprint(PRESSURE) != fingerprint(PRESSURE.model_copy(update={"every_days": 120}))


def test_who_fits() -> None:
    assert fits(CHECKUP, elder(born=date(1961, 12, 8)), TODAY)
    assert not fits(CHECKUP, elder(born=date(1961, 12, 9)), TODAY)
    assert not fits(CHECKUP, elder(born=None), TODAY)
    assert fits(PRESSURE, patient(), TODAY)
    assert not fits(PRESSURE, elder(), TODAY)
    assert fits(CHILD, child(TODAY), TODAY)
    assert not fits(CHILD, child(date(2019, 12, 8)), TODAY)
    by_contract = CHECKUP.model_copy(update={"contract": True})
    assert not fits(by_contract, elder(), TODAY)
    assert fits(by_contract, elder(contract=True), TODAY)


@given(
    born=st.dates(date(1920, 1, 1), date(2026, 1, 1)), today=st.dates(date(2026, 1, 1)),
    age=st.integers(0, 100),
)  # fmt: skip
def test_whoever_is_so_old_was_born_early_enough(born: date, today: date, age: int) -> None:
    if today.year < 9900:
        assert (birthday(born, age) <= today) == (born <= youngest(today, age))


@given(born=st.dates(date(1990, 1, 1), date(2100, 1, 1)), months=st.integers(0, 84))
def test_months_go_forward_and_stay_in_their_month(born: date, months: int) -> None:
    later = months_after(born, months)
    assert (later.year * 12 + later.month) - (born.year * 12 + born.month) == months
    assert later.day == born.day or (later + timedelta(days=1)).day == 1


@given(
    last=st.dates(date(2026, 1, 1), TODAY), result=st.sampled_from(["controlled", "uncontrolled"]),
    person=st.integers(1, 10**6),
)  # fmt: skip
def test_the_norm_is_never_exceeded_and_the_first_word_comes_before(
    last: date, result: str, person: int
) -> None:
    facts = patient(person_id=person, last=last, result=result, settled=(last,))
    due = next_due(PRESSURE, facts, TODAY)
    assert due is not None
    assert 0 < (due - last).days <= (14 if result == "uncontrolled" else 90)
    assert ask_on(PRESSURE, due) < due
