"""Why something about a case was not done."""

from __future__ import annotations

from dataclasses import dataclass

from models.refusals import Refusal


@dataclass(eq=False)
class KindGone(Refusal):
    """The kind of help is no longer in the catalogue."""


@dataclass(eq=False)
class TooManyOpen(Refusal):
    """The person already has as many open cases as we can look after at once."""

    most: int


@dataclass(eq=False)
class ReopenOver(Refusal):
    """The days in which a case can be taken up again are over."""

    days: int
