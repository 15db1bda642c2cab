"""Visits: those who go along follow what became of them and are reminded; whoever booked hears who
goes."""

from __future__ import annotations

from datetime import datetime

from models.gate import run
from models.visits.following import FollowVisits, next_reminder, to_follow
from models.work import Work


class Visits:
    name = "visits"

    def run(self, work: Work) -> int:
        """A chunk; nothing is written down where there is nothing to do."""
        return run(work, FollowVisits()) if to_follow(work) else 0

    def next_due(self, work: Work) -> datetime | None:
        return work.now if to_follow(work) else next_reminder(work)
