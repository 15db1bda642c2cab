"""Talks left in the middle: one nudge, and after a day the answers are erased."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from models.gate import run
from models.prepared import Prepared
from models.talks.commands import ExpireTalk, NudgeTalk
from models.talks.tables import TalkRow
from models.work import Work

MOST = 50

_LEFT = (
    select(TalkRow.account_id)
    .where(TalkRow.flow.is_not(None), TalkRow.touched_at <= bindparam("before"))
    .limit(MOST)
)
_left, _left_unsaid = Prepared(_LEFT), Prepared(_LEFT.where(TalkRow.nudged_at.is_(None)))
_OLDEST = select(func.min(TalkRow.touched_at)).where(TalkRow.flow.is_not(None))
_oldest, _oldest_unsaid = Prepared(_OLDEST), Prepared(_OLDEST.where(TalkRow.nudged_at.is_(None)))


class Talks:
    name = "talks"

    def run(self, work: Work) -> int:
        """A chunk of nudges and expiries; how many."""
        idle = work.now - timedelta(hours=work.town.duty.talk_idle_hours)
        nudge = work.now - timedelta(minutes=work.town.duty.nudge_after_minutes)
        expired = work.found(_left, before=idle)
        for account_id in expired:
            run(work, ExpireTalk(account_id))
        waiting = work.found(_left_unsaid, before=nudge)
        for account_id in waiting:
            run(work, NudgeTalk(account_id))
        return len(expired) + len(waiting)

    def next_due(self, work: Work) -> datetime | None:
        """When the oldest open talk is to be nudged or expires."""
        oldest, fresh = work.first(_oldest), work.first(_oldest_unsaid)
        moments = []
        if oldest is not None:
            moments.append(oldest + timedelta(hours=work.town.duty.talk_idle_hours))
        if fresh is not None:
            moments.append(fresh + timedelta(minutes=work.town.duty.nudge_after_minutes))
        return min(moments) if moments else None
