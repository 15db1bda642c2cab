"""People who asked for a person: told the truth when nobody came, and let go when nobody speaks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, select

from models.duty.hand_overs import IDLE, EndIdleHandOver, PassHandOverOn
from models.duty.tables import HandOver
from models.gate import run
from models.prepared import Prepared
from models.work import Work

CHUNK = 20

_late = Prepared(
    select(HandOver.id)
    .where(HandOver.state == "waiting", HandOver.answer_by <= bindparam("now"))
    .order_by(HandOver.answer_by)
    .limit(CHUNK)
)
_idle = Prepared(
    select(HandOver.id)
    .where(HandOver.state == "taken", HandOver.last_at <= bindparam("before"))
    .limit(CHUNK)
)
_next_late = Prepared(select(func.min(HandOver.answer_by)).where(HandOver.state == "waiting"))
_next_idle = Prepared(select(func.min(HandOver.last_at)).where(HandOver.state == "taken"))


class HandOvers:
    name = "hand_overs"

    def run(self, work: Work) -> int:
        late = work.found(_late, now=work.now)
        idle = work.found(_idle, before=work.now - IDLE)
        passed = sum(run(work, PassHandOverOn(hand_over_id)) for hand_over_id in late)
        return passed + sum(run(work, EndIdleHandOver(hand_over_id)) for hand_over_id in idle)

    def next_due(self, work: Work) -> datetime | None:
        late, idle = work.first(_next_late), work.first(_next_idle)
        times = [moment for moment in (late, idle + IDLE if idle else None) if moment]
        return min(times, default=None)
