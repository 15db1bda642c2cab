"""One refusal of every type, for its sentence."""

from __future__ import annotations

from datetime import UTC, datetime

from models.visits.refusals import CannotBeKept, NoFreeTime, NotTheirsToSign, NotTodaysVisit

REFUSALS = (
    NotTheirsToSign(), NoFreeTime("0432-000-0052"), CannotBeKept(),
    NotTodaysVisit(datetime(2026, 12, 10, 1, 0, tzinfo=UTC)),
)  # fmt: skip
