"""Platforms that let a bot write only for a while after somebody has written, and so many times.

Counted from the rows themselves, in the transaction that claims: who claims takes turns, so two
instances never give away the same place. The count begins anew by itself when the person writes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast

from sqlalchemy import Connection, Table, bindparam, func, literal_column, or_, select, update

from models.base import touched
from models.messages import Priority
from models.outbox.claim import PARKED, AccountRef, in_state
from models.outbox.tables import OutboxRow
from models.register.tables import Account

Shut = Literal["", "window", "quota"]
"""Why an account may not be written to now; "" if it may."""
FOR_EMERGENCIES = 1
"""Places of a quota that nothing else takes."""

_ROWS = cast("Table", OutboxRow.__table__)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a channel allows after each message of the person. ``window`` None: for ever; ``quota``
    0: any number."""

    window: timedelta | None
    quota: int


_SINCE = (
    select(_ROWS.c.account_id, func.count())
    .join(Account, Account.id == _ROWS.c.account_id)
    .where(
        _ROWS.c.account_id.in_(bindparam("accounts", expanding=True)),
        _ROWS.c.op == "send",
        or_(
            (_ROWS.c.state == "sent") & (_ROWS.c.sent_at >= Account.last_used_at),
            (_ROWS.c.state == "leased") & (_ROWS.c.lease != PARKED),
        ),
        _ROWS.c.id.not_in(bindparam("now_claimed", expanding=True)),
    )
    .group_by(_ROWS.c.account_id)
)


class Room:
    """How much may still be sent to the accounts of one chunk. ``claimed``: the chunk's own rows,
    which are counted as they are given a place here."""

    def __init__(
        self,
        connection: Connection,
        accounts: Collection[AccountRef],
        limits: dict[str, Limit],
        claimed: Collection[int],
        now: datetime,
    ) -> None:
        self._limits = limits
        self._now = now
        counted = {one.id for one in accounts if (limit := limits.get(one.channel)) and limit.quota}
        self._used: dict[int, int] = {}
        if counted:
            given = {"accounts": sorted(counted), "now_claimed": list(claimed)}
            self._used = {row[0]: row[1] for row in connection.execute(_SINCE, given)}

    def shut(self, account: AccountRef, priority: int) -> Shut:
        limit = self._limits.get(account.channel)
        if limit is None:
            return ""
        used = account.used_at
        if limit.window is not None and (used is None or used + limit.window <= self._now):
            return "window"
        if not limit.quota:
            return ""
        kept = 0 if priority == Priority.EMERGENCY else min(FOR_EMERGENCIES, limit.quota - 1)
        return "quota" if self._used.get(account.id, 0) + kept >= limit.quota else ""

    def take(self, account: AccountRef) -> None:
        """A message goes there."""
        self._used[account.id] = self._used.get(account.id, 0) + 1


def let_in(connection: Connection, accounts: Collection[int], now: datetime) -> int:
    """The people of these accounts have just written: what was shut out is due again, if it is
    still worth saying. Whether it is still true is asked when it is worded. Returns how many."""
    writers = select(Account.person_id).where(Account.id.in_(list(accounts)))
    freed = connection.execute(
        update(_ROWS)
        .where(
            in_state(_ROWS, "unreachable"),
            _ROWS.c.fault.in_([literal_column("'window'"), literal_column("'quota'")]),
            _ROWS.c.person_id.in_(writers),
            or_(_ROWS.c.expires_at.is_(None), _ROWS.c.expires_at > now),
        )
        .values(state="due", fault=None)
    )
    return touched(freed)
