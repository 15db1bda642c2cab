"""The outbox's share of the clock: old rows are forgotten, held-back rows are due instants."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.outbox.forget import forget_old
from models.outbox.watch import next_not_before
from models.work import Work


class ForgetOldMessages:
    """Deletes finished rows after ``keep``, in chunks, going once through the table an hour."""

    name = "forget_old_messages"

    def __init__(self, keep: timedelta = timedelta(days=30), *, most: int = 200) -> None:
        self._keep = keep
        self._most = most
        self._after_id = 0
        self._next: datetime | None = None

    def run(self, work: Work) -> int:
        if self._next is not None and work.now < self._next:
            return 0
        _, after_id = forget_old(
            work.session, work.now - self._keep, after_id=self._after_id, most=self._most
        )
        # Where to go on is only a hint: after a job that ran twice some rows wait an hour.
        self._after_id = after_id
        if after_id == 0:
            self._next = work.now + timedelta(hours=1)
        return 1 if after_id else 0

    def next_due(self, work: Work) -> datetime | None:
        return None


class HeldBack:
    """No work of its own: a moved town clock stops where a held-back message becomes due."""

    name = "held_back"

    def run(self, work: Work) -> int:
        return 0

    def next_due(self, work: Work) -> datetime | None:
        return next_not_before(work.session, work.now)
