"""Phones, genders, grades, names: what is meant, or why it is not clear."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.sheets import cells
from models.sheets.dates import Cell
from models.sheets.problems import CODES, Fault


def code_of(read: Callable[[str], object], text: str) -> str:
    with pytest.raises(Fault) as found:
        read(text)
    return found.value.code


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (10000000001.0, "10000000001"), (3, "3"), (0.5, "0.5"), (None, ""), ("  无 ", ""), ("/", ""), ("N/A", ""),
        (1.1010119900307e17, "1.10101199003070E+17"), (999999500307002.0, "999999500307002"),
        (True, "是"), (date(1950, 3, 7), "1950-03-07"), ("王\u200b芳\u202e", "王芳"),
        (datetime(1950, 3, 7), "1950-03-07"), (time(8, 30), "08:30:00"),  # noqa: DTZ001 - as parsed
    ],
)  # fmt: skip
def test_a_cell_as_it_was_seen(cell: Cell, text: str) -> None:
    assert cells.shown(cell) == text


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("100-0000-0001", "10000000001"), ("'100 0000 0001", "10000000001"), ("１００００００００01", "10000000001"),
        ("+86 100-0000-0001", "10000000001"), ("0086-10000000001", "10000000001"), ("8610000000001", "10000000001"),
        ("10000000001.0", "10000000001"), ("0432-000-0052", "04320000052"), ("（0432）0000052", "04320000052"),
        ("010-0000 0000", "01000000000"),
    ],
)  # fmt: skip
def test_a_phone_however_it_is_written(typed: str, plain: str) -> None:
    assert cells.phone(typed) == plain


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("+1 202 555 0100", "phone_abroad"), ("00852 5555 0100", "phone_abroad"), ("+8210000000001", "phone_abroad"),
        ("100-0000-0001/100-0000-0002", "phone_several"), ("100-0000-0001 或 100-0000-0002", "phone_several"),
        ("10000000001\n10000000002", "phone_several"),
        ("100****0001", "phone_hidden"), ("62250000", "phone_no_area"), ("6225000", "phone_no_area"),
        ("4320000052", "phone_zero_lost"), ("1000000001", "phone_digits"), ("12000000001", "phone_digits"),
        ("1.0E+10", "phone_digits"), ("没有", "phone_digits"), ("1" * 5000, "phone_digits"), ("+86 1", "phone_digits"),
    ],
)  # fmt: skip
def test_why_a_phone_is_none(typed: str, code: str) -> None:
    assert code_of(cells.phone, typed) == code


@pytest.mark.parametrize(
    ("typed", "gender"),
    [("男", "m"), ("女性", "f"), ("M", "m"), ("female", "f"), ("１", "m"), ("2", "f")],
)
def test_a_gender(typed: str, gender: str) -> None:
    assert cells.gender(typed) == gender


@pytest.mark.parametrize("typed", ["0", "9", "不详", "男女"])
def test_an_unclear_gender(typed: str) -> None:
    assert code_of(cells.gender, typed) == "gender_unclear"


@pytest.mark.parametrize(
    ("typed", "grade"),
    [
        ("三年级", 3), ("3年级", 3), ("3", 3), ("小学五年级", 5), ("三年级（2）班", 3), ("初二", 8), ("初中一年级", 7),
        ("七年级", 7), ("九年级3班", 9), ("高三", 12), ("高中二年级", 11), ("十一年级", 11), ("十年级", 10), ("幼儿园", None),
        ("大班", None), ("大学", None), ("毕业", None),
    ],
)  # fmt: skip
def test_a_grade(typed: str, grade: int | None) -> None:
    assert cells.grade(typed) == grade


@pytest.mark.parametrize("typed", ["0", "13", "优秀", "初五", "2班"])
def test_an_unclear_grade(typed: str) -> None:
    assert code_of(cells.grade, typed) == "grade_unclear"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王 芳", "王芳"), ("王　芳", "王芳"), (" 'Anna  Li ", "Anna Li"), ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("Ｌｉ", "Li"),
    ],
)  # fmt: skip
def test_a_name(typed: str, name: str) -> None:
    assert cells.name(typed) == name


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("123", "no_name"), ("王芳1", "no_name"), ("—。", "no_name"), ("=1+1", "formula"), ("@SUM(A1)", "formula"),
        ("+cmd", "formula"), ("-王", "formula"), ("王" * 41, "too_long"),
    ],
)  # fmt: skip
def test_why_a_name_is_none(typed: str, code: str) -> None:
    assert code_of(cells.name, typed) == code


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3", 3),
        ("十二", 12),
        ("二十三", 23),
        ("十", 10),
        ("二十", 20),
        ("〇", 0),
        ("三", 3),
        ("王", None),
        ("", None),
    ],
)
def test_numbers_in_words(typed: str, number: int | None) -> None:
    assert cells.count(typed) == number


@given(
    st.sampled_from([cells.phone, cells.gender, cells.grade, cells.name, cells.line, cells.count]),
    st.text(max_size=40),
)
def test_nothing_that_is_typed_breaks_anything(read: Callable[[str], object], typed: str) -> None:
    try:
        read(typed)
    except Fault as fault:
        _has_a_sentence(fault)


def _has_a_sentence(fault: Fault) -> None:
    assert fault.code in CODES
