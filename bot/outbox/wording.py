"""Claiming due rows and putting them into words, in one transaction.

A telling is decided here and not when it was enqueued: which account the person uses now, whether
it is still true, whether it is still worth saying. One that cannot be worded (a fault of ours)
must not keep the others from going out, so each has a savepoint of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from bot.dialogue.messages import Outgoing
from bot.outbox.leased import Leased, Speaker
from models.outbox.claim import (
    AccountRef,
    Claimed,
    assign,
    claim,
    last_used_accounts,
    live_accounts,
)
from models.outbox.record import Outcome, record

_log = structlog.get_logger("bot.outbox")


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms rows are claimed; ``resting`` are channels that must not be called until
    an instant (wall clock)."""

    lease: str
    lease_for: timedelta
    wall: datetime
    town: datetime
    most: int
    channels: Collection[str]
    resting: Mapping[str, datetime]
    attempts: int


@dataclass(slots=True)
class Batch:
    """``rows`` go out now; ``looked`` is how many rows were claimed in all."""

    rows: list[Leased] = field(default_factory=list)
    ends: list[Outcome] = field(default_factory=list)
    looked: int = 0


def claim_and_word(session: Session, terms: Terms, speak: Speaker) -> Batch:
    """Claim what is due; whatever cannot go out now is ended or parked in the same transaction."""
    connection = session.connection()
    until = terms.wall + terms.lease_for
    claimed = claim(
        connection,
        lease=terms.lease,
        until=until,
        wall=terms.wall,
        town=terms.town,
        most=terms.most,
    )
    batch = Batch(looked=len(claimed))
    if not claimed:
        return batch
    accounts = _accounts(session, claimed, terms)
    for row in claimed:
        ready = _ready(session, row, accounts.get(row.id), terms, speak)
        if isinstance(ready, Outcome):
            batch.ends.append(ready)
        else:
            batch.rows.append(ready)
    moved = {row.id: row.account_id for row in claimed}
    assign(
        connection,
        [(row.id, row.account_id) for row in batch.rows if moved[row.id] != row.account_id],
    )
    record(connection, batch.ends, lease=terms.lease, now=terms.town)
    return batch


def _accounts(session: Session, claimed: list[Claimed], terms: Terms) -> dict[int, AccountRef]:
    """The account of each row: a telling goes where its reader was last, all else to its own."""
    connection = session.connection()
    tellings = {row.person_id for row in claimed if row.message and row.person_id is not None}
    fixed = {row.account_id for row in claimed if not row.message and row.account_id is not None}
    last_used = last_used_accounts(connection, tellings, terms.channels)
    own = live_accounts(connection, fixed)
    found: dict[int, AccountRef] = {}
    for row in claimed:
        account = last_used.get(row.person_id or 0) if row.message else own.get(row.account_id or 0)
        if account is not None and account.channel in terms.channels:
            found[row.id] = account
    return found


def _ready(
    session: Session, row: Claimed, account: AccountRef | None, terms: Terms, speak: Speaker
) -> Leased | Outcome:
    if row.expires_at is not None and row.expires_at <= terms.town:
        return Outcome(row.id, "expired", attempts=row.attempts)
    if account is None:
        return Outcome(row.id, "unreachable", fault="no_account", attempts=row.attempts)
    rest = terms.resting.get(account.channel)
    if rest is not None and rest > terms.wall:
        return Outcome(row.id, "parked", until=rest, attempts=row.attempts)
    try:
        outgoing = _words(session, row, account, speak)
    except Exception as fault:  # noqa: BLE001 - one bad telling must not hold up the others
        return _not_worded(row, terms, fault)
    if outgoing is None and row.op in ("send", "edit"):
        return Outcome(row.id, "dropped", attempts=row.attempts)
    return Leased(
        row.id,
        account.id,
        account.channel,
        account.address,
        row.op,
        row.target_id,
        outgoing,
        row.key,
        row.priority,
        row.attempts,
        (terms.wall + terms.lease_for).timestamp(),
        claimed=True,
    )


def _words(session: Session, row: Claimed, to: AccountRef, speak: Speaker) -> Outgoing | None:
    if row.message:
        with session.begin_nested():
            return speak(session, to, row.message, row.args or {}, row)
    return Outgoing.from_json(row.body) if row.body is not None else None


def _not_worded(row: Claimed, terms: Terms, fault: Exception) -> Outcome:
    _log.error("a telling could not be worded", message_type=row.message, exc_info=fault)
    tries = row.attempts + 1
    name = type(fault).__name__
    if tries >= terms.attempts:
        return Outcome(row.id, "failed", fault=name, attempts=tries)
    later = terms.wall + timedelta(seconds=min(2.0**tries, 300.0))
    return Outcome(row.id, "parked", until=later, fault=name, attempts=tries)
