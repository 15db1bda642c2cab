"""What became of the calls to a channel, written down for many rows at once.

A result is never lost and never undoes another one: "sent" is recorded whoever holds the lease by
now (it did go out), everything else only while the lease is still ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import Connection, Table, bindparam, select, text, update

from models.base import UtcTime
from models.outbox.claim import PARKED, in_state
from models.outbox.tables import OutboxRow
from models.prepared import Prepared
from models.register.tables import Account

End = Literal[
    "sent", "parked", "put_off", "held", "failed", "unreachable", "dropped", "expired", "gone"
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``parked``: to be tried again at ``until`` (wall clock). ``put_off``: not before ``until`` (town
    clock), for it is night. ``gone``: the account is dead."""

    id: int
    end: End
    shown_id: str | None = None
    fault: str | None = None
    attempts: int = 0
    until: datetime | None = None
    account_id: int | None = None


_ROWS = cast("Table", OutboxRow.__table__)
_SENT = Prepared(
    update(_ROWS)
    .where(
        _ROWS.c.id == bindparam("row"),
        in_state(_ROWS, "leased", "due", "held"),
    )
    .values(
        state="sent",
        sent_at=bindparam("at"),
        shown_id=bindparam("shown"),
        body=None,
        lease=None,
        lease_until=None,
        fault=None,
    )
)
# There a statement is a round trip, however many rows it changes.
_SENT_ALL = text(
    "UPDATE outbox SET state = 'sent', sent_at = :at, shown_id = one.shown, body = NULL, "
    "lease = NULL, lease_until = NULL, fault = NULL "
    "FROM unnest(CAST(:rows AS bigint[]), CAST(:shown AS text[])) AS one (id, shown) "
    "WHERE outbox.id = one.id AND outbox.state IN ('leased', 'due', 'held')"
).bindparams(bindparam("at", type_=UtcTime))
_ours = (
    _ROWS.c.id == bindparam("row"),
    _ROWS.c.state == "leased",
    _ROWS.c.lease == bindparam("mine"),
)
_PARK = (
    update(_ROWS)
    .where(*_ours)
    .values(
        lease=PARKED,
        lease_until=bindparam("until"),
        attempts=bindparam("tries"),
        fault=bindparam("why"),
    )
)
_END = (
    update(_ROWS)
    .where(*_ours)
    .values(
        state=bindparam("end"),
        fault=bindparam("why"),
        attempts=bindparam("tries"),
        body=None,
        lease=None,
        lease_until=None,
    )
)
_PUT_OFF = (
    update(_ROWS)
    .where(*_ours)
    .values(
        state="due",
        not_before=bindparam("until"),
        watch_at=bindparam("watch"),
        lease=None,
        lease_until=None,
    )
)
_WATCHED = select(_ROWS.c.id, _ROWS.c.not_before, _ROWS.c.watch_at).where(
    _ROWS.c.id.in_(bindparam("ids", expanding=True)), _ROWS.c.watch_at.is_not(None)
)
_NOTHING_TO_WATCH = update(_ROWS).where(_ROWS.c.id == bindparam("row")).values(watch_at=None)


def record(
    connection: Connection, outcomes: Sequence[Outcome], *, lease: str, now: datetime
) -> None:
    """Write down what happened to rows; ``now`` is the town clock."""
    sent = [one for one in outcomes if one.end == "sent"]
    if sent:
        _record_sent(connection, sent, now)
    if len(sent) == len(outcomes):
        return
    parked = [_ending(one, lease) for one in outcomes if one.end == "parked"]
    if parked:
        connection.execute(_PARK, parked)
    _put_off(connection, [one for one in outcomes if one.end == "put_off"], lease)
    lives_on = ("sent", "parked", "put_off", "gone")
    ended = [_ending(one, lease) for one in outcomes if one.end not in lives_on]
    if ended:
        connection.execute(_END, ended)
    dropped = [{"row": one.id} for one in outcomes if one.end == "dropped"]
    if dropped:
        connection.execute(_NOTHING_TO_WATCH, dropped)
    for account in {one.account_id for one in outcomes if one.end == "gone" and one.account_id}:
        bury(connection, account)


def _record_sent(connection: Connection, sent: Sequence[Outcome], now: datetime) -> None:
    if connection.dialect.name == "postgresql":
        given = {"rows": [one.id for one in sent], "shown": [one.shown_id for one in sent]}
        connection.execute(_SENT_ALL, {**given, "at": now})
        return
    _SENT.run_many(connection, [{"row": one.id, "at": now, "shown": one.shown_id} for one in sent])


def _put_off(connection: Connection, late: Sequence[Outcome], lease: str) -> None:
    """Until the morning; whoever watches whether it is seen waits as much longer."""
    if not late:
        return
    watched = {
        row.id: row.watch_at - row.not_before
        for row in connection.execute(_WATCHED, {"ids": [one.id for one in late]})
    }
    values = []
    for one in late:
        patience = watched.get(one.id)
        watch = one.until + patience if one.until and patience is not None else None
        values.append({"row": one.id, "mine": lease, "until": one.until, "watch": watch})
    connection.execute(_PUT_OFF, values)


def _ending(one: Outcome, lease: str) -> dict[str, Any]:
    values = {"row": one.id, "mine": lease, "tries": one.attempts, "why": one.fault}
    if one.end == "parked":
        return {**values, "until": one.until}
    return {**values, "end": one.end}


def bury(connection: Connection, account_id: int) -> None:
    """The account is dead: its tellings look for another one, what was shown in its talk ends, and
    so do copies: what they say went to another one."""
    connection.execute(update(Account).where(Account.id == account_id).values(state="dead"))
    waiting = _ROWS.c.account_id == account_id, _ROWS.c.state.in_(("due", "leased"))
    connection.execute(
        update(_ROWS)
        .where(*waiting, _ROWS.c.message != "", _ROWS.c.op == "send", _ROWS.c.copy_of.is_(None))
        .values(state="due", account_id=None, lease=None, lease_until=None, fault="account_dead")
    )
    connection.execute(
        update(_ROWS)
        .where(*waiting)
        .values(state="unreachable", body=None, lease=None, lease_until=None, fault="account_dead")
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """How far a row has come, and the channel's id of its message once it is known."""

    state: str
    shown_id: str | None


def shown(connection: Connection, row_id: int) -> Shown | None:
    row = connection.execute(
        select(_ROWS.c.state, _ROWS.c.shown_id).where(_ROWS.c.id == row_id)
    ).one_or_none()
    return Shown(row.state, row.shown_id) if row else None
