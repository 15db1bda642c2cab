"""Why the ledger is left as it is."""

from __future__ import annotations

from dataclasses import dataclass

from models.refusals import Refusal


@dataclass(eq=False)
class UnknownCategory(Refusal):
    """The town has no such category (any more)."""


@dataclass(eq=False)
class LedgerClosed(Refusal):
    """It has to be opened first: who looks is written down where the person can read it."""
