"""Why a whole file is not taken. What is wrong with one row is a ``Problem`` (``problems.py``).

Each says one thing that whoever sent the file can do about it; none quotes anything out of it but
how long and how wide it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.refusals import Refusal


@dataclass(eq=False)
class NotAWorkbook(Refusal):
    """``kind``, as far as the first bytes tell: xls (also .et), xlsb, ods, csv, html, document,
    pdf, picture, archive, empty, other."""

    kind: str


@dataclass(eq=False)
class SheetTooBig(Refusal):
    """The file is larger than we take; known before it is fetched, wherever its size is told."""

    most_mb: int


@dataclass(eq=False)
class SheetUnpacksTooBig(Refusal):
    """A small file that would fill the machine."""


@dataclass(eq=False)
class SheetHasMacros(Refusal):
    """There are programs in it. We would not run them; the next one who opens it might."""


@dataclass(eq=False)
class SheetProtected(Refusal):
    """It opens with a password only."""


@dataclass(eq=False)
class SheetLinked(Refusal):
    """``how``: links (values come from other files), files (there are other files inside)."""

    how: str


@dataclass(eq=False)
class SheetBroken(Refusal):
    """It calls itself a workbook and cannot be read as one."""


@dataclass(eq=False)
class SheetTooHeavy(Refusal):
    """Reading it took too much memory or time and was ended."""


@dataclass(eq=False)
class SheetHasNoHeaders(Refusal):
    """No sheet one can see has a row of headers that we know."""


@dataclass(eq=False)
class SheetColumnsMissing(Refusal):
    """The headers are there but for these: each the ids of fields of which one is needed,
    divided by ``|``."""

    columns: tuple[str, ...]


@dataclass(eq=False)
class SheetColumnTwice(Refusal):
    """Two columns (letters) with the same meaning: which one counts is not for us to guess."""

    field: str
    first: str
    second: str


@dataclass(eq=False)
class SheetEmpty(Refusal):
    """There is nothing under the headers."""


@dataclass(eq=False)
class SheetTooLong(Refusal):
    """More rows than are taken at once, or something stands far below the table."""

    last: int
    most: int


@dataclass(eq=False)
class SheetTooWide(Refusal):
    """Something stands far to the right of the table; ``column`` is the letter of the last one."""

    column: str
    most: int


KINDS: dict[str, type[Refusal]] = {
    kind.__name__: kind
    for kind in (
        NotAWorkbook, SheetTooBig, SheetUnpacksTooBig, SheetHasMacros, SheetProtected, SheetLinked,
        SheetBroken, SheetTooHeavy, SheetHasNoHeaders, SheetColumnsMissing, SheetColumnTwice,
        SheetEmpty, SheetTooLong, SheetTooWide,
    )
}  # fmt: skip


def as_json(refusal: Refusal) -> list[Any]:
    """For the way out of the process that reads."""
    return [type(refusal).__name__, list(vars(refusal).values())]


def from_json(told: list[Any]) -> Refusal:
    name, values = told
    return KINDS[name](*(tuple(one) if isinstance(one, list) else one for one in values))
