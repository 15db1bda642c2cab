"""What happened to a sign-in link: used or not, and how often somebody guessed at it.

The unique row decides which of two devices was first; counting the tries in the same statement
that checks them keeps a hundred parallel guesses down to five.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import keys
from models.access.signed import Link, once_signed, said_by
from models.access.tables import WebLinkUse, WebSession
from models.base import insert_new, touched

TRIES = 5
REST = timedelta(hours=24)
_NOTED = "web_links.token"

Verdict = Literal["in", "ask", "wrong", "locked", "no_digits", "used"]
"""``ask``: somebody used it before, so whoever comes now must know the end of the phone number."""


def link_hash(token: str) -> str:
    """What the use of a signed text is noted under."""
    return keys.fingerprint(token, _NOTED)


def use_of(link: Link) -> str:
    """The same for both forms of a link, whatever keys are turned."""
    return link_hash(said_by(link))


def former_uses(link: Link) -> tuple[str, ...]:
    """What an earlier version noted a use under: the signed text, hashed with the lookup key."""
    ring = keys.current()
    return tuple(each for text in once_signed(link) for each in ring.lookups(text, _NOTED))


def uses_of(link: Link) -> tuple[str, ...]:
    """Everything a use may stand under."""
    return use_of(link), *former_uses(link)


def came_by(link: Link, noted: str) -> bool:
    """Whether a session that keeps this note was opened by the link."""
    return bool(noted) and noted in uses_of(link)


def note_anew(session: Session, link: Link) -> None:
    """Carry over what an earlier version noted, before its key is retired."""
    former, now = former_uses(link), use_of(link)
    for column in (WebLinkUse.link_hash, WebSession.link_hash):
        session.execute(update(column.class_).where(column.in_(former)).values({column.key: now}))


def let_in(
    session: Session, link: Link, digits: str, last_four: Callable[[], Collection[str]],
    now: datetime,
) -> Verdict:  # fmt: skip
    """Whether whoever taps "it is me" may come in by this link; the first one uses it.

    ``last_four`` are the last digits of the phones on record behind it. Nothing is undone
    afterwards: a wrong guess must stay counted.
    """
    hashed = use_of(link)
    if not was_used(session, hashed) and was_used(session, *former_uses(link)):
        note_anew(session, link)
    if claim(session, hashed, now):
        return "in"
    if link.once:
        return "used"
    known = last_four()
    if not known:
        return "no_digits"
    if not digits:
        return "ask"
    if not count_try(session, hashed, now):
        return "locked"
    return "in" if digits in known else "wrong"


def was_used(session: Session, *hashes: str) -> bool:
    found = select(WebLinkUse.link_hash).where(WebLinkUse.link_hash.in_(hashes)).limit(1)
    return session.execute(found).scalar() is not None


def claim(session: Session, hashed: str, now: datetime) -> bool:
    """Be the first to use the link. False: somebody was."""
    insert = insert_new(session, WebLinkUse).values(
        link_hash=hashed, used_at=now, tried_at=now, tries=0
    )
    return touched(session.execute(insert.on_conflict_do_nothing())) == 1


def count_try(session: Session, hashed: str, now: datetime) -> bool:
    """Use up one of the tries. False: none is left until the link has rested."""
    rested = session.execute(
        update(WebLinkUse)
        .where(WebLinkUse.link_hash == hashed, WebLinkUse.tried_at <= now - REST)
        .values(tries=1, tried_at=now)
    )
    if touched(rested):
        return True
    counted = session.execute(
        update(WebLinkUse)
        .where(WebLinkUse.link_hash == hashed, WebLinkUse.tries < TRIES)
        .values(tries=WebLinkUse.tries + 1, tried_at=now)
    )
    return touched(counted) == 1
