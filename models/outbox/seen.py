"""Noting what was shown on an open page. "Sent" is not "informed": only this is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.outbox.tables import OutboxRow

MOST = 500
"""A page reports what it shows; more at once is not a page."""


def note_seen(session: Session, account_id: int, keys: Iterable[str], now: datetime) -> int:
    """Mark the account's own rows as seen, the first time only; returns how many were new.

    ``keys`` are those given to ``Channel.send``, as a page sends them back: anything may be in
    there, and rows of somebody else stay untouched. Seen rows need no watching any more, and who
    saw a copy has seen what it is a copy of.
    """
    ids = {int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19}
    if not ids:
        return 0
    connection = session.connection()
    marked = connection.execute(
        update(OutboxRow)
        .where(
            OutboxRow.id.in_(sorted(ids)[:MOST]),
            OutboxRow.account_id == account_id,
            OutboxRow.seen_at.is_(None),
        )
        .values(seen_at=now, watch_at=None)
        .returning(OutboxRow.copy_of)
    ).all()
    copied = [row.copy_of for row in marked if row.copy_of is not None]
    if copied:
        connection.execute(
            update(OutboxRow)
            .where(OutboxRow.id.in_(copied), OutboxRow.seen_at.is_(None))
            .values(seen_at=now, watch_at=None)
        )
    return len(marked)
