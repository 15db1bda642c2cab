"""Alarms that nobody tapped or answered: one step up. The most urgent job of every tick."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, select

from models.alarms.commands import EscalateAlarm
from models.alarms.tables import Alarm
from models.gate import run
from models.prepared import Prepared
from models.work import Work

CHUNK = 20

_due = Prepared(
    select(Alarm.id)
    .where(Alarm.next_step_at <= bindparam("now"))
    .order_by(Alarm.next_step_at)
    .limit(CHUNK)
)
_next = Prepared(select(func.min(Alarm.next_step_at)).where(Alarm.next_step_at.is_not(None)))


class Alarms:
    name = "alarms"

    def run(self, work: Work) -> int:
        """Take each due alarm one step further; how many."""
        due = work.found(_due, now=work.now)
        return sum(run(work, EscalateAlarm(alarm_id)) for alarm_id in due)

    def next_due(self, work: Work) -> datetime | None:
        first: datetime | None = work.first(_next)
        return first
