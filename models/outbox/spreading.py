"""A notice becomes rows: one for each person that a SELECT names, by one statement a chunk.

The key makes it safe to do a chunk again: whoever has a row already is left alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Integer,
    Select,
    String,
    Table,
    literal,
    null,
    select,
)
from sqlalchemy import cast as as_type
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from models.base import Json, UtcTime, touched
from models.messages import Message, Priority
from models.outbox.tables import OutboxRow

CHUNKS = {"sqlite": 1_000, "postgresql": 4_000}
"""People in a chunk. On SQLite everybody waits for it: that is half of 20 ms. On PostgreSQL nobody
does, and a transaction costs more than its rows."""

_ROWS = cast("Table", OutboxRow.__table__)


def key_of(notice_id: int, person_id: int, whom_id: int | None = None) -> str:
    """The key of somebody's row of a notice; of one that is really another's, with theirs."""
    of = f"notice:{notice_id}:{person_id}"
    return of if whom_id is None else f"{of}:{whom_id}"


def spread(
    connection: Connection,
    notice_id: int,
    message: Message,
    people: Select[*tuple[Any, ...]],
    *,
    now: datetime,
    not_before: datetime | None = None,
    expires: datetime | None = None,
    watch_at: datetime | None = None,
    priority: Priority | None = None,
    loud: bool = True,
) -> int:
    """Queue a message for each ``person_id`` that ``people`` selects; returns how many had none yet.

    ``people`` may also select ``whom_id``: whose message it really is. The caller says which chunk
    it is (a range of ids, a LIMIT), and calls again for the next.
    """
    who = people.subquery()
    key = literal(f"notice:{notice_id}:", String) + as_type(who.c.person_id, String)
    whom: Any = as_type(null(), BigInteger)
    if "whom_id" in who.c:
        whom, key = who.c.whom_id, key + ":" + as_type(who.c.whom_id, String)
    columns: dict[str, Any] = {
        "key": key,
        "person_id": who.c.person_id,
        "whom_id": whom,
        "op": literal("send", String),
        "message": literal(type(message).__name__, String),
        "args": literal(message.args(), Json),
        "priority": literal(int(message.priority if priority is None else priority), Integer),
        "not_before": literal(not_before or now, UtcTime),
        "expires_at": literal(expires, UtcTime),
        "watch_at": literal(watch_at, UtcTime),
        "notice_id": literal(notice_id, BigInteger),
        "loud": literal(loud, Boolean),
        "state": literal("due", String),
        "attempts": literal(0, Integer),
        "created_at": literal(now, UtcTime),
    }
    insert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    # SQLite takes ON CONFLICT for a part of the SELECT unless that has a WHERE.
    rows = select(*columns.values()).where(who.c.person_id.is_not(None))
    made = connection.execute(
        insert(_ROWS)
        .from_select(list(columns), rows, include_defaults=False)
        .on_conflict_do_nothing(index_elements=["key"]),
        execution_options={"preserve_rowcount": True},
    )
    return touched(made)
