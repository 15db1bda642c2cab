"""Case numbers: checkable, never rude, never twice."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.numbers import (
    capacity,
    check_digit,
    for_notices,
    notice_number,
    parse_case_number,
    show,
    spoken_number,
)

FROM_THE_TALKS = ["307256", "310646", "311680", "313728", "315094", "316177"]
SERIALS = st.integers(1, 2_000_000)
NOTICES = st.integers(1, 500_000)
"""Of six digits and of eight; of ten there is none before a city has sent half a million."""


@pytest.mark.parametrize("number", FROM_THE_TALKS)
def test_the_numbers_of_the_model_talks_are_valid(number: str) -> None:
    assert check_digit(number[:-1]) == number[-1]
    assert parse_case_number(number) == number
    assert parse_case_number(show(number)) == number


def test_the_standards_own_example() -> None:
    assert check_digit("0794") == "5"  # ISO/IEC 7064, the example of MOD 11,10


def test_every_six_digit_number_is_used_once_before_longer_ones_begin() -> None:
    kept = for_notices(6)
    room = capacity(6) - kept
    numbers = {spoken_number(serial) for serial in range(1, room + 1)}
    notices = {notice_number(one) for one in range(1, kept + 1)}
    assert len(numbers | notices) == len(numbers) + len(notices) == capacity(6) == 89_630
    assert all(len(n) == 6 and "250" not in n and n[0] != "0" for n in numbers | notices)
    for longer in (spoken_number(room + 1), notice_number(kept + 1)):
        assert len(longer) == 8
        assert parse_case_number(show(longer)) == longer


@given(SERIALS, NOTICES)
def test_a_notice_never_has_the_number_of_anything_else(serial: int, notice: int) -> None:
    assert spoken_number(serial) != notice_number(notice)


@given(SERIALS)
def test_a_number_is_valid_and_never_says_250(serial: int) -> None:
    number = spoken_number(serial)
    assert parse_case_number(number) == number
    assert "250" not in number


@given(SERIALS, SERIALS)
def test_two_cases_never_share_a_number(one: int, other: int) -> None:
    assert (spoken_number(one) == spoken_number(other)) == (one == other)


def test_numbers_do_not_count_up_in_sight() -> None:
    first = [int(spoken_number(serial)) for serial in range(1, 200)]
    steps = [later - earlier for earlier, later in pairwise(first)]
    assert len(set(steps)) == len(steps)
    assert 0.3 < sum(step > 0 for step in steps) / len(steps) < 0.7


@given(SERIALS, st.data())
def test_one_wrong_digit_is_noticed(serial: int, data: st.DataObject) -> None:
    number = spoken_number(serial)
    place = data.draw(st.integers(0, len(number) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert parse_case_number(number[:place] + digit + number[place + 1 :]) is None


@pytest.mark.parametrize(
    "typed",
    [
        "307 256", " 307256 ", "307-256", "３０７　２５６", "三零七 二五六", "三〇七二五六",
        "叁零柒贰伍陆", "编号 307 256", "№307256", "307 256。", "307\n256",
    ],
)  # fmt: skip
def test_people_type_a_number_in_many_ways(typed: str) -> None:
    assert parse_case_number(typed) == "307256"


@pytest.mark.parametrize(
    "typed",
    ["", "307", "307257", "370256", "30725", "3072566", "012345", "abc", "307 256 岁", "9" * 400,
     "我家 3 号楼 2 单元 401", "125036", "\ud800"],
)  # fmt: skip
def test_what_is_no_number_of_ours_is_none(typed: str) -> None:
    assert parse_case_number(typed) is None


def test_serials_begin_with_one() -> None:
    with pytest.raises(ValueError, match="begin with 1"):
        spoken_number(0)
