"""Rows in the hands of instances that are no more are due again."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from sqlalchemy import Connection, Table, select, update

from models.base import touched
from models.outbox.claim import FREE, PARKED, in_state
from models.outbox.tables import OutboxRow
from models.register.tables import Account

_ROWS = cast("Table", OutboxRow.__table__)


def release_former(connection: Connection, mine: str) -> int:
    """Free every lease but ours. Only for an instance that is alone on its database (SQLite):
    whoever held the others is dead. Parked rows keep their time."""
    freed = connection.execute(
        update(_ROWS)
        .where(
            in_state(_ROWS, "leased"),
            _ROWS.c.lease.not_in((mine, PARKED)),
        )
        .values(FREE)
    )
    return touched(freed)


def leases_of_others(connection: Connection, mine: str) -> list[str]:
    """The marks of all other instances that have rows in their hands."""
    rows = connection.execute(
        select(_ROWS.c.lease)
        .where(
            in_state(_ROWS, "leased"),
            _ROWS.c.lease.not_in((mine, PARKED)),
        )
        .distinct()
    )
    return list(rows.scalars())


def release_of(connection: Connection, leases: Collection[str]) -> int:
    """Free what these instances held: they are dead."""
    freed = connection.execute(
        update(_ROWS)
        .where(
            in_state(_ROWS, "leased"),
            _ROWS.c.lease.in_(list(leases)),
        )
        .values(FREE)
    )
    return touched(freed)


_UNSAID = (
    select(Account.channel, Account.address)
    .join(_ROWS, _ROWS.c.account_id == Account.id)
    .where(in_state(_ROWS, "due", "leased"), _ROWS.c.message == "")
    .distinct()
)


def unsaid_replies(connection: Connection) -> list[tuple[str, str]]:
    """Channel and address of everybody who has not been given a reply yet."""
    return [(channel, address) for channel, address in connection.execute(_UNSAID)]
