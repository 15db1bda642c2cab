"""The closing question that nobody answers: asked once more after a day, by phone after three.

A case is never closed as solved because it became quiet.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam

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
from models.prepared import Prepared
from models.work import Work

CHUNK = 20

_to_call = Prepared(waiting_for_word(bindparam("before"), CALLED).limit(CHUNK))
_to_remind = Prepared(waiting_for_word(bindparam("before"), REMINDED).limit(CHUNK))
_first_to_call = Prepared(first_waiting(CALLED))
_first_to_remind = Prepared(first_waiting(REMINDED))


class Closing:
    name = "closing"

    def run(self, work: Work) -> int:
        phone = work.found(_to_call, before=work.now - CALL_AFTER)
        called = [run(work, CallAboutClosing(i)) for i in phone]
        remind = work.found(_to_remind, before=work.now - REMIND_AFTER)
        reminded = [run(work, RemindOfClosing(i)) for i in remind]
        return sum(called) + sum(reminded)

    def next_due(self, work: Work) -> datetime | None:
        remind, phone = work.first(_first_to_remind), work.first(_first_to_call)
        times = [remind + REMIND_AFTER] if remind else []
        times += [phone + CALL_AFTER] if phone else []
        return min(times, default=None)
