"""Whose files are taken: those at the desk of a place, each for their own places."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.register.holding import held_at
from models.register.tables import Account, Role
from models.rights import covers, roles_of
from models.work import Work

SENDERS = ("coordinator", "admin")


def sends_tables(session: Session, channel: str, address: str, now: datetime) -> bool:
    """Whether the person behind this account is one of them."""
    found = (
        select(Role.id)
        .join(Account, Account.person_id == Role.person_id)
        .where(
            Account.channel == channel,
            Account.address == address,
            Role.role.in_(SENDERS),
            held_at(now),
        )
        .limit(1)
    )
    return session.execute(found).scalar() is not None


def places_of(work: Work, person_id: int | None) -> tuple[str, ...]:
    """The paths of the places somebody may send lists for, the widest first; the whole city for
    the operator, who has no person."""
    if person_id is None:
        return (work.town.path(work.town.city.id),)
    held = {path for role, path in roles_of(work, person_id) if role in SENDERS}
    return tuple(sorted(held, key=lambda path: (path.count("/"), path)))


def my_places(work: Work) -> tuple[str, ...]:
    """The same of the acting person; () if their files are nobody's business."""
    return places_of(work, work.actor.person_id or None) if _is_somebody(work) else ()


def _is_somebody(work: Work) -> bool:
    return work.actor.kind == "operator" or bool(work.actor.person_id)


def within(paths: tuple[str, ...], path: str) -> bool:
    """Whether a place lies in one of these."""
    return any(covers(one, path) for one in paths)
