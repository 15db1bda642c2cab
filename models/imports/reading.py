"""A file becomes rows of one kind: the kind that was said, or that whose headers it has.

Takes seconds and waits for another process: never on the event loop, never in a transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from time import sleep
from typing import Any, TypeVar

from models.imports.judging import RawRow, entries, raw
from models.imports.kinds import KINDS
from models.sheets.limits import WHAT, What
from models.sheets.reading import Reading, Undecided, read_file
from models.town.schema import Town

T = TypeVar("T")
AT_ONCE = 20
BREATH = 0.0005
"""Seconds after so many rows: a thread that only computes lets everybody else in this process wait
five milliseconds for each statement of theirs."""


@dataclass(frozen=True)
class Table:
    """``about``: which sheet was read, which columns and sheets were not. ``index``: what the kind
    of list must know of the whole."""

    what: What
    rows: list[RawRow]
    index: Any
    about: dict[str, Any]


def read_table(data: bytes, said: str, town: Town, today: date) -> Table | None:
    """Every row of the file. None if nobody but its sender can tell what kind of list it is; a
    Refusal if it is none, or cannot be read."""
    kinds = [what for what in WHAT if said in ("", what)]
    try:
        with read_file(data, kinds, town, today) as reading:
            return _read(reading, today)
    except Undecided:
        return None


def _read(reading: Reading, today: date) -> Table:
    about = {
        "sheet": reading.sheet,
        "unknown": list(reading.unknown),
        "left_out": list(reading.left_out),
    }
    rows = [raw(one) for one in gently(reading.results)]
    index = KINDS[reading.what].index(lambda: gently(entries(rows)), today)
    return Table(reading.what, rows, index, about)


def gently(many: Iterable[T]) -> Iterator[T]:
    """One after another, with a breath now and then."""
    for number, one in enumerate(many, start=1):
        yield one
        if number % AT_ONCE == 0:
            sleep(BREATH)
