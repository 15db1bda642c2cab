"""Case numbers that can be read over the phone.

Six digits in two groups, the last one a check digit (ISO 7064 MOD 11,10, digits only), so one
wrong or swapped digit is noticed before somebody is told about another person's case. A number
never contains 250, which is an insult here. It is not counted up in sight: serials are scattered
over the whole space by a fixed permutation, so nobody reads from a number how busy the town was.

The six digits hold ``capacity(6)`` numbers (about 89,600), a sixteenth of them for notices. After that numbers have eight digits in
two groups of four, then ten: longer, never repeated, and the short ones stay valid.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

_SHORTEST = 6
_FORBIDDEN = "250"
_FOR_NOTICES = 16
"""One in so many numbers of each length is kept for notices."""
_DIGITS = str.maketrans(
    "零〇○O一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖", "000012345678912123456789"
)
_NOISE = re.compile(r"编号|[\s\-–—·.,,、。#:]|№|No", re.IGNORECASE)


def check_digit(prefix: str) -> str:
    """ISO 7064 MOD 11,10."""
    product = 10
    for digit in prefix:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def capacity(width: int) -> int:
    """How many numbers of this many digits there are."""
    return _space(width) - len(_skipped(width))


def spoken_number(serial: int) -> str:
    """The number of a serial (from 1). Different serials, different numbers."""
    if serial < 1:
        raise ValueError("serials begin with 1")
    index, width = serial - 1, _SHORTEST
    while index >= (room := capacity(width) - for_notices(width)):
        index -= room
        width += 2
    return _written(index, width)


def _written(index: int, width: int) -> str:
    prefix = str(_nth_allowed(_scatter(index, width), width))
    return prefix + check_digit(prefix)


def for_notices(width: int) -> int:
    """How many numbers of this many digits are kept for notices; serials have the others."""
    return capacity(width) // _FOR_NOTICES


def notice_number(notice_id: int) -> str:
    """The number of a notice: from the other end of the numbers, which serials never come to."""
    index, width = notice_id - 1, _SHORTEST
    while index >= for_notices(width):
        index -= for_notices(width)
        width += 2
    return _written(capacity(width) - 1 - index, width)


def case_number(case_id: int) -> str:
    """The number of a case. Serials of cases are odd and those of sign-ups even, so that a number
    read over the phone is never both. (Cases of before this rule had their ids for serials: always
    smaller than those of later cases, and sign-ups begin above them.)"""
    return spoken_number(2 * case_id - 1)


def sign_up_number(row_id: int) -> str:
    """The number of a sign-up."""
    return spoken_number(2 * row_id)


def parse_case_number(text: str) -> str | None:
    """The digits of a number as people type it (spaces, full-width, Chinese), or None."""
    if len(text) > 64:
        return None
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", text)).translate(_DIGITS)
    if not plain.isascii() or not plain.isdigit() or len(plain) < _SHORTEST or len(plain) % 2:
        return None
    if plain[0] == "0" or _FORBIDDEN in plain or check_digit(plain[:-1]) != plain[-1]:
        return None
    return plain


def show(number: str) -> str:
    """In two groups: ``307 256``."""
    half = len(number) // 2
    return f"{number[:half]} {number[half:]}"


def _space(width: int) -> int:
    return int(9 * 10 ** (width - 2))


def _first(width: int) -> int:
    return int(10 ** (width - 2))


@lru_cache(maxsize=4)
def _skipped(width: int) -> list[int]:
    """Sorted prefixes whose full number would contain 250."""
    digits, first, last = width - 1, _first(width), _first(width) * 10
    found = {
        prefix
        for prefix in range(first + (25 - first) % 100, last, 100)
        if check_digit(str(prefix)) == "0"
    }
    for place in range(digits - 2):
        unit = 10**place
        for high in range(10 ** (digits - 3 - place)):
            start = (high * 1000 + 250) * unit
            found.update(range(max(start, first), start + unit) if start >= first else ())
    return sorted(found)


@lru_cache(maxsize=4)
def _gaps(width: int) -> list[int]:
    """For each skipped prefix, how many allowed ones come before it."""
    first = _first(width)
    return [prefix - first - rank for rank, prefix in enumerate(_skipped(width))]


def _nth_allowed(index: int, width: int) -> int:
    return _first(width) + index + bisect_right(_gaps(width), index)


def _scatter(index: int, width: int) -> int:
    """A fixed permutation of ``range(capacity(width))``: a small Feistel network, walked again
    while it lands outside."""
    while True:
        index = _feistel(index, width)
        if index < capacity(width):
            return index


def _feistel(index: int, width: int) -> int:
    side = int(3 * 10 ** ((width - 2) // 2))
    left, right = divmod(index, side)
    for turn in range(6):
        left, right = right, (left + _mix(right, turn)) % side
    return left * side + right


def _mix(value: int, turn: int) -> int:
    mixed = (value + 1) * 0x9E3779B1 + (turn + 1) * 0x85EBCA77
    mixed = (mixed ^ (mixed >> 15)) * 0xC2B2AE3D & 0xFFFFFFFF
    return mixed ^ (mixed >> 13)
