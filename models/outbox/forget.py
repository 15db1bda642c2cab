"""Forgetting what was said long ago, in chunks that hold the writer for a moment only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.outbox.tables import OutboxRow


def forget_old(
    session: Session, before: datetime, *, after_id: int = 0, most: int = 500
) -> tuple[int, int]:
    """Delete finished rows created before an instant; returns (deleted, where to go on).

    Goes on at 0 when nothing old is left beyond ``after_id``. Rows are old in the order of their
    ids, so a chunk looks at ``most`` rows and never at the whole table. What still shows a
    person's details, or is still watched, stays until that has ended.
    """
    connection = session.connection()
    rows = connection.execute(
        select(
            OutboxRow.id,
            OutboxRow.created_at,
            OutboxRow.state,
            OutboxRow.watch_at,
            OutboxRow.details_of,
        )
        .where(OutboxRow.id > after_id)
        .order_by(OutboxRow.id)
        .limit(most)
    ).all()
    old = [row for row in rows if row.created_at < before]
    over = [
        row.id
        for row in old
        if row.state not in ("due", "leased") and row.watch_at is None and row.details_of is None
    ]
    if over:
        connection.execute(delete(OutboxRow).where(OutboxRow.id.in_(over)))
    return len(over), old[-1].id if old and len(old) == most else 0
