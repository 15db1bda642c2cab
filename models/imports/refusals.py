"""Why a list is not taken in, or not undone."""

from __future__ import annotations

from dataclasses import dataclass

from models.refusals import Refusal


@dataclass(eq=False)
class RowsRefused(Refusal):
    """Whole or not at all: so many rows are wrong."""

    rows: int


@dataclass(eq=False)
class NothingNew(Refusal):
    """Everything in it is known already."""


@dataclass(eq=False)
class UndoOver(Refusal):
    """It was taken in more than ``days`` ago."""

    days: int


@dataclass(eq=False)
class TooManyLists(Refusal):
    """So many files of the same person are being read; they are told of each."""

    most: int


@dataclass(eq=False)
class NotFetched(Refusal):
    """The platform does not give the file out, or reading it failed again and again."""
