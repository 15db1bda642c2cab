"""The few statements of the watch: what the sender should take next, and one row that is written."""

from __future__ import annotations

from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal_column, select
from sqlalchemy.orm import Session, aliased

from models.base import SettingRow, insert_new
from models.messages import Priority
from models.outbox.tables import OutboxRow

PROBE = "watch.probe"


_WAITING: tuple[ColumnElement[str], ...] = (literal_column("'due'"), literal_column("'leased'"))


def _in_state(row: Any, state: str) -> ColumnElement[bool]:
    """Written out and not bound, both for the partial index of waiting rows."""
    return and_(row.state.in_(_WAITING), row.state == literal_column(f"'{state}'"))


def first_due(session: Session, town: datetime, wall: datetime) -> int | None:
    """The first row that a living sender would take now: due, no notice (these may be paused), and
    nobody waits for an earlier message to the same person."""
    held = aliased(OutboxRow)
    busy = select(func.coalesce(held.person_id, 0)).where(
        _in_state(held, "leased"), held.lease_until > wall
    )
    return session.scalar(
        select(OutboxRow.id)
        .where(
            _in_state(OutboxRow, "due"),
            OutboxRow.priority < int(Priority.NOTICE),
            OutboxRow.not_before <= town,
            func.coalesce(OutboxRow.person_id, 0).not_in(busy),
        )
        .order_by(OutboxRow.priority, OutboxRow.not_before, OutboxRow.id)
        .limit(1)
    )


def touch(session: Session) -> None:
    """Write one row, always the same: whether anything can be written is only known by writing. Its
    value is a new one each time, because SQLite does not write what stands there already."""
    statement = insert_new(session, SettingRow).values(key=PROBE, value=token_hex(8))
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[SettingRow.key], set_={"value": statement.excluded.value}
        )
    )
