"""Alarms that nobody tapped or answered: one step up. The most urgent job of every tick."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from models.alarms.commands import EscalateAlarm
from models.alarms.tables import Alarm
from models.gate import run
from models.work import Work

CHUNK = 20


class Alarms:
    name = "alarms"

    def run(self, work: Work) -> int:
        """Take each due alarm one step further; how many."""
        due = work.session.scalars(
            select(Alarm.id)
            .where(Alarm.next_step_at <= work.now)
            .order_by(Alarm.next_step_at)
            .limit(CHUNK)
        ).all()
        return sum(run(work, EscalateAlarm(alarm_id)) for alarm_id in due)

    def next_due(self, work: Work) -> datetime | None:
        return work.session.scalars(
            select(func.min(Alarm.next_step_at)).where(Alarm.next_step_at.is_not(None))
        ).first()
