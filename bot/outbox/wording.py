"""Claiming due rows and putting them into words, in one transaction.

A telling is decided here and not when it was enqueued: which account the person uses now, whether
it is still true, whether it is still worth saying. One that cannot be worded (a fault of ours)
must not keep the others from going out, so each has a savepoint of its own.

Who has several accounts gets it on all of them: with a sound where they were last, quietly elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from bot.dialogue.messages import Outgoing
from bot.outbox.leased import Leased, Speaker
from models.messages import Priority
from models.outbox.claim import (
    REFUSED,
    AccountRef,
    Claimed,
    accounts_of,
    assign,
    claim,
    for_news,
    live_accounts,
)
from models.outbox.copies import copies_by_key, copy_key, make_copies, take_over
from models.outbox.record import Outcome, record

_log = structlog.get_logger("bot.outbox")
_COPY_IS_OUT = timedelta(seconds=5)
"""How soon an original looks again whether its copy has arrived in its place."""


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
    claimed = claim(
        connection,
        lease=terms.lease,
        until=terms.wall + terms.lease_for,
        wall=terms.wall,
        town=terms.town,
        most=terms.most,
    )
    batch = Batch(looked=len(claimed))
    if not claimed:
        return batch
    accounts = _accounts(connection, claimed, terms)
    waiting = _not_yet_said(connection, claimed, accounts, terms, batch)
    untrue: set[int] = set()
    for row in _with_copies(connection, waiting, accounts, terms):
        to = accounts.get(row.id)
        ready = _ready(session, row, to[-1] if to else None, terms, speak)
        if isinstance(ready, Outcome):
            batch.ends.append(ready)
            if ready.end == "dropped":
                untrue.add(row.id)
        else:
            batch.rows.append(ready)
            if row.copy_of is not None and row.copy_of not in untrue:
                _hush(ready)
    moved = {row.id: row.account_id for row in claimed}
    assign(
        connection,
        [
            (row.id, row.account_id)
            for row in batch.rows
            if row.id in moved and moved[row.id] != row.account_id
        ],
    )
    record(connection, batch.ends, lease=terms.lease, now=terms.town)
    return batch


def _accounts(
    connection: Connection, claimed: list[Claimed], terms: Terms
) -> dict[int, list[AccountRef]]:
    """The accounts each row may go to; it goes to the last of them. For a telling these are its
    reader's, the one used last at the end; all else, and every copy, has one of its own."""
    told = {
        row.person_id
        for row in claimed
        if row.message and row.copy_of is None and row.person_id is not None
    }
    fixed = {
        row.account_id
        for row in claimed
        if row.account_id is not None and (not row.message or row.copy_of is not None)
    }
    of_people = accounts_of(connection, told, terms.channels)
    own = live_accounts(connection, fixed)
    found: dict[int, list[AccountRef]] = {}
    for row in claimed:
        if row.message and row.copy_of is None:
            found[row.id] = list(for_news(of_people.get(row.person_id or 0, []), row.priority))
        elif (account := own.get(row.account_id or 0)) and _may_get(row, account, terms):
            found[row.id] = [account]
    return found


def _may_get(row: Claimed, account: AccountRef, terms: Terms) -> bool:
    """An account that was taken off a person gets no more of what was meant for them, and one whose
    person wants no news carried abroad no more copies."""
    wanted = account.person_id == row.person_id and account.abroad != REFUSED
    theirs = row.copy_of is None or wanted
    return theirs and account.channel in terms.channels


def _not_yet_said(
    connection: Connection,
    claimed: list[Claimed],
    accounts: Mapping[int, list[AccountRef]],
    terms: Terms,
    batch: Batch,
) -> list[Claimed]:
    """Without the originals whose new account has a copy already: nobody gets anything twice."""
    moved = {
        copy_key(row.key, accounts[row.id][-1].id): row
        for row in claimed
        if row.message
        and row.copy_of is None
        and row.tried
        and (len(accounts[row.id]) > 1 or (accounts[row.id] and row.fault))
    }
    spared = set()
    for key, copy in copies_by_key(connection, moved).items():
        row = moved[key]
        if copy.state == "sent":
            take_over(connection, row.id, copy)
        elif copy.state in ("due", "leased"):
            until = terms.wall + _COPY_IS_OUT
            batch.ends.append(Outcome(row.id, "parked", until=until, attempts=row.attempts))
        else:
            continue
        spared.add(row.id)
    return [row for row in claimed if row.id not in spared]


def _with_copies(
    connection: Connection,
    waiting: list[Claimed],
    accounts: dict[int, list[AccountRef]],
    terms: Terms,
) -> Iterator[Claimed]:
    """Each row, and after it its copies for the person's other accounts."""
    until = terms.wall + terms.lease_for
    for row in waiting:
        yield row
        others = accounts.get(row.id, [])[:-1]
        over = row.expires_at is not None and row.expires_at <= terms.town
        if not others or over or row.op != "send":
            continue
        for copy, account in make_copies(
            connection, row, others, lease=terms.lease, until=until, now=terms.town
        ):
            accounts[copy.id] = [account]
            yield copy


def _hush(copy: Leased) -> None:
    """A copy makes no sound, unless somebody's life may hang on it."""
    if copy.outgoing is not None and copy.priority != Priority.EMERGENCY:
        copy.outgoing = replace(copy.outgoing, quiet=True)


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
        language="en" if account.language == "en" else "zh",
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
