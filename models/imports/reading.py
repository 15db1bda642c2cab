"""A file becomes rows of one kind: the kind that was said, or that whose headers it has.

Takes seconds and waits for another process: never on the event loop, never in a transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.refusals import Refusal
from models.sheets.limits import WHAT, What
from models.sheets.reading import Reading, read_file
from models.sheets.refusals import SheetColumnsMissing, SheetHasNoHeaders
from models.sheets.rows import RowResult
from models.town.schema import Town


@dataclass(frozen=True)
class Table:
    """``about``: which sheet was read, which columns and sheets were not."""

    what: What
    results: list[RowResult]
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
        return None if best is None else _read(best, opened[best])


def _best(opened: Mapping[What, Reading]) -> What | None:
    """The kind of which most headers are there; None if two have as many."""
    known = {what: len(reading.titles) for what, reading in opened.items()}
    most = [what for what in known if known[what] == max(known.values())]
    return most[0] if len(most) == 1 else None


def _read(what: What, reading: Reading) -> Table:
    about = {
        "sheet": reading.sheet,
        "unknown": list(reading.unknown),
        "left_out": list(reading.left_out),
    }
    return Table(what, list(reading.results), about)


def _nearest(refusals: Sequence[Refusal]) -> Refusal:
    """Of why a file is none of the three kinds, what says most: some headers were there."""
    telling = [one for one in refusals if isinstance(one, SheetColumnsMissing)]
    return min(telling, key=lambda one: len(one.columns), default=refusals[0])
