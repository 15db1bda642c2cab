"""Resident identity numbers (GB 11643-1999), read and checked.

Eighteen characters: six of an area, the birth date, three of an order whose last one is odd for men,
and a check character (ISO 7064 MOD 11-2). A number that passes is still nobody's proof of who they
are, but a slip of one digit, or two that changed places, is found before it is kept.

The areas are not looked up: codes were given and withdrawn for forty years, and a number keeps its
old one. Tests use area 999999, which has never been given to anybody.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from models.sheets.dates import MOST_AGE
from models.sheets.problems import Fault

_WEIGHTS = tuple(2**place % 11 for place in range(17, 0, -1))
_CHECKS = "10X98765432"
_NOISE = re.compile(r"[\s\-–—‐_'‘’`＇]+")
_LOOKS_LIKE_X = str.maketrans("xχХ×", "XXXX")
_AS_A_NUMBER = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}|\d{14,}\.0*")
_HIDDEN = re.compile(r"\d[*＊xX•●]{2,}")


@dataclass(frozen=True, slots=True)
class Identity:
    """``number`` in its long form; ``gender``: m or f."""

    number: str
    born: date
    gender: str


def check_character(seventeen: str) -> str:
    """ISO 7064 MOD 11-2."""
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def identity(typed: str, today: date) -> Identity:
    """The number in ``typed``, upgraded if it is one of the old fifteen digits; Fault otherwise."""
    number = _plain(typed)
    if len(number) == 15:
        # The short numbers ended with the century; everybody who has one was born before 2000.
        number = number[:6] + "19" + number[6:]
        number += check_character(number)
    born = _born(number, today)
    if check_character(number[:17]) != number[17]:
        raise Fault("id_check_digit")
    return Identity(number, born, "m" if int(number[16]) % 2 else "f")


def _plain(typed: str) -> str:
    number = _NOISE.sub("", unicodedata.normalize("NFKC", typed)).translate(_LOOKS_LIKE_X)
    if _AS_A_NUMBER.fullmatch(number):
        raise Fault("id_digits_lost")
    if _HIDDEN.search(number):
        raise Fault("id_hidden")
    if not re.fullmatch(r"[0-9]+X?", number):
        raise Fault("id_letters")
    if len(number) not in {15, 18} or (len(number) == 15 and number[-1] == "X"):
        raise Fault("id_length", digits=len(number))
    return number


def _born(number: str, today: date) -> date:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise Fault("id_birth_date") from None
    if born > today or today.year - born.year > MOST_AGE:
        raise Fault("id_birth_date")
    return born
