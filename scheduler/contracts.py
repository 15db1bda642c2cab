"""Contracts with the family doctor: near their last day, over, and the words about it."""

from __future__ import annotations

from datetime import datetime

from models.doctors.clockwork import TurnContracts, next_turn
from models.gate import run
from models.work import Work


class Contracts:
    name = "contracts"

    def run(self, work: Work) -> int:
        """A chunk of what is due, small enough not to hold up anybody; nothing is written down
        where there is nothing to do."""
        due = next_turn(work)
        if due is None or due > work.now:
            return 0
        return run(work, TurnContracts())

    def next_due(self, work: Work) -> datetime | None:
        return next_turn(work)
