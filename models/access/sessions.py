"""Web sessions: opened by a tap, found by a hash, ended at once when revoked.

Of the cookie's token only a hash is stored, so a copy of the database opens nobody's chat. Nobody
can guess a token, so the hash needs no key, and nobody is signed out when the keys are turned.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models import keys
from models.access.tables import WebSession
from models.base import touched

LIFE = timedelta(days=400)
"""From the last use. An icon on an old person's phone must go on working."""
SHORT_LIFE = timedelta(hours=12)
"""Of a browser that came in to see one thing. Shorter than the time between two stamps."""
_STAMP_EVERY = timedelta(days=1)
_TOKEN = "web_sessions.token"  # noqa: S105 - a purpose, no token


def fresh_address() -> str:
    """An account key nobody can guess and that says nothing."""
    return secrets.token_urlsafe(18)


def token_hash(token: str) -> str:
    return keys.fingerprint(token, _TOKEN)


def _found_under(token: str) -> tuple[str, ...]:
    """An earlier version hashed with the lookup key; such a row is noted anew when it is used."""
    return token_hash(token), *keys.current().lookups(token, _TOKEN)


def open_session(
    session: Session,
    *,
    scope: str,
    address: str,
    now: datetime,
    link_hash: str = "",
    start: str = "",
    life: timedelta = LIFE,
) -> tuple[str, WebSession]:
    """The new session and its token, which exists only here and in the cookie."""
    token = secrets.token_urlsafe(32)
    row = WebSession(
        token_hash=token_hash(token),
        scope=scope,
        address=address,
        link_hash=link_hash,
        start=start,
        created_at=now,
        used_at=now,
        expires_at=now + life,
    )
    session.add(row)
    session.flush()
    return token, row


def find_session(session: Session, token: str, scope: str, now: datetime) -> WebSession | None:
    """The live session of this cookie, if it was made for this path prefix."""
    if not token or len(token) > 100:
        return None
    return session.execute(
        select(WebSession).where(
            WebSession.token_hash.in_(_found_under(token)),
            WebSession.scope == scope,
            WebSession.revoked_at.is_(None),
            WebSession.expires_at > now,
        )
    ).scalar_one_or_none()


def is_live(session: Session, session_id: int, now: datetime) -> bool:
    return (
        session.execute(
            select(WebSession.id).where(
                WebSession.id == session_id,
                WebSession.revoked_at.is_(None),
                WebSession.expires_at > now,
            )
        ).scalar()
        is not None
    )


def wants_stamp(row: WebSession, now: datetime) -> bool:
    """Once a day is enough: a write for every page view would be waste."""
    return now - row.used_at >= _STAMP_EVERY


def stamp(session: Session, session_id: int, token: str, now: datetime) -> None:
    session.execute(
        update(WebSession)
        .where(WebSession.id == session_id, WebSession.revoked_at.is_(None))
        .values(token_hash=token_hash(token), used_at=now, expires_at=now + LIFE)
    )


def revoke(session: Session, session_id: int, now: datetime) -> None:
    session.execute(
        update(WebSession)
        .where(WebSession.id == session_id, WebSession.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def revoke_all(session: Session, address: str, now: datetime) -> None:
    """Every browser that was signed in to this account."""
    session.execute(
        update(WebSession)
        .where(WebSession.address == address, WebSession.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def forget_ended(session: Session, before: datetime) -> int:
    return touched(session.execute(delete(WebSession).where(WebSession.expires_at < before)))
