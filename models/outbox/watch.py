"""The ladder's question: whom did we not reach? Each row is answered once.

Asking "sent?" would be wrong: a message in a closed browser was sent. Where a channel cannot tell
what was seen, sent has to count as reached.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import (
    Connection,
    Row,
    and_,
    bindparam,
    false,
    func,
    literal_column,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from models.base import plain
from models.messages import Priority
from models.outbox.tables import OutboxRow
from models.prepared import Prepared
from models.register.tables import Account

Why = Literal["unseen", "unreachable", "no_account"]
_LOST = ("unreachable", "failed", "expired")


@dataclass(frozen=True, slots=True)
class Unreached:
    """``why``: not seen in time; no way to deliver it; or the person has no live account."""

    id: int
    key: str
    person_id: int
    message: str
    args: dict[str, Any]
    why: Why


def claim_unreached(
    session: Session,
    now: datetime,
    *,
    cannot_tell: Collection[str] = (),
    messages: Collection[str] | None = None,
    most: int = 50,
) -> list[Unreached]:
    """The watched rows whose time is up unseen, and those that can never arrive: each row once,
    over all processes, because its watch ends in the same statement.

    ``cannot_tell`` are the channels that do not report what was seen; ``messages`` limits the
    question to message types that the caller knows what to do about.
    """
    session.flush()
    watched = _watched(None if messages is None else frozenset(messages))
    due = [row.id for row in watched.all(plain(session), {"now": now, "most": most})]
    if not due:
        return []
    rows = session.connection().execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(due))
        .where(OutboxRow.watch_at.is_not(None))
        .values(watch_at=None)
        .returning(
            OutboxRow.id,
            OutboxRow.key,
            OutboxRow.person_id,
            OutboxRow.message,
            OutboxRow.args,
            OutboxRow.state,
            OutboxRow.fault,
            OutboxRow.account_id,
        )
    )
    found = sorted(rows, key=lambda row: row.id)
    reached = _on_channels(session, [row.account_id for row in found], cannot_tell)
    return [
        Unreached(row.id, row.key, row.person_id, row.message, row.args or {}, _why(row))
        for row in found
        if row.person_id is not None and not (row.state == "sent" and row.account_id in reached)
    ]


def next_watch(session: Session) -> datetime | None:
    """When the ladder has to look next (town clock)."""
    session.flush()
    at: datetime | None = _next_watch.scalar(plain(session), {})
    return at


_next_watch = Prepared(select(func.min(OutboxRow.watch_at)).where(OutboxRow.watch_at.is_not(None)))


@cache
def _watched(messages: frozenset[str] | None) -> Prepared:
    """The question for these types of messages; they are names of classes, asked each second."""
    query = select(OutboxRow.id).where(
        OutboxRow.watch_at.is_not(None),
        OutboxRow.seen_at.is_(None),
        or_(
            and_(
                OutboxRow.watch_at <= bindparam("now"),
                OutboxRow.state != "dropped",
                OutboxRow.state != "held",
            ),
            or_(*(OutboxRow.state == lost for lost in _LOST)),
        ),
    )
    if messages is not None:
        query = query.where(or_(false(), *(OutboxRow.message == name for name in sorted(messages))))
    return Prepared(query.order_by(OutboxRow.watch_at).limit(bindparam("most")))


def _on_channels(
    session: Session, accounts: Collection[int | None], channels: Collection[str]
) -> set[int]:
    wanted = {account for account in accounts if account is not None}
    if not wanted or not channels:
        return set()
    rows = session.connection().execute(
        select(Account.id).where(Account.id.in_(wanted), Account.channel.in_(list(channels)))
    )
    return set(rows.scalars())


def _why(row: Row[Any]) -> Why:
    if row.state not in _LOST or row.state == "expired":
        return "unseen"
    return "no_account" if row.fault in ("no_account", "account_dead") else "unreachable"


def queue_counts(session: Session) -> dict[str, int]:
    """How many rows wait in each state, for the operator's page."""
    rows = session.connection().execute(
        select(OutboxRow.state, func.count())
        .where(OutboxRow.state.in_(("due", "leased")))
        .group_by(OutboxRow.state)
    )
    return {row.state: row[1] for row in rows}


def oldest_due(session: Session, now: datetime) -> datetime | None:
    """Since when the longest waiting row has been due (town clock)."""
    at: datetime | None = (
        session.connection()
        .execute(
            select(func.min(OutboxRow.not_before)).where(
                OutboxRow.state == "due", OutboxRow.not_before <= now
            )
        )
        .scalar()
    )
    return at


def waiting_up_to(connection: Connection, now: datetime, most: int) -> int:
    """How many rows are due that are no notices; counting ends at ``most``."""
    each = [
        select(OutboxRow.id)
        .where(
            OutboxRow.state == literal_column("'due'"),
            OutboxRow.priority == literal_column(str(int(priority))),
            OutboxRow.not_before <= now,
        )
        .limit(most)
        .subquery()
        for priority in Priority
        if priority < Priority.NOTICE
    ]
    some = union_all(*(select(one.c.id) for one in each)).limit(most).subquery()
    counted: int = connection.execute(select(func.count()).select_from(some)).scalar_one()
    return counted


def oldest_answer(connection: Connection, now: datetime) -> datetime | None:
    """Since when the longest waiting answer has been due."""
    at: datetime | None = connection.execute(
        select(func.min(OutboxRow.not_before)).where(
            OutboxRow.state == literal_column("'due'"),
            OutboxRow.priority == literal_column(str(int(Priority.ANSWER))),
            OutboxRow.not_before <= now,
        )
    ).scalar()
    return at


def next_not_before(session: Session, now: datetime) -> datetime | None:
    """When the next held-back row becomes due, for a town clock that is moved step by step."""
    session.flush()
    at: datetime | None = _next_not_before.scalar(plain(session), {"now": now})
    return at


_next_not_before = Prepared(
    select(func.min(OutboxRow.not_before)).where(
        OutboxRow.state == "due", OutboxRow.not_before > bindparam("now")
    )
)
