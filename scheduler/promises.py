"""A promised time is kept, or a message says otherwise by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from models.duty.promising import SayPromiseMissed, promise_is_due
from models.gate import run
from models.help.tables import Case
from models.work import Work

CHUNK = 20


class Promises:
    name = "promises"

    def run(self, work: Work) -> int:
        due = work.session.scalars(
            select(Case.id).where(*promise_is_due(work.now)).order_by(Case.promised_at).limit(CHUNK)
        ).all()
        return sum(run(work, SayPromiseMissed(case_id)) for case_id in due)

    def next_due(self, work: Work) -> datetime | None:
        return work.session.scalars(
            select(func.min(Case.promised_at)).where(
                Case.promise_kept_at.is_(None), Case.closed_at.is_(None)
            )
        ).first()
