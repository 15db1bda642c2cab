"""Where the headers are, and which column means what.

Above them stand titles merged over the whole width, dates, blank rows; a group ("监护人") may stand
over two narrower ones ("姓名", "电话"). The row in which most fields are recognised is the one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from models.sheets.columns import REQUIRED, meaning, worth_telling
from models.sheets.limits import HEADER_WITHIN, What
from models.sheets.refusals import SheetColumnsMissing, SheetColumnTwice
from models.sheets.scanning import letter_of

Merged = tuple[tuple[int, int], tuple[int, int]]
"""(row, column) of the first and of the last cell of a merged block, from 0."""
_AT_LEAST = 2


@dataclass(frozen=True)
class Headers:
    """``row`` is the last row of the headers (from 1). ``columns``: the place of each field (from
    0); ``titles``: its header as it stands there. ``unknown`` columns were not read."""

    row: int
    columns: dict[str, int]
    titles: dict[str, str]
    unknown: tuple[str, ...] = ()

    def check(self, what: What) -> None:
        """SheetColumnsMissing with the fields without which no row can be read."""
        missing = [group for group in REQUIRED[what] if self.columns.keys().isdisjoint(group)]
        if missing:
            raise SheetColumnsMissing(tuple("|".join(group) for group in missing))


def find_headers(
    rows: Sequence[Sequence[str]], what: What, merged: Sequence[Merged] = ()
) -> Headers | None:
    """The headers among the first rows of a sheet; None if there are none."""
    rows = rows[:HEADER_WITHIN]
    single = [(_known(row, what), -number, row) for number, row in enumerate(rows)]
    double = []
    for number, (above, below) in enumerate(pairwise(rows)):
        if _is_group(number, merged):
            joined = _joined(number, above, below, merged, what)
            # Two rows read as one must tell more than the better of them alone.
            double.append((_known(joined, what) - 0.5, -number - 1, joined))
    best = max([*single, *double], key=lambda found: found[:2], default=None)
    if best is None or best[0] < _AT_LEAST:
        return None
    return _read(1 - best[1], best[2], what)


def _known(row: Sequence[str], what: What) -> float:
    return len({meaning(what, cell) for cell in row} - {""})


def _read(number: int, row: Sequence[str], what: What) -> Headers:
    columns: dict[str, int] = {}
    titles: dict[str, str] = {}
    unknown = []
    for place, header in enumerate(row):
        field = meaning(what, header)
        if field in columns:
            raise SheetColumnTwice(field, letter_of(columns[field] + 1), letter_of(place + 1))
        if field:
            columns[field], titles[field] = place, header
        elif worth_telling(header):
            unknown.append(header)
    return Headers(number, columns, titles, tuple(unknown))


def _is_group(number: int, merged: Sequence[Merged]) -> bool:
    """Whether something in this row is spread over several columns of the next one, or over both."""
    return any(
        first[0] == number and (last[1] > first[1] or last[0] > number) for first, last in merged
    )


def _joined(
    number: int, above: Sequence[str], below: Sequence[str], merged: Sequence[Merged], what: What
) -> list[str]:
    """Each column's header out of two rows: the group's name with the column's own, or one of them."""
    groups = list(above)
    for first, last in merged:
        if first[0] == last[0] == number:
            for column in range(first[1], min(last[1], len(groups) - 1) + 1):
                groups[column] = above[first[1]]
    return [
        next(
            (text for text in (group + own, own, group) if meaning(what, text)),
            own or group,
        )
        for group, own in zip(groups, below, strict=False)
    ]
