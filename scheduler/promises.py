"""A promised time is kept, or a message says otherwise by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, select

from models.duty.promising import SayPromiseMissed, promise_is_due
from models.gate import run
from models.help.tables import Case
from models.prepared import Prepared
from models.work import Work

CHUNK = 20

_due = Prepared(
    select(Case.id).where(*promise_is_due(bindparam("now"))).order_by(Case.promised_at).limit(CHUNK)
)
_next = Prepared(
    select(func.min(Case.promised_at)).where(
        Case.promise_kept_at.is_(None), Case.closed_at.is_(None)
    )
)


class Promises:
    name = "promises"

    def run(self, work: Work) -> int:
        due = work.found(_due, now=work.now)
        return sum(run(work, SayPromiseMissed(case_id)) for case_id in due)

    def next_due(self, work: Work) -> datetime | None:
        first: datetime | None = work.first(_next)
        return first
