"""Putting right what is out already: each message is replaced where it stands, a chunk at a time."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from models.notices.hours import loud_from
from models.notices.messages import NoticeTo
from models.notices.spreading import priority_of
from models.notices.tables import Notice, NoticeTarget
from models.outbox.tables import OutboxRow
from models.work import Work

CHUNK = 200
WAITS = ("due", "leased", "held")


def edit_some(work: Work, notice: Notice) -> int:
    """For a chunk of those who have it: a row that replaces the message (a channel that cannot
    replace sends it anew, so not at night). Whoever waits for it still waits as long as it is of use
    now. Returns how many, at least 1 while there is more to do."""
    rows = work.session.execute(
        select(
            OutboxRow.id, OutboxRow.person_id, OutboxRow.whom_id, OutboxRow.account_id,
            OutboxRow.state,
        )
        .where(
            OutboxRow.notice_id == notice.id,
            OutboxRow.state.in_(("sent", *WAITS)),
            OutboxRow.op == "send",
            OutboxRow.id > notice.cursor,
        )
        .order_by(OutboxRow.id)
        .limit(CHUNK)
    ).all()  # fmt: skip
    wait = [row.id for row in rows if row.state in WAITS]
    still = update(OutboxRow).where(OutboxRow.id.in_(wait), OutboxRow.state.in_(WAITS))
    work.connection.execute(still.values(expires_at=notice.expires_at))
    message, args = NoticeTo.__name__, NoticeTo(notice.id).args()
    values = [
        {
            "key": f"notice:{notice.id}:v{notice.version}:{row.id}", "person_id": row.person_id,
            "whom_id": row.whom_id, "account_id": row.account_id, "op": "edit",
            "target_id": row.id, "message": message, "args": args,
            "priority": int(priority_of(notice)), "not_before": loud_from(work, notice),
            "expires_at": notice.expires_at, "loud": notice.loud, "state": "due", "attempts": 0,
            "created_at": work.now, "notice_id": notice.id,
        }
        for row in rows
        if row.state == "sent"
    ]  # fmt: skip
    if values:
        work.connection.execute(insert(OutboxRow), values)
    if rows:
        notice.cursor = rows[-1].id
    if len(rows) < CHUNK:
        notice.doing, notice.cursor = "", _end(work, notice)
    work.session.flush()
    return max(len(rows), 1)


def _end(work: Work, notice: Notice) -> int:
    """Beyond the last of its rows: there is nothing left to make for the sender."""
    last = select(NoticeTarget.id).where(NoticeTarget.notice_id == notice.id)
    return work.session.scalars(last.order_by(NoticeTarget.id.desc()).limit(1)).first() or 0
