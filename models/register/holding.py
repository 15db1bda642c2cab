"""Whether a role holds: begun, not ended, and every condition it needs still met.

The trap is the role that should have stopped counting at midnight and counts until somebody looks:
so each question about roles asks this, with the instant, and no flag has to be switched off.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, and_, or_

from models.register.tables import Role


def held_at(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """SQL: the role counts at the instant ``now`` (UTC)."""
    return and_(
        Role.ended_at.is_(None),
        Role.since <= now,
        or_(Role.counts_until.is_(None), Role.counts_until > now),
    )
