"""A notice is paused, goes on, or is stopped: its rows, a chunk at a time.

What is in an instance's hands at that moment goes out; that is what a second sends at the most.
Everything else waits in the table, and what is claimed meanwhile is held by its own speaker.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Table, case, or_, select, update

from models.base import touched
from models.outbox.claim import PARKED, in_state
from models.outbox.tables import OutboxRow

_ROWS = cast("Table", OutboxRow.__table__)
_FREE: dict[str, Any] = {"lease": None, "lease_until": None}


def _waits() -> ColumnElement[bool]:
    """In nobody's hands: due, or parked until its next try."""
    return or_(
        in_state(_ROWS, "due"),
        in_state(_ROWS, "leased") & (_ROWS.c.lease == PARKED),
    )


def hold(connection: Connection, notice_id: int, most: int) -> int:
    """Put up to ``most`` rows of a notice aside; how many there were. 0: nothing waits any more."""
    return _change(connection, notice_id, most, _waits(), {"state": "held", **_FREE})


def let_go(
    connection: Connection, notice_id: int, most: int, not_before: datetime | None = None
) -> int:
    """What was put aside is due again, but not before an instant: it may be night by now."""
    values = {"state": "due", **_FREE}
    if not_before is not None:
        at = _ROWS.c.not_before
        values["not_before"] = case((at < not_before, not_before), else_=at)
    return _change(connection, notice_id, most, in_state(_ROWS, "held"), values)


def drop_unsent(connection: Connection, notice_id: int, most: int) -> int:
    """What was not sent yet never will be, and nobody watches for it."""
    where = or_(_waits(), in_state(_ROWS, "held"))
    values = {"state": "dropped", "body": None, "watch_at": None, **_FREE}
    return _change(connection, notice_id, most, where, values)


def _change(
    connection: Connection,
    notice_id: int,
    most: int,
    where: ColumnElement[bool],
    values: dict[str, Any],
) -> int:
    first = (
        select(_ROWS.c.id)
        .where(_ROWS.c.notice_id == notice_id, where)
        .order_by(_ROWS.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    changed = connection.execute(
        update(_ROWS).where(_ROWS.c.id.in_(first.scalar_subquery()), where).values(values)
    )
    return touched(changed)
