"""Taking due rows for sending: each row by one instance at a time, for as long as its lease.

A lease that lapses (its holder was killed, or parked the row until the platform takes calls
again) makes the row due once more, so nothing needs to be told that a process has died. Two
instances claiming at the same moment would share a person's messages among them and send them in
any order: on PostgreSQL they take turns.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.orm import aliased

from models.base import touched
from models.messages import Priority
from models.outbox.tables import OutboxRow
from models.register.tables import Account

PARKED = ""
"""The lease of a row that waits for its own next try and belongs to no instance."""

_CLAIMS_LOCK = text("SELECT pg_advisory_xact_lock(7305804402566258799)")
_COLUMNS = (
    OutboxRow.id,
    OutboxRow.key,
    OutboxRow.person_id,
    OutboxRow.account_id,
    OutboxRow.op,
    OutboxRow.target_id,
    OutboxRow.message,
    OutboxRow.args,
    OutboxRow.body,
    OutboxRow.priority,
    OutboxRow.attempts,
    OutboxRow.not_before,
    OutboxRow.expires_at,
    OutboxRow.details_of,
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that is now ours until the lease ends. ``message`` is "" for a screen."""

    id: int
    key: str
    person_id: int | None
    account_id: int | None
    op: str
    target_id: int | None
    message: str
    args: Any
    body: Any
    priority: int
    attempts: int
    not_before: datetime
    expires_at: datetime | None
    details_of: int | None


def _in_state(row: type[OutboxRow], *states: str) -> ColumnElement[bool]:
    """Written out and not bound, or the partial index of waiting rows is not used."""
    return row.state.in_([literal_column(f"'{state}'") for state in states])


def _held_elsewhere(priority: int) -> Select[Any]:
    """People who have an earlier message of this class in other hands, or parked: a later one
    must not overtake it."""
    held = aliased(OutboxRow)
    return (
        select(func.coalesce(held.person_id, 0))
        .where(
            _in_state(held, "due", "leased"),
            _in_state(held, "leased"),
            held.priority == literal_column(str(priority)),
            held.lease_until > bindparam("wall"),
            held.lease != bindparam("mine"),
        )
        .correlate(None)
    )


def _candidates(priority: int) -> Select[Any]:
    """The first due rows of one class, straight from the index."""
    row = aliased(OutboxRow)
    first = (
        select(row.id, row.priority, row.not_before)
        .where(
            _in_state(row, "due", "leased"),
            _in_state(row, "due"),
            row.priority == literal_column(str(priority)),
            row.not_before <= bindparam("town"),
            func.coalesce(row.person_id, 0).not_in(_held_elsewhere(priority)),
        )
        .order_by(row.not_before, row.id)
        .limit(bindparam("most"))
        .subquery()
    )
    return select(first.c.id, first.c.priority, first.c.not_before)


def _lapsed() -> Select[Any]:
    row = aliased(OutboxRow)
    first = (
        select(row.id, row.priority, row.not_before)
        .where(
            _in_state(row, "due", "leased"),
            _in_state(row, "leased"),
            row.lease_until <= bindparam("wall"),
        )
        .order_by(row.priority, row.not_before, row.id)
        .limit(bindparam("most"))
        .subquery()
    )
    return select(first.c.id, first.c.priority, first.c.not_before)


_union = union_all(*(_candidates(priority) for priority in Priority), _lapsed()).subquery()
_FIRST = (
    select(_union.c.id)
    .order_by(_union.c.priority, _union.c.not_before, _union.c.id)
    .limit(bindparam("most"))
)
_TAKE = (
    update(OutboxRow)
    .where(
        OutboxRow.id.in_(bindparam("ids", expanding=True)),
        or_(
            OutboxRow.state == "due",
            (OutboxRow.state == "leased") & (OutboxRow.lease_until <= bindparam("wall")),
        ),
    )
    .values(state="leased", lease=bindparam("mine"), lease_until=bindparam("until"))
    .returning(*_COLUMNS)
)


def claim(
    connection: Connection,
    *,
    lease: str,
    until: datetime,
    wall: datetime,
    town: datetime,
    most: int,
) -> list[Claimed]:
    """Lease up to ``most`` rows that are due, the most urgent first, in the order to send them."""
    if connection.dialect.name == "postgresql":
        connection.execute(_CLAIMS_LOCK)
    found = connection.execute(
        _FIRST, {"wall": wall, "town": town, "mine": lease, "most": most}
    ).scalars()
    ids = found.all()
    if not ids:
        return []
    rows = connection.execute(_TAKE, {"ids": ids, "wall": wall, "mine": lease, "until": until})
    taken = [Claimed(*row) for row in rows]
    return sorted(taken, key=lambda row: (row.priority, row.not_before, row.id))


# -- whose phone it is -----------------------------------------------------------------------------
class AccountRef(NamedTuple):
    """An account that may be written to."""

    id: int
    person_id: int
    channel: str
    address: str


_ACCOUNTS = select(Account.id, Account.person_id, Account.channel, Account.address).where(
    Account.state == "live"
)
_OF_PEOPLE = _ACCOUNTS.where(
    Account.person_id.in_(bindparam("people", expanding=True)),
    Account.channel.in_(bindparam("channels", expanding=True)),
).order_by(Account.last_used_at, Account.id)
_OF_IDS = _ACCOUNTS.where(Account.id.in_(bindparam("ids", expanding=True)))


def last_used_accounts(
    connection: Connection, people: Collection[int], channels: Collection[str]
) -> dict[int, AccountRef]:
    """The live account each person used last, on the channels that are in service."""
    if not people or not channels:
        return {}
    rows = connection.execute(_OF_PEOPLE, {"people": list(people), "channels": list(channels)})
    return {row.person_id: AccountRef(*row) for row in rows}


def live_accounts(connection: Connection, ids: Collection[int]) -> dict[int, AccountRef]:
    if not ids:
        return {}
    rows = connection.execute(_OF_IDS, {"ids": list(ids)})
    return {row.id: AccountRef(*row) for row in rows}


_ASSIGN = (
    update(OutboxRow)
    .where(OutboxRow.id == bindparam("row"))
    .values(account_id=bindparam("account"))
)


def assign(connection: Connection, pairs: Sequence[tuple[int, int]]) -> None:
    """Note by which account each row goes out: (row, account)."""
    if pairs:
        connection.execute(_ASSIGN, [{"row": row, "account": account} for row, account in pairs])


# -- giving rows back ------------------------------------------------------------------------------
_FREE = {"state": "due", "lease": None, "lease_until": None}


def release(connection: Connection, key_prefix: str, mine: str) -> int:
    """Make the unsent rows of a repeated update due at once; returns how many.

    Rows leased to ``mine`` are on their way in this very process and stay.
    """
    freed = connection.execute(
        update(OutboxRow)
        .where(
            _in_state(OutboxRow, "due", "leased"),
            _in_state(OutboxRow, "leased"),
            OutboxRow.lease != mine,
            OutboxRow.lease != PARKED,
            OutboxRow.key.startswith(key_prefix, autoescape=True),
        )
        .values(_FREE)
    )
    return touched(freed)


def release_former(connection: Connection, mine: str) -> int:
    """Free every lease but ours. Only for an instance that is alone on its database (SQLite):
    whoever held the others is dead. Parked rows keep their time."""
    freed = connection.execute(
        update(OutboxRow)
        .where(
            _in_state(OutboxRow, "due", "leased"),
            _in_state(OutboxRow, "leased"),
            OutboxRow.lease.not_in((mine, PARKED)),
        )
        .values(_FREE)
    )
    return touched(freed)
