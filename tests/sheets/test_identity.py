"""Identity numbers: any that is well made is taken, any slip is found. Area 999999 is nobody's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.sheets.identity import check_character, identity
from models.sheets.problems import IN_ID_NUMBERS, Fault
from tests.sheets.messy import AREA, TODAY, id_number

FINE = st.builds(
    id_number,
    st.dates(TODAY - timedelta(days=120 * 365), TODAY),
    st.integers(0, 999),
)


def code_of(typed: str) -> str:
    with pytest.raises(Fault) as found:
        identity(typed, TODAY)
    return found.value.code


def test_the_check_character_of_the_standards_own_example() -> None:
    """GB 11643-1999 works through this one itself."""
    assert check_character("11010519491231002") == "X"


@given(st.dates(TODAY - timedelta(days=120 * 365), TODAY), st.integers(0, 999))
def test_a_well_made_number_says_when_and_what(born: date, order: int) -> None:
    found = identity(id_number(born, order), TODAY)
    assert (found.born, found.gender) == (born, "m" if order % 2 else "f")
    assert identity(found.number, TODAY) == found


@given(FINE, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_found(number: str, place: int, more: int) -> None:
    if number[place] == "X":
        spoiled = number[:17] + str(more)
    else:
        spoiled = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    assert code_of(spoiled) in {"id_check_digit", "id_birth_date"}


@given(FINE, st.integers(0, 15))
def test_two_neighbours_that_changed_places_are_found(number: str, place: int) -> None:
    one, other = number[place], number[place + 1]
    if one != other:
        swapped = number[:place] + other + one + number[place + 2 :]
        assert code_of(swapped) in {"id_check_digit", "id_birth_date"}


@given(st.dates(date(1907, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
def test_the_old_fifteen_digits_become_the_number_of_today(born: date, order: int) -> None:
    old = f"{AREA}{born:%y%m%d}{order:03}"
    assert identity(old, TODAY).number == id_number(born, order)


@given(st.text(max_size=30))
def test_anything_else_is_refused_with_a_code_and_never_breaks(typed: str) -> None:
    try:
        found = identity(typed, TODAY)
    except Fault as fault:
        _is_of_numbers(fault)
    else:
        assert len(found.number) == 18


def _is_of_numbers(fault: Fault) -> None:
    assert fault.code in IN_ID_NUMBERS


@pytest.mark.parametrize(
    "typed",
    [
        "９９９９９９１９５００３０７００２２", "999999 19500307 0022", "'999999195003070022",
        "999999-19500307-0022", " 999999195003070022 ",
    ],
)  # fmt: skip
def test_the_way_it_is_written_does_not_matter(typed: str) -> None:
    assert identity(typed, TODAY).number == "999999195003070022"


@pytest.mark.parametrize("x", ["x", "X", "Х", "×"])
def test_any_x_is_an_x(x: str) -> None:
    number = next(one for n in range(99) if (one := id_number(date(1950, 3, 7), n))[-1] == "X")
    assert identity(number[:-1] + x, TODAY).number == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("999999195003070000.0", "id_digits_lost"),
        ("9.99999195003070E+17", "id_digits_lost"),
        ("9.99999E+17", "id_digits_lost"),
        ("99999919500307002", "id_length"),
        ("9999991950030700222", "id_length"),
        ("12", "id_length"),
        ("99999950030700X", "id_length"),
        ("999999********0022", "id_hidden"),
        ("E12345678", "id_letters"),
        ("没办", "id_letters"),
        ("999999195013070022", "id_birth_date"),
        ("999999195002300022", "id_birth_date"),
        (id_number(date(2027, 1, 1), 1), "id_birth_date"),
        (id_number(date(1890, 1, 1), 1), "id_birth_date"),
        ("999999195003070023", "id_check_digit"),
    ],
)
def test_what_is_wrong_has_a_name(typed: str, code: str) -> None:
    assert code_of(typed) == code
