"""One refusal of every type and shape, for its sentence."""

from __future__ import annotations

from models.sheets.columns import REQUIRED
from models.sheets.refusals import (
    NotAWorkbook,
    SheetBroken,
    SheetColumnsMissing,
    SheetColumnTwice,
    SheetEmpty,
    SheetHasMacros,
    SheetHasNoHeaders,
    SheetLinked,
    SheetProtected,
    SheetTooBig,
    SheetTooHeavy,
    SheetTooLong,
    SheetTooWide,
    SheetUnpacksTooBig,
)

_KINDS = ("xls", "csv", "html", "pdf", "picture", "archive", "document", "empty", "other")

REFUSALS = (
    *map(NotAWorkbook, _KINDS), SheetTooBig(20), SheetUnpacksTooBig(), SheetHasMacros(),
    SheetProtected(), SheetLinked("links"), SheetLinked("files"), SheetBroken(), SheetTooHeavy(),
    SheetHasNoHeaders(), SheetEmpty(), SheetTooLong(1_048_576, 30_000), SheetTooWide("XFD", 60),
    SheetColumnTwice("phone", "C", "H"),
    *(SheetColumnsMissing(tuple("|".join(group) for group in groups)) for groups in REQUIRED.values()),
)  # fmt: skip
