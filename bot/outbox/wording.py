"""Claiming due rows and putting them into words, in one transaction.

A telling is decided here and not when it was enqueued: which account the person uses now, whether
it is still true, whether it is still worth saying.

Who has several accounts gets it on all of them: with a sound where they were last, quietly elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from bot.outbox.leased import Held, Leased, Speaker
from bot.outbox.readers import Readers, Terms, readers_of
from bot.outbox.saying import Answer, Saying
from models.messages import Message, Priority
from models.outbox.claim import AccountRef, Claimed, assign, claim
from models.outbox.copies import copies_by_key, copy_key, make_copies, take_over
from models.outbox.record import Outcome, record

_COPY_IS_OUT = timedelta(seconds=5)
"""How soon an original looks again whether its copy has arrived in its place."""


@dataclass(slots=True)
class Batch:
    """``rows`` go out now; ``looked`` is how many rows were claimed in all, ``rested`` how many of
    them are notices for a channel that rests."""

    rows: list[Leased] = field(default_factory=list)
    ends: list[Outcome] = field(default_factory=list)
    looked: int = 0
    rested: int = 0


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
        worst=terms.worst,
    )
    batch = Batch(looked=len(claimed))
    if not claimed:
        return batch
    readers = readers_of(connection, claimed, terms)
    waiting = _not_yet_said(connection, claimed, readers, terms, batch)
    _word(
        session,
        list(_with_copies(connection, waiting, readers, terms)),
        readers,
        terms,
        speak,
        batch,
    )
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


def _word(
    session: Session,
    rows: list[Claimed],
    readers: Readers,
    terms: Terms,
    speak: Speaker,
    batch: Batch,
) -> None:
    """Each row gets its words or its end."""
    ends = {row.id: end for row in rows if (end := _cannot_go(row, readers, terms)) is not None}
    batch.rested = sum(
        row.id in ends and ends[row.id].end == "parked" and row.priority == Priority.NOTICE
        for row in rows
    )
    going = [(row, to) for row in rows if row.id not in ends and (to := readers.of(row.id))]
    saying = Saying(session, speak, going)
    until = (terms.wall + terms.lease_for).timestamp()
    untrue: set[int] = set()
    for row in rows:
        to = readers.of(row.id)
        ready = ends.get(row.id)
        if ready is None and to is not None:
            said = saying.of(row, to)
            ready = _no_words(row, said, terms)
            if ready is None:
                leased = _leased(row, to, said, until)
                batch.rows.append(leased)
                if row.copy_of is not None and row.copy_of not in untrue:
                    _hush(leased)
                continue
        if ready is not None:
            batch.ends.append(ready)
            if ready.end == "dropped":
                untrue.add(row.id)


def _cannot_go(row: Claimed, readers: Readers, terms: Terms) -> Outcome | None:
    if _expired(row, terms):
        return Outcome(row.id, "expired", attempts=row.attempts)
    if _waits_for_morning(row, terms):
        return Outcome(row.id, "put_off", attempts=row.attempts, until=terms.quiet_until)
    to = readers.of(row.id)
    if to is None:
        why = readers.shut.get(row.id, "no_account")
        return Outcome(row.id, "unreachable", fault=why, attempts=row.attempts)
    rest = terms.resting.get(to.channel)
    if rest is not None and rest > terms.wall:
        return Outcome(row.id, "parked", until=rest, attempts=row.attempts)
    return None


def _expired(row: Claimed, terms: Terms) -> bool:
    return row.expires_at is not None and row.expires_at <= terms.town


def _waits_for_morning(row: Claimed, terms: Terms) -> bool:
    return terms.quiet_until is not None and not row.loud


def _no_words(row: Claimed, said: Answer, terms: Terms) -> Outcome | None:
    if isinstance(said, Held):
        return Outcome(row.id, "held", attempts=row.attempts)
    if said is None and row.op in ("send", "edit"):
        return Outcome(row.id, "dropped", attempts=row.attempts)
    if not isinstance(said, Exception):
        return None
    tries = row.attempts + 1
    name = type(said).__name__
    if tries >= terms.attempts:
        return Outcome(row.id, "failed", fault=name, attempts=tries)
    later = terms.wall + timedelta(seconds=min(2.0**tries, 300.0))
    return Outcome(row.id, "parked", until=later, fault=name, attempts=tries)


def _leased(row: Claimed, to: AccountRef, said: Answer, until: float) -> Leased:
    return Leased(
        row.id,
        to.id,
        to.channel,
        to.address,
        row.op,
        row.target_id,
        None if isinstance(said, Held | Exception) else said,
        row.key,
        row.priority,
        row.attempts,
        until,
        claimed=True,
        language="en" if to.language == "en" else "zh",
        in_place=row.op == "edit" and bool(row.message) and Message.known[row.message].in_place,
    )


def _not_yet_said(
    connection: Connection,
    claimed: list[Claimed],
    readers: Readers,
    terms: Terms,
    batch: Batch,
) -> list[Claimed]:
    """Without the originals whose new account has a copy already: nobody gets anything twice."""
    moved = {
        copy_key(row.key, readers.accounts[row.id][-1].id): row
        for row in claimed
        if row.message
        and row.op == "send"
        and row.copy_of is None
        and row.tried
        and (len(readers.accounts[row.id]) > 1 or (readers.accounts[row.id] and row.fault))
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
    connection: Connection, waiting: list[Claimed], readers: Readers, terms: Terms
) -> Iterator[Claimed]:
    """Each row, and after it its copies for the person's other accounts."""
    until = terms.wall + terms.lease_for
    for row in waiting:
        yield row
        others = readers.accounts.get(row.id, [])[:-1]
        # What waits for the morning gets its copies then: by then another account may be the one.
        stays = _expired(row, terms) or _waits_for_morning(row, terms)
        if not others or stays or row.op != "send":
            continue
        for copy, account in make_copies(
            connection, row, others, lease=terms.lease, until=until, now=terms.town
        ):
            readers.accounts[copy.id] = [account]
            yield copy


def _hush(copy: Leased) -> None:
    """A copy makes no sound, unless somebody's life may hang on it."""
    if copy.outgoing is not None and copy.priority != Priority.EMERGENCY:
        copy.outgoing = replace(copy.outgoing, quiet=True)
