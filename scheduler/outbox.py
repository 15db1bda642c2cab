"""The outbox's share of the clock: held-back rows are due instants."""

from __future__ import annotations

from datetime import datetime

from models.outbox.watch import next_not_before
from models.work import Work


class HeldBack:
    """No work of its own: a moved town clock stops where a held-back message becomes due."""

    name = "held_back"

    def run(self, work: Work) -> int:
        return 0

    def next_due(self, work: Work) -> datetime | None:
        return next_not_before(work.session, work.now)
