"""The message to the writer that counts in place, while a notice goes out and people tap.

It is edited where it stands, when a number has changed, and not oftener than somebody can read: some
seconds apart for a few doors, a minute for a city. On a channel that cannot edit there is the first
message and the result.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, func, insert, select, text

from models.gate import Command, May
from models.notices.counting import counts_of
from models.notices.messages import NoticeProgress
from models.notices.results import figures
from models.notices.running import locked
from models.notices.spreading import priority_of
from models.notices.tables import Notice
from models.outbox.tables import OutboxRow
from models.prepared import Prepared
from models.work import Work

SOON = timedelta(seconds=5)
LATER = timedelta(minutes=1)
FEW = 3_000
"""The messages of a notice to more than this are not counted one by one: that would hold the writer
longer than anything may. How far it is, is read from where the sender is in the row of them."""
LIVELY = timedelta(minutes=15)
"""So long after it went out even a small one is worth looking at every few seconds."""
WAITS = ("due", "leased", "held")
LOST = ("unreachable", "failed", "expired")
MOST_LOST = 2_000
"""Of more messages than this that did not arrive, the reasons are not looked up."""
_DUE = text("progress_at IS NOT NULL")
_OF_NOTICES = text("notice_id IS NOT NULL")


@dataclass(frozen=True, slots=True)
class Going:
    """The messages of a notice: ``sent``, ``waiting``, and ``lost``, which did not arrive, with the
    ``reasons``: {reason: how many}; ``seen`` where nobody is asked to answer. ``percent``: how far a large one
    is; None while that is not known, or where it is counted. ``seconds``: how long it still takes, at the pace so far."""

    sent: int = 0
    seen: int | None = None
    waiting: int = 0
    lost: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    percent: int | None = None
    seconds: int = 0


def going(work: Work, notice: Notice) -> Going:
    """For those who may know of the notice: the caller answers for that. Numbers only."""
    lost = _count(work, notice.id, OutboxRow.state.in_(LOST))
    reasons = _reasons(work, notice.id) if 0 < lost <= MOST_LOST else {}
    if notice.total > FEW:
        return _far_along(work, notice, Going(lost=lost, reasons=reasons))
    sent = _count(work, notice.id, OutboxRow.state == "sent")
    waiting = _count(work, notice.id, OutboxRow.state.in_(WAITS))
    asked = notice.acknowledge or notice.must_reach
    seen = None if asked else _count(work, notice.id, OutboxRow.seen_at.is_not(None))
    seconds = _time_left(work, notice, sent, waiting)
    return Going(sent, seen, waiting, lost, reasons, None, seconds)


def _count(work: Work, notice_id: int, which: ColumnElement[bool]) -> int:
    found = select(func.count()).where(OutboxRow.notice_id == notice_id, _OF_NOTICES, which)
    return work.connection.execute(found).scalar() or 0


def _far_along(work: Work, notice: Notice, so_far: Going) -> Going:
    """The rows of a notice lie one after the other and go out in that order."""
    kept = notice.progress or {}
    first, last = kept.get("first"), kept.get("last")
    reached = sum(one.many for one in counts_of(work, notice.id) if one.way != "none")
    sent = max(reached - so_far.lost, 0)
    if first is None or last is None or last <= first:
        return replace(so_far, sent=0 if notice.doing == "spread" else sent)
    head = _head(work, notice)
    if head is None:
        return replace(so_far, sent=sent)
    done = min(max((head - first) / (last - first), 0), 1)
    waiting = round(reached * (1 - done))
    seconds = _time_left(work, notice, reached - waiting, waiting)
    return replace(
        so_far, sent=reached - waiting, waiting=waiting, percent=int(done * 100), seconds=seconds
    )


def _head(work: Work, notice: Notice) -> int | None:
    """The first row that has not gone out, straight from the index of what is due."""
    mine = OutboxRow.notice_id == notice.id
    for state in ("due", "held"):
        first = select(OutboxRow.id).where(text(f"state = '{state}'"), mine)
        if state == "due":
            priority = OutboxRow.priority == int(priority_of(notice))
            order = (OutboxRow.not_before, OutboxRow.id)
            found = first.where(text("state IN ('due','leased')"), priority).order_by(*order)
        else:
            found = first.where(_OF_NOTICES)
        head: int | None = work.connection.execute(found.limit(1)).scalar()
        if head is not None:
            return head
    return None


def _reasons(work: Work, notice_id: int) -> dict[str, int]:
    some = select(OutboxRow.state, OutboxRow.fault).where(
        OutboxRow.notice_id == notice_id, _OF_NOTICES, OutboxRow.state.in_(LOST)
    )
    reasons: dict[str, int] = {}
    for state, fault in work.connection.execute(some):
        why = _why(state, fault)
        reasons[why] = reasons.get(why, 0) + 1
    return reasons


def _why(state: str, fault: str | None) -> str:
    """late, gone (the account is closed), shut (the platform does not let us), fault (ours)."""
    if state == "expired":
        return "late"
    if fault in ("window", "quota"):
        return "shut"
    return "gone" if state == "unreachable" else "fault"


def _time_left(work: Work, notice: Notice, sent: int, waiting: int) -> int:
    since = (work.now - notice.sent_at).total_seconds() if notice.sent_at else 0.0
    if not waiting or not sent or since < 1:
        return 0
    return round(waiting * since / sent)


# -- keeping it up to date -----------------------------------------------------------------------------
def next_progress(work: Work) -> datetime | None:
    at: datetime | None = work.first(_next)
    return at


_next = Prepared(select(func.min(Notice.progress_at)).where(_DUE))


def begin_counting(work: Work, notice: Notice) -> None:
    """When it goes out: its rows come after the last one there is."""
    last = work.connection.execute(select(func.max(OutboxRow.id))).scalar() or 0
    notice.progress = {"first": last + 1}
    notice.progress_at = work.now


@dataclass(frozen=True)
class RefreshProgress(Command[int]):
    """Edit the counting message that is to be looked at next, if it says something else by now.
    Returns 1, or 0 if none is due."""

    may: ClassVar[May] = May(clock=True)

    def run(self, work: Work) -> int:
        due = select(Notice.id).where(_DUE, Notice.progress_at <= work.now)
        found = work.session.scalars(due.order_by(Notice.progress_at, Notice.id).limit(1)).first()
        if found is None:
            return 0
        notice = locked(work, found)
        if notice.progress_at is None or notice.progress_at > work.now:
            return 0
        waits = self._edit(work, notice)
        goes_on = waits or notice.state in ("sending", "paused")
        notice.progress_at = work.now + _pause(work, notice) if goes_on else None
        work.session.flush()
        return 1

    def _edit(self, work: Work, notice: Notice) -> bool:
        """Whether it has to wait for an earlier edit, or for the message itself."""
        first = _first(work, notice)
        if first is None or first.state in ("dropped", *LOST):
            return False
        if first.state != "sent" or _edit_waits(work, notice):
            return True
        kept = dict(notice.progress or {})
        if "last" not in kept and notice.doing != "spread":
            kept["last"] = work.connection.execute(select(func.max(OutboxRow.id))).scalar()
            notice.progress = kept
        now = _says(work, notice)
        if kept.get("says") != now:
            notice.progress_row = _edit_row(work, notice, first)
            notice.progress = {**kept, "says": now}
        return False


def _says(work: Work, notice: Notice) -> dict[str, Any]:
    """What its words are made of: an edit is worth it when this has changed. (Not the time left: it
    would change all the time.)"""
    there, out = figures(work, notice.id), asdict(going(work, notice))
    del out["seconds"]
    return {"by": there.by, "nothing": there.nothing, "state": notice.state, **out}


def _first(work: Work, notice: Notice) -> Any:
    return work.connection.execute(
        select(OutboxRow.id, OutboxRow.person_id, OutboxRow.whom_id, OutboxRow.account_id,
               OutboxRow.state)
        .where(OutboxRow.key == f"notice:{notice.id}:progress")
    ).first()  # fmt: skip


def _edit_waits(work: Work, notice: Notice) -> bool:
    if notice.progress_row is None:
        return False
    state = work.connection.execute(
        select(OutboxRow.state).where(OutboxRow.id == notice.progress_row)
    ).scalar()
    return state in WAITS


def _edit_row(work: Work, notice: Notice, first: Any) -> int:
    """To the account where the message stands: on another it would be a second one."""
    message = NoticeProgress(notice.id)
    made = work.connection.execute(
        insert(OutboxRow).returning(OutboxRow.id),
        {
            "key": f"notice:{notice.id}:progress:{work.key}", "person_id": first.person_id,
            "whom_id": first.whom_id, "account_id": first.account_id, "op": "edit",
            "target_id": first.id, "message": type(message).__name__, "args": message.args(),
            "priority": int(message.priority), "not_before": work.now,
            "expires_at": work.now + LATER * 5, "state": "due", "attempts": 0,
            "created_at": work.now,
        },
    )  # fmt: skip
    return int(made.scalar_one())


def _pause(work: Work, notice: Notice) -> timedelta:
    since = work.now - (notice.sent_at or work.now)
    return SOON if notice.total <= FEW and since < LIVELY else LATER
