"""One of each sort of refusal of this area."""

from __future__ import annotations

from models.ledger.refusals import LedgerClosed, UnknownCategory

REFUSALS = (UnknownCategory(), LedgerClosed())
