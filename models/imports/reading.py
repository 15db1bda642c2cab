"""A file becomes rows of one kind: the kind that was said, or that whose headers it has.

Takes seconds and waits for another process: never on the event loop, never in a transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from time import sleep
from typing import Any, TypeVar

from models.imports.judging import RawRow, entries, raw
from models.imports.kinds import KINDS
from models.refusals import Refusal
from models.sheets.limits import WHAT, What
from models.sheets.reading import Reading, read_file
from models.sheets.refusals import SheetColumnsMissing, SheetHasNoHeaders
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
    opened: dict[What, Reading] = {}
    refusals: list[Refusal] = []
    with ExitStack() as all_of_them:
        for what in kinds:
            try:
                reading = read_file(data, what, town, today)
                opened[what] = all_of_them.enter_context(reading)
            except (SheetHasNoHeaders, SheetColumnsMissing) as refusal:
                refusals.append(refusal)
        if not opened:
            raise _nearest(refusals)
        best = _best(opened)
        return None if best is None else _read(best, opened[best], today)


def _best(opened: Mapping[What, Reading]) -> What | None:
    """The kind of which most headers are there; None if two have as many."""
    known = {what: len(reading.titles) for what, reading in opened.items()}
    most = [what for what in known if known[what] == max(known.values())]
    return most[0] if len(most) == 1 else None


def _read(what: What, reading: Reading, today: date) -> Table:
    about = {
        "sheet": reading.sheet,
        "unknown": list(reading.unknown),
        "left_out": list(reading.left_out),
    }
    rows = [raw(one) for one in gently(reading.results)]
    index = KINDS[what].index(lambda: gently(entries(rows)), today)
    return Table(what, rows, index, about)


def gently(many: Iterable[T]) -> Iterator[T]:
    """One after another, with a breath now and then."""
    for number, one in enumerate(many, start=1):
        yield one
        if number % AT_ONCE == 0:
            sleep(BREATH)


def _nearest(refusals: Sequence[Refusal]) -> Refusal:
    """Of why a file is none of the three kinds, what says most: some headers were there."""
    telling = [one for one in refusals if isinstance(one, SheetColumnsMissing)]
    return min(telling, key=lambda one: len(one.columns), default=refusals[0])
