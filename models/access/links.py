"""What happened to a sign-in link: used or not, and how often somebody guessed at it.

The unique row decides which of two devices was first; counting the tries in the same statement
that checks them keeps a hundred parallel guesses down to five.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import keys
from models.access.tables import WebLinkUse
from models.base import insert_new, touched

TRIES = 5
REST = timedelta(hours=24)


def link_hash(token: str) -> str:
    return keys.current().lookup(token, "web_links.token")


def was_used(session: Session, hashed: str) -> bool:
    return (
        session.execute(select(WebLinkUse.link_hash).where(WebLinkUse.link_hash == hashed)).scalar()
        is not None
    )


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
