"""The same message on a person's other accounts: shown there too, without a sound.

The original stays the one row everybody else knows: it is watched, and looked up by its key. So a
copy that was seen counts for it; and if it has to look for another account and a copy has reached
that one already, it takes over what became of the copy instead of being sent a second time.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from models.outbox.claim import AccountRef, Claimed
from models.outbox.tables import OutboxRow

MOST = 4
"""Copies of one message. Somebody may have left many browsers behind over the years."""

_ROWS = cast("Table", OutboxRow.__table__)


def copy_key(key: str, account_id: int) -> str:
    return f"{key}:also:{account_id}"


def make_copies(
    connection: Connection,
    row: Claimed,
    others: Sequence[AccountRef],
    *,
    lease: str,
    until: datetime,
    now: datetime,
) -> list[tuple[Claimed, AccountRef]]:
    """Rows for the person's other accounts, leased like the original; each is made once."""
    insert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    once = insert(_ROWS).on_conflict_do_nothing(index_elements=["key"]).returning(_ROWS.c.id)
    made: list[tuple[Claimed, AccountRef]] = []
    for account in others[-MOST:]:
        key = copy_key(row.key, account.id)
        values = {
            "key": key,
            "person_id": row.person_id,
            "whom_id": row.whom_id,
            "account_id": account.id,
            "op": row.op,
            "message": row.message,
            "args": row.args,
            "priority": row.priority,
            "not_before": row.not_before,
            "expires_at": row.expires_at,
            "details_of": row.details_of,
            "copy_of": row.id,
            "notice_id": row.notice_id,
            "loud": row.loud,
            "state": "leased",
            "lease": lease,
            "lease_until": until,
            "attempts": 0,
            "created_at": now,
        }
        found = connection.execute(once, values).scalar()
        if found is not None:
            copy = row._replace(
                id=found,
                key=key,
                account_id=account.id,
                attempts=0,
                copy_of=row.id,
                fault=None,
            )
            made.append((copy, account))
    return made


def copies_by_key(connection: Connection, keys: Collection[str]) -> dict[str, Any]:
    """How far the copies with these keys have come."""
    if not keys:
        return {}
    rows = connection.execute(
        select(
            _ROWS.c.key,
            _ROWS.c.state,
            _ROWS.c.account_id,
            _ROWS.c.shown_id,
            _ROWS.c.sent_at,
            _ROWS.c.seen_at,
        ).where(_ROWS.c.key.in_(keys))
    )
    return {row.key: row for row in rows}


_TAKE_OVER = (
    update(_ROWS)
    .where(_ROWS.c.id == bindparam("row"))
    .values(
        state="sent",
        account_id=bindparam("account"),
        shown_id=bindparam("shown"),
        sent_at=bindparam("sent"),
        body=None,
        lease=None,
        lease_until=None,
    )
)
_SEEN = (
    update(_ROWS)
    .where(_ROWS.c.id == bindparam("row"))
    .values(seen_at=bindparam("seen"), watch_at=None)
)


def take_over(connection: Connection, row_id: int, copy: Any) -> None:
    """What the original had to say was said by the copy, on that account, then."""
    connection.execute(
        _TAKE_OVER,
        {"row": row_id, "account": copy.account_id, "shown": copy.shown_id, "sent": copy.sent_at},
    )
    if copy.seen_at is not None:
        connection.execute(_SEEN, {"row": row_id, "seen": copy.seen_at})
