"""Taking due rows for sending: each row by one instance at a time, for as long as its lease.

A lease that lapses (its holder was killed, or parked the row until the platform takes calls
again) makes the row due once more, so nothing needs to be told that a process has died. Two
instances claiming at the same moment would share a person's messages among them and send them in
any order: on PostgreSQL they take turns.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
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
from models.prepared import Prepared
from models.register.tables import Account, Person

REFUSED = "no"
"""What stands at an account whose person wants no news carried abroad."""
PARKED = ""
"""The lease of a row that waits for its own next try and belongs to no instance."""

_CLAIMS_LOCK = text("SELECT pg_advisory_xact_lock(7305804402566258799)")
# The plain table: the ORM's way through the same statements costs three times as much.
_ROWS = cast("Table", OutboxRow.__table__)


class Claimed(NamedTuple):
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
    notice_id: int | None = None
    loud: bool = True

    @property
    def tried(self) -> bool:
        """Whether an account was chosen for it before; a copy may have reached that person since."""
        return self.account_id is not None or self.fault is not None


_COLUMNS = [_ROWS.c[name] for name in Claimed._fields]


def in_state(row: FromClause, *states: str) -> ColumnElement[bool]:
    """Written out and not bound, or no partial index of these rows is used. One alone by "=": of
    "IN (due, leased)" and "leased" SQLite takes the wider one, and looks at all that waits."""
    if len(states) == 1:
        return row.c.state == literal_column(f"'{states[0]}'")
    return row.c.state.in_([literal_column(f"'{state}'") for state in states])


def _held_elsewhere(priority: int) -> Select[Any]:
    """People who have an earlier message of this class in other hands, or parked: a later one
    must not overtake it. Copies hold up nobody: what rests on one channel goes on on the other."""
    held = _ROWS.alias()
    return (
        select(func.coalesce(held.c.person_id, 0))
        .where(
            in_state(held, "leased"),
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
            in_state(row, "due", "leased"),
            in_state(row, "due"),
            row.c.priority == literal_column(str(priority)),
            bindparam("worst", type_=Integer) >= literal_column(str(priority)),
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
            in_state(row, "leased"),
            row.c.lease_until <= bindparam("wall"),
            row.c.priority <= bindparam("worst", type_=Integer),
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
    worst: Priority = Priority.NOTICE,
) -> list[Claimed]:
    """Lease up to ``most`` rows that are due, the most urgent first, in the order to send them;
    none of a class that is worse than ``worst``."""
    if connection.dialect.name == "postgresql":
        connection.execute(_CLAIMS_LOCK)
    found = connection.execute(
        _FIRST,
        {"wall": wall, "town": town, "mine": lease, "most": most, "worst": int(worst)},
    ).scalars()
    ids = found.all()
    if not ids:
        return []
    rows = connection.execute(_TAKE, {"ids": ids, "wall": wall, "mine": lease, "until": until})
    taken = [Claimed(*row) for row in rows]
    return sorted(taken, key=lambda row: (row.priority, row.not_before, row.id))


# -- whose phone it is -----------------------------------------------------------------------------
class AccountRef(NamedTuple):
    """An account that may be written to. ``abroad``: "no" where its person wants no news carried out
    of the country. ``used_at``: when they last wrote from it."""

    id: int
    person_id: int
    channel: str
    address: str
    language: str
    abroad: str = ""
    used_at: datetime | None = None


_ACCOUNTS = (
    select(
        Account.id,
        Account.person_id,
        Account.channel,
        Account.address,
        Person.language,
        Account.abroad,
        Account.last_used_at,
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
    """Those that a telling of this priority may go to. To where somebody wants no news carried, only
    an answer or an emergency is sent, and only if there is no other way to them."""
    at_home = [account for account in accounts if account.abroad != REFUSED]
    return at_home if at_home or priority > Priority.ANSWER else accounts


def live_accounts(connection: Connection, ids: Collection[int]) -> dict[int, AccountRef]:
    if not ids:
        return {}
    rows = connection.execute(_OF_IDS, {"ids": list(ids)})
    return {row.id: AccountRef(*row) for row in rows}


_ASSIGN = Prepared(
    update(_ROWS).where(_ROWS.c.id == bindparam("row")).values(account_id=bindparam("account"))
)
# There a statement is a round trip, however many rows it changes.
_ASSIGN_ALL = text(
    "UPDATE outbox SET account_id = one.account "
    "FROM unnest(CAST(:rows AS bigint[]), CAST(:accounts AS bigint[])) AS one (id, account) "
    "WHERE outbox.id = one.id"
)


def assign(connection: Connection, pairs: Sequence[tuple[int, int]]) -> None:
    """Note by which account each row goes out: (row, account)."""
    if not pairs:
        return
    if connection.dialect.name == "postgresql":
        rows, accounts = zip(*pairs, strict=True)
        connection.execute(_ASSIGN_ALL, {"rows": list(rows), "accounts": list(accounts)})
        return
    _ASSIGN.run_many(connection, [{"row": row, "account": account} for row, account in pairs])


# -- giving rows back ------------------------------------------------------------------------------
FREE: dict[str, Any] = {"state": "due", "lease": None, "lease_until": None}


def release(connection: Connection, key_prefix: str, mine: str) -> int:
    """Make the unsent rows of a repeated update due at once; returns how many. Rows leased to
    ``mine`` are on their way in this very process and stay."""
    freed = connection.execute(
        update(_ROWS)
        .where(
            in_state(_ROWS, "leased"),
            _ROWS.c.lease != mine,
            _ROWS.c.lease != PARKED,
            _ROWS.c.key.startswith(key_prefix, autoescape=True),
        )
        .values(FREE)
    )
    return touched(freed)
