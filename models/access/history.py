"""What the web chat shows: appended, edited, withdrawn, read back in pages and by change.

Every function takes the account's address, also where an id would do: a message id that belongs
to somebody else's talk must find nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from models.access.tables import WebMessage, WebTalk
from models.base import insert_new

CHUNK = 500
SENT = "out:"
"""Before the sender's key in ``WebMessage.key``: a page must not be able to make one up."""


class TalkClosed(Exception):
    """The account was closed; nothing can be shown to it any more."""


def open_talk(session: Session, address: str, language: str = "zh") -> None:
    insert = insert_new(session, WebTalk).values(address=address, seq=0, language=language)
    session.execute(insert.on_conflict_do_nothing())


def close_talk(session: Session, address: str, now: datetime) -> None:
    session.execute(update(WebTalk).where(WebTalk.address == address).values(closed_at=now))


def talk_language(session: Session, address: str) -> str | None:
    return session.execute(
        select(WebTalk.language).where(WebTalk.address == address)
    ).scalar_one_or_none()


def _next_seq(session: Session, address: str) -> int:
    bump = (
        update(WebTalk)
        .where(WebTalk.address == address, WebTalk.closed_at.is_(None))
        .values(seq=WebTalk.seq + 1)
        .returning(WebTalk.seq)
    )
    seq = session.execute(bump).scalar()
    if seq is None:
        open_talk(session, address)
        seq = session.execute(bump).scalar()
    if seq is None:
        raise TalkClosed
    return seq


def append(
    session: Session,
    *,
    address: str,
    key: str,
    sender: str,
    body: Mapping[str, Any],
    at: datetime,
    about: int | None = None,
) -> int:
    """Add a message and return its id; the same key again returns the first one's id."""
    known = select(WebMessage.id).where(WebMessage.key == key, WebMessage.address == address)
    if (old := session.execute(known).scalar()) is not None:
        return old
    row = WebMessage(
        address=address,
        key=key,
        seq=_next_seq(session, address),
        sender=sender,
        about=about,
        body=dict(body),
        at=at,
    )
    session.add(row)
    session.flush()
    return row.id


def get(session: Session, address: str, message_id: int) -> WebMessage | None:
    return session.execute(
        select(WebMessage).where(WebMessage.id == message_id, WebMessage.address == address)
    ).scalar_one_or_none()


def _get_locked(session: Session, address: str, message_id: int) -> tuple[WebMessage, int] | None:
    """The row and its next seq: the talk's lock first, or two edits would deadlock or overtake."""
    if not session.execute(
        select(WebMessage.id).where(WebMessage.id == message_id, WebMessage.address == address)
    ).scalar():
        return None
    seq = _next_seq(session, address)
    row = get(session, address, message_id)
    return None if row is None else (row, seq)


def edit(
    session: Session, address: str, message_id: int, body: Mapping[str, Any], at: datetime
) -> bool:
    """Replace what a message says. The taps that led here leave the page with the old question,
    also those on another message's button: below the new words they would read as an answer."""
    found = _get_locked(session, address, message_id)
    if found is None or found[0].withdrawn_at is not None:
        return False
    row, seq = found
    row.seq = seq
    row.body, row.edited_at, row.seen_at = dict(body), at, None
    taps = select(WebMessage).where(
        WebMessage.address == address,
        WebMessage.sender == "person",
        or_(
            WebMessage.about == message_id,
            and_(WebMessage.about.is_not(None), WebMessage.id > message_id),
        ),
        WebMessage.folded.is_(False),
    )
    for tap in session.execute(taps).scalars():
        tap.folded, tap.seq = True, seq
    return True


def strip_options(session: Session, address: str, message_id: int) -> None:
    """Take the answers off an old question. Links stay: a number to dial is never out of date, and
    the one under an alarm must not go because the next question came."""
    found = _get_locked(session, address, message_id)
    if found is None:
        return
    row, seq = found
    links = [option for option in row.body.get("options", []) if option.get("url")]
    if row.body.get("options", links) != links:
        row.seq = seq
        row.body = {**row.body, "options": links}


def withdraw(session: Session, address: str, message_id: int, at: datetime) -> None:
    """Erase, not hide: what was withdrawn is no longer in the database either."""
    found = _get_locked(session, address, message_id)
    if found is not None and found[0].withdrawn_at is None:
        row, seq = found
        row.seq = seq
        row.body, row.withdrawn_at = {"lines": []}, at


def mark_seen(session: Session, address: str, ids: Collection[int], at: datetime) -> list[str]:
    """Record what was on an open page; returns the keys under which those messages were sent.

    Keys, not our ids: whoever sent them knows only what it asked to be shown. Ids of somebody
    else's talk find nothing.
    """
    theirs = select(WebMessage.id, WebMessage.key).where(
        WebMessage.address == address,
        WebMessage.id.in_(ids),
        WebMessage.sender != "person",
        WebMessage.withdrawn_at.is_(None),
    )
    mine = {row.id: row.key for row in session.execute(theirs.order_by(WebMessage.id))}
    session.execute(
        update(WebMessage)
        .where(WebMessage.id.in_(mine), WebMessage.seen_at.is_(None))
        .values(seen_at=at)
    )
    return [key.removeprefix(SENT) for key in mine.values()]


def last_seq(session: Session, address: str) -> int:
    return (
        session.execute(select(WebTalk.seq).where(WebTalk.address == address)).scalar_one_or_none()
        or 0
    )


def seqs(session: Session, addresses: Sequence[str]) -> dict[str, int]:
    """The newest change of each talk, for pages whose messages another process wrote."""
    known: dict[str, int] = {}
    for start in range(0, len(addresses), CHUNK):
        part = addresses[start : start + CHUNK]
        rows = session.execute(
            select(WebTalk.address, WebTalk.seq).where(WebTalk.address.in_(part))
        )
        known.update((address, seq) for address, seq in rows)
    return known


def page_before(
    session: Session, address: str, before: int | None, limit: int
) -> tuple[list[WebMessage], bool]:
    """The newest messages older than ``before``, in order, and whether there are more."""
    query = select(WebMessage).where(WebMessage.address == address, WebMessage.folded.is_(False))
    if before is not None:
        query = query.where(WebMessage.id < before)
    rows = session.execute(query.order_by(WebMessage.id.desc()).limit(limit + 1)).scalars().all()
    return list(reversed(rows[:limit])), len(rows) > limit


def changes_after(session: Session, address: str, after: int, limit: int) -> list[WebMessage]:
    return list(
        session.execute(
            select(WebMessage)
            .where(WebMessage.address == address, WebMessage.seq > after)
            .order_by(WebMessage.seq, WebMessage.id)
            .limit(limit)
        ).scalars()
    )
