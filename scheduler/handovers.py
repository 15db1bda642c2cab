"""People who asked for a person: told the truth when nobody came, and let go when nobody speaks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from models.duty.hand_overs import IDLE, EndIdleHandOver, PassHandOverOn
from models.duty.tables import HandOver
from models.gate import run
from models.work import Work

CHUNK = 20


class HandOvers:
    name = "hand_overs"

    def run(self, work: Work) -> int:
        late = work.session.scalars(
            select(HandOver.id)
            .where(HandOver.state == "waiting", HandOver.answer_by <= work.now)
            .order_by(HandOver.answer_by)
            .limit(CHUNK)
        ).all()
        idle = work.session.scalars(
            select(HandOver.id)
            .where(HandOver.state == "taken", HandOver.last_at <= work.now - IDLE)
            .limit(CHUNK)
        ).all()
        passed = sum(run(work, PassHandOverOn(hand_over_id)) for hand_over_id in late)
        return passed + sum(run(work, EndIdleHandOver(hand_over_id)) for hand_over_id in idle)

    def next_due(self, work: Work) -> datetime | None:
        late = work.session.scalars(
            select(func.min(HandOver.answer_by)).where(HandOver.state == "waiting")
        ).first()
        idle = work.session.scalars(
            select(func.min(HandOver.last_at)).where(HandOver.state == "taken")
        ).first()
        times = [moment for moment in (late, idle + IDLE if idle else None) if moment]
        return min(times, default=None)
