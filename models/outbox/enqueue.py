"""Putting rows into the outbox: Core statements, because every reply passes here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from models.messages import Message, Priority
from models.outbox.tables import OutboxRow
from models.prepared import Prepared

_screen = Prepared(insert(OutboxRow))
_once = Prepared(
    sqlite_insert(OutboxRow).on_conflict_do_nothing(index_elements=["key"]),
    postgresql=postgresql_insert(OutboxRow).on_conflict_do_nothing(index_elements=["key"]),
)


def enqueue_telling(
    connection: Connection,
    *,
    key: str,
    person_id: int,
    message: Message,
    priority: Priority,
    now: datetime,
    not_before: datetime,
    expires: datetime | None = None,
    watch_at: datetime | None = None,
    details_of: int | None = None,
    whom_id: int | None = None,
    loud: bool = True,
) -> None:
    """Queue a message type for a person; the same ``key`` again changes nothing. What is not ``loud``
    is not sent in quiet hours, however late it comes to be sent."""
    _once.run(
        connection,
        {
            "key": key,
            "person_id": person_id,
            "whom_id": whom_id,
            "op": "send",
            "message": type(message).__name__,
            "args": message.args(),
            "priority": int(priority),
            "not_before": not_before,
            "expires_at": expires,
            "watch_at": watch_at,
            "details_of": details_of,
            "loud": loud,
            "state": "due",
            "attempts": 0,
            "created_at": now,
        },
    )


def enqueue_screen(
    connection: Connection,
    *,
    key: str,
    account_id: int,
    person_id: int,
    body: dict[str, Any] | None,
    op: str,
    target_id: int | None,
    now: datetime,
    lease: str | None,
    lease_until: datetime | None,
    priority: Priority = Priority.ANSWER,
) -> int:
    """Queue a rendered reply (none for "strip"), leased to the instance that took the update; returns
    the row's id."""
    return _screen.insert(
        connection,
        {
            "key": key,
            "person_id": person_id,
            "account_id": account_id,
            "op": op,
            "target_id": target_id,
            "message": "",
            "body": body,
            "priority": int(priority),
            "not_before": now,
            "loud": True,
            "state": "leased" if lease else "due",
            "lease": lease,
            "lease_until": lease_until,
            "attempts": 0,
            "created_at": now,
        },
    )


def withdraw_details(connection: Connection, case_id: int, now: datetime, key: str) -> None:
    """Take back every message that showed a person's details for this case, the copies too."""
    of_case = OutboxRow.details_of == case_id
    # A row that is being claimed this moment may get copies: wait for it, then look.
    connection.execute(
        select(OutboxRow.id).where(of_case, OutboxRow.state == "due").with_for_update()
    )
    rows = _that_show(connection, of_case)
    connection.execute(
        update(OutboxRow)
        .where(OutboxRow.details_of == case_id, OutboxRow.state == "due")
        .values(state="dropped", body=None)
    )
    _take_back(connection, rows, now, key)


def withdraw_from_account(connection: Connection, account_id: int, now: datetime, key: str) -> None:
    """Take back all details that stand in one account's talk, and what was still to be shown
    there: the account is no longer that person's."""
    theirs = OutboxRow.account_id == account_id
    rows = _that_show(connection, OutboxRow.details_of.is_not(None), theirs)
    connection.execute(
        update(OutboxRow)
        .where(theirs, OutboxRow.message != "", OutboxRow.copy_of.is_not(None))
        .where(OutboxRow.state.in_(("due", "leased")))
        .values(state="dropped", body=None, lease=None, lease_until=None)
    )
    _take_back(connection, rows, now, key)


def _that_show(connection: Connection, *where: ColumnElement[bool]) -> Sequence[Any]:
    return connection.execute(
        select(OutboxRow.id, OutboxRow.person_id, OutboxRow.account_id, OutboxRow.state).where(
            *where, OutboxRow.op != "withdraw"
        )
    ).all()


def _take_back(connection: Connection, rows: Sequence[Any], now: datetime, key: str) -> None:
    for row in rows:
        if row.state not in ("sent", "leased"):
            continue
        connection.execute(
            insert(OutboxRow),
            {
                "key": f"{key}:withdraw:{row.id}",
                "person_id": row.person_id,
                "account_id": row.account_id,
                "op": "withdraw",
                "target_id": row.id,
                "message": "",
                "priority": int(Priority.ANSWER),
                "not_before": now,
                "state": "due",
                "attempts": 0,
                "created_at": now,
            },
        )
    if rows:
        connection.execute(
            update(OutboxRow)
            .where(OutboxRow.id.in_([row.id for row in rows]))
            .values(details_of=None)
        )
