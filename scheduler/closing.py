"""The closing question that nobody answers: asked once more after a day, by phone after three.

A case is never closed as solved because it became quiet.
"""

from __future__ import annotations

from datetime import datetime

from models.duty.promising import (
    CALL_AFTER,
    CALLED,
    REMIND_AFTER,
    REMINDED,
    CallAboutClosing,
    RemindOfClosing,
    first_waiting,
    waiting_for_word,
)
from models.gate import run
from models.work import Work

CHUNK = 20


class Closing:
    name = "closing"

    def run(self, work: Work) -> int:
        phone = waiting_for_word(work.now - CALL_AFTER, CALLED).limit(CHUNK)
        called = [run(work, CallAboutClosing(i)) for i in work.session.scalars(phone).all()]
        remind = waiting_for_word(work.now - REMIND_AFTER, REMINDED).limit(CHUNK)
        reminded = [run(work, RemindOfClosing(i)) for i in work.session.scalars(remind).all()]
        return sum(called) + sum(reminded)

    def next_due(self, work: Work) -> datetime | None:
        remind = work.session.scalars(first_waiting(REMINDED)).first()
        phone = work.session.scalars(first_waiting(CALLED)).first()
        times = [remind + REMIND_AFTER] if remind else []
        times += [phone + CALL_AFTER] if phone else []
        return min(times, default=None)
