"""From "sent" to the last door: who has not been heard of is chased, handed over, and told of.

The steps come in this order: chase, hand_over, result, close. Each is done once, and late if the
service was down meanwhile. Doors are given out in pieces: the step stays due until none is left.
"""

from __future__ import annotations

from datetime import datetime

from models.notices.hours import steps_of
from models.notices.messages import NoticeChase, NoticeResult
from models.notices.progress import begin_counting
from models.notices.results import figures
from models.notices.rounds import give_some
from models.notices.tables import Notice
from models.work import Work

ORDER = ("chase", "hand_over", "result", "close")


def after_sending(work: Work, notice: Notice) -> None:
    """What comes first after it went out, and its counting message from now on."""
    begin_counting(work, notice)
    _go_on(work, notice, "")


def take_step(work: Work, notice: Notice) -> None:
    """What was due at ``next_at``, and what comes next."""
    step, due = notice.step, notice.next_at or work.now
    if _gives_out(notice, step) and give_some(work, notice, due):
        return
    if step == "chase" and figures(work, notice.id).left:
        work.tell(notice.by_id, NoticeChase(notice.id), key=f"notice:{notice.id}:chase")
    elif step == "result":
        work.tell(notice.by_id, NoticeResult(notice.id), key=f"notice:{notice.id}:result")
    elif step == "close":
        notice.state, notice.step, notice.next_at = "over", "", None
        notice.over_at = notice.progress_at = work.now
        return
    _go_on(work, notice, step)


def plan_anew(work: Work, notice: Notice) -> None:
    """What it announces begins at another hour: so do the steps that are still to come."""
    if notice.step in ORDER:
        before = ORDER.index(notice.step) - 1
        _go_on(work, notice, ORDER[before] if before >= 0 else "")


def _gives_out(notice: Notice, step: str) -> bool:
    """At the end too: a door that was taken back meanwhile must not be left without a name."""
    return step == "hand_over" or (notice.must_reach and step in ("result", "close"))


def _go_on(work: Work, notice: Notice, after: str) -> None:
    steps = steps_of(work, notice)._asdict()
    later = ORDER[ORDER.index(after) + 1 :] if after else ORDER
    for step in later:
        at: datetime | None = steps[step]
        if at is not None:
            notice.step, notice.next_at = step, at
            return
