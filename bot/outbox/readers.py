"""Whose phone a row goes to: decided when it is claimed, not when it was enqueued.

A telling goes to the account its reader used last that may be written to now, and quietly to the
others. Everything else, every copy, and what takes the place of a telling has an account of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from models.messages import Priority
from models.outbox.claim import (
    REFUSED,
    AccountRef,
    Claimed,
    accounts_of,
    for_news,
    live_accounts,
)
from models.outbox.quota import Limit, Room


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms rows are claimed; ``resting`` are channels that must not be called until
    an instant (wall clock), ``limits`` what channels allow after a person's last message.
    ``quiet_until``: when the quiet hours end in which ``town`` lies."""

    lease: str
    lease_for: timedelta
    wall: datetime
    town: datetime
    most: int
    channels: Collection[str]
    resting: Mapping[str, datetime]
    attempts: int
    worst: Priority = Priority.NOTICE
    limits: Mapping[str, Limit] = field(default_factory=dict)
    quiet_until: datetime | None = None


@dataclass(slots=True)
class Readers:
    """``accounts``: where each row may go, by its id; it goes to the last of them. ``shut``: why a
    row that has accounts can go to none of them."""

    accounts: dict[int, list[AccountRef]] = field(default_factory=dict)
    shut: dict[int, str] = field(default_factory=dict)

    def of(self, row_id: int) -> AccountRef | None:
        found = self.accounts.get(row_id)
        return found[-1] if found else None


def readers_of(connection: Connection, claimed: Sequence[Claimed], terms: Terms) -> Readers:
    told = {row.person_id for row in claimed if _looks_for(row) and row.person_id is not None}
    fixed = {
        row.account_id for row in claimed if row.account_id is not None and not _looks_for(row)
    }
    of_people = accounts_of(connection, told, terms.channels)
    own = live_accounts(connection, fixed)
    room = _room(connection, of_people, own, claimed, terms)
    found = Readers()
    for row in claimed:
        if _looks_for(row):
            news = for_news(of_people.get(row.person_id or 0, []), row.priority)
            _choose(found, row, news, room)
        elif (account := own.get(row.account_id or 0)) and _may_get(row, account, terms):
            _choose(found, row, [account], room if row.message else None)
    return found


def _looks_for(row: Claimed) -> bool:
    """Whether its account is chosen now: a telling's is, unless it is a copy or is to stand where
    another message stands already."""
    return bool(row.message) and row.copy_of is None and row.op == "send"


def _room(
    connection: Connection,
    of_people: Mapping[int, Sequence[AccountRef]],
    own: Mapping[int, AccountRef],
    claimed: Sequence[Claimed],
    terms: Terms,
) -> Room | None:
    """Only where a channel in service has limits."""
    if not terms.limits:
        return None
    everyone = [*own.values(), *(account for those in of_people.values() for account in those)]
    ids = [row.id for row in claimed]
    return Room(connection, everyone, dict(terms.limits), ids, terms.town)


def _choose(found: Readers, row: Claimed, news: Sequence[AccountRef], room: Room | None) -> None:
    """Those that may be written to now, each with a place taken."""
    if room is None:
        found.accounts[row.id] = list(news)
        return
    shut = [(account, room.shut(account, row.priority)) for account in news]
    found.accounts[row.id] = fit = [account for account, why in shut if not why]
    if shut and not fit:
        found.shut[row.id] = shut[-1][1]
    for account in fit:
        room.take(account)


def _may_get(row: Claimed, account: AccountRef, terms: Terms) -> bool:
    """An account that was taken off a person gets no more of what was meant for them, and one whose
    person wants no news carried abroad no more copies."""
    wanted = account.person_id == row.person_id and account.abroad != REFUSED
    theirs = not row.message or wanted
    return theirs and account.channel in terms.channels
