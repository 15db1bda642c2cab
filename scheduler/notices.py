"""What becomes due about notices: the pieces of what is going on, and the hours of the ladder."""

from __future__ import annotations

from datetime import datetime

from models.gate import run
from models.notices.clockwork import GoOnNotice, StepNotice, in_hand, next_step
from models.notices.progress import RefreshProgress, next_progress
from models.work import Work


class NoticeSteps:
    """What is due at an hour: send it, chase, hand over, tell what became of it."""

    name = "notice_steps"

    def run(self, work: Work) -> int:
        due = next_step(work)
        return 0 if due is None or due > work.now else run(work, StepNotice())

    def next_due(self, work: Work) -> datetime | None:
        return next_step(work)


class NoticePieces:
    """Counting, rows for the sender, corrections: a chunk at a time."""

    name = "notice_pieces"

    def run(self, work: Work) -> int:
        notice_id = in_hand(work)
        return 0 if notice_id is None else run(work, GoOnNotice(notice_id))

    def next_due(self, work: Work) -> datetime | None:
        return None if in_hand(work) is None else work.now


class NoticeCounts:
    """The messages that count in place."""

    name = "notice_counts"

    def run(self, work: Work) -> int:
        due = next_progress(work)
        return 0 if due is None or due > work.now else run(work, RefreshProgress())

    def next_due(self, _work: Work) -> datetime | None:
        """Nothing happens by them: they say what has happened meanwhile, at the next tick."""
        return None
