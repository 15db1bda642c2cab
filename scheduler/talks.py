"""Talks left in the middle: one nudge, and after a day the answers are erased."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from models.gate import run
from models.talks.commands import ExpireTalk, NudgeTalk
from models.talks.tables import TalkRow
from models.work import Work

MOST = 50


class Talks:
    name = "talks"

    def run(self, work: Work) -> int:
        """A chunk of nudges and expiries; how many."""
        idle = work.now - timedelta(hours=work.town.duty.talk_idle_hours)
        nudge = work.now - timedelta(minutes=work.town.duty.nudge_after_minutes)
        left = select(TalkRow.account_id).where(TalkRow.flow.is_not(None)).limit(MOST)
        expired = work.session.scalars(left.where(TalkRow.touched_at <= idle)).all()
        for account_id in expired:
            run(work, ExpireTalk(account_id))
        waiting = work.session.scalars(
            left.where(TalkRow.touched_at <= nudge, TalkRow.nudged_at.is_(None))
        ).all()
        for account_id in waiting:
            run(work, NudgeTalk(account_id))
        return len(expired) + len(waiting)

    def next_due(self, work: Work) -> datetime | None:
        """When the oldest open talk is to be nudged or expires."""
        open_talks = select(func.min(TalkRow.touched_at)).where(TalkRow.flow.is_not(None))
        oldest = work.session.scalar(open_talks)
        fresh = work.session.scalar(open_talks.where(TalkRow.nudged_at.is_(None)))
        moments = []
        if oldest is not None:
            moments.append(oldest + timedelta(hours=work.town.duty.talk_idle_hours))
        if fresh is not None:
            moments.append(fresh + timedelta(minutes=work.town.duty.nudge_after_minutes))
        return min(moments) if moments else None
