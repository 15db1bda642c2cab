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
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    text,
    union_all,
    update,
)

from models.base import touched
from models.messages import Priority
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Person

REFUSED = "no"
"""What stands at an account whose person wants no news carried abroad."""
PARKED = ""
"""The lease of a row that waits for its own next try and belongs to no instance."""

_CLAIMS_LOCK = text("SELECT pg_advisory_xact_lock(7305804402566258799)")
# The plain table: the ORM's way through the same statements costs three times as much.
_ROWS = cast("Table", OutboxRow.__table__)
_COLUMNS = (
    _ROWS.c.id,
    _ROWS.c.key,
    _ROWS.c.person_id,
    _ROWS.c.whom_id,
    _ROWS.c.account_id,
    _ROWS.c.op,
    _ROWS.c.target_id,
    _ROWS.c.message,
    _ROWS.c.args,
    _ROWS.c.body,
    _ROWS.c.priority,
    _ROWS.c.attempts,
    _ROWS.c.not_before,
    _ROWS.c.expires_at,
    _ROWS.c.details_of,
    _ROWS.c.copy_of,
    _ROWS.c.fault,
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that is now ours until the lease ends. ``message`` is "" for a screen."""

    id: int
    key: str
    person_id: int | None
    whom_id: int | None
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
    copy_of: int | None
    fault: str | None

    @property
    def tried(self) -> bool:
        """Whether an account was chosen for it before; a copy may have reached that person since."""
        return self.account_id is not None or self.fault is not None


def _in_state(row: FromClause, *states: str) -> ColumnElement[bool]:
    """Written out and not bound, or the partial index of waiting rows is not used."""
    return row.c.state.in_([literal_column(f"'{state}'") for state in states])


def _held_elsewhere(priority: int) -> Select[Any]:
    """People who have an earlier message of this class in other hands, or parked: a later one
    must not overtake it. Copies hold up nobody: what rests on one channel goes on on the other."""
    held = _ROWS.alias()
    return (
        select(func.coalesce(held.c.person_id, 0))
        .where(
            _in_state(held, "due", "leased"),
            _in_state(held, "leased"),
            held.c.priority == literal_column(str(priority)),
            held.c.lease_until > bindparam("wall"),
            held.c.lease != bindparam("mine"),
            held.c.copy_of.is_(None),
        )
        .correlate(None)
    )


def _candidates(priority: int) -> Select[Any]:
    """The first due rows of one class, straight from the index."""
    row = _ROWS.alias()
    first = (
        select(row.c.id, row.c.priority, row.c.not_before)
        .where(
            _in_state(row, "due", "leased"),
            _in_state(row, "due"),
            row.c.priority == literal_column(str(priority)),
            row.c.not_before <= bindparam("town"),
            or_(
                row.c.copy_of.is_not(None),
                func.coalesce(row.c.person_id, 0).not_in(_held_elsewhere(priority)),
            ),
        )
        .order_by(row.c.not_before, row.c.id)
        .limit(bindparam("most"))
        .subquery()
    )
    return select(first.c.id, first.c.priority, first.c.not_before)


def _lapsed() -> Select[Any]:
    row = _ROWS.alias()
    first = (
        select(row.c.id, row.c.priority, row.c.not_before)
        .where(
            _in_state(row, "due", "leased"),
            _in_state(row, "leased"),
            row.c.lease_until <= bindparam("wall"),
        )
        .order_by(row.c.priority, row.c.not_before, row.c.id)
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
    update(_ROWS)
    .where(
        _ROWS.c.id.in_(bindparam("ids", expanding=True)),
        or_(
            _ROWS.c.state == "due",
            (_ROWS.c.state == "leased") & (_ROWS.c.lease_until <= bindparam("wall")),
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
    """An account that may be written to. ``abroad`` is "no" where its person does not want news
    carried out of the country."""

    id: int
    person_id: int
    channel: str
    address: str
    language: str
    abroad: str = ""


_ACCOUNTS = (
    select(
        Account.id,
        Account.person_id,
        Account.channel,
        Account.address,
        Person.language,
        Account.abroad,
    )
    .join(Person, Person.id == Account.person_id)
    .where(Account.state == "live")
)
_OF_PEOPLE = _ACCOUNTS.where(
    Account.person_id.in_(bindparam("people", expanding=True)),
    Account.channel.in_(bindparam("channels", expanding=True)),
).order_by(Account.last_used_at, Account.id)
_OF_IDS = _ACCOUNTS.where(Account.id.in_(bindparam("ids", expanding=True)))


def accounts_of(
    connection: Connection, people: Collection[int], channels: Collection[str]
) -> dict[int, list[AccountRef]]:
    """The live accounts of each person on the channels in service; the one used last is the last."""
    found: dict[int, list[AccountRef]] = {}
    if people and channels:
        given = {"people": list(people), "channels": list(channels)}
        for row in connection.execute(_OF_PEOPLE, given):
            found.setdefault(row.person_id, []).append(AccountRef(*row))
    return found


def for_news(accounts: Sequence[AccountRef], priority: int) -> Sequence[AccountRef]:
    """Those that a telling of this priority may go to. Where somebody refused to have news carried
    abroad, only an answer or an emergency is sent, and only if there is no other way to them."""
    at_home = [account for account in accounts if account.abroad != REFUSED]
    return at_home if at_home or priority > Priority.ANSWER else accounts


def live_accounts(connection: Connection, ids: Collection[int]) -> dict[int, AccountRef]:
    if not ids:
        return {}
    rows = connection.execute(_OF_IDS, {"ids": list(ids)})
    return {row.id: AccountRef(*row) for row in rows}


_ASSIGN = (
    update(_ROWS).where(_ROWS.c.id == bindparam("row")).values(account_id=bindparam("account"))
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
        update(_ROWS)
        .where(
            _in_state(_ROWS, "due", "leased"),
            _in_state(_ROWS, "leased"),
            _ROWS.c.lease != mine,
            _ROWS.c.lease != PARKED,
            _ROWS.c.key.startswith(key_prefix, autoescape=True),
        )
        .values(_FREE)
    )
    return touched(freed)


def release_former(connection: Connection, mine: str) -> int:
    """Free every lease but ours. Only for an instance that is alone on its database (SQLite):
    whoever held the others is dead. Parked rows keep their time."""
    freed = connection.execute(
        update(_ROWS)
        .where(
            _in_state(_ROWS, "due", "leased"),
            _in_state(_ROWS, "leased"),
            _ROWS.c.lease.not_in((mine, PARKED)),
        )
        .values(_FREE)
    )
    return touched(freed)


_UNSAID = (
    select(Account.channel, Account.address)
    .join(_ROWS, _ROWS.c.account_id == Account.id)
    .where(_in_state(_ROWS, "due", "leased"), _ROWS.c.message == "")
    .distinct()
)


def unsaid_replies(connection: Connection) -> list[tuple[str, str]]:
    """Channel and address of everybody who has not been given a reply yet."""
    return [(channel, address) for channel, address in connection.execute(_UNSAID)]
