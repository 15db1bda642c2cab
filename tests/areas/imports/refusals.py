"""Each refusal of this area."""

from __future__ import annotations

from models.imports.refusals import NotFetched, NothingNew, RowsRefused, TooManyLists, UndoOver

REFUSALS = (RowsRefused(12), NothingNew(), UndoOver(30), TooManyLists(5), NotFetched())
