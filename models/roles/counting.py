"""Until when a role counts: its own end, or that of the background check it needs.

Written down as an instant on the role itself, so that nobody has to switch anything off at
midnight: ``held_at`` compares. Whatever changes an end or a check comes here afterwards.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from models.register.tables import Role
from models.roles.days import ends
from models.roles.tables import BackgroundCheck
from models.town.schema import Town
from models.work import Work


def child_contact(town: Town) -> frozenset[str]:
    """The roles that count only while a background check is valid."""
    return frozenset(role.id for role in town.roles if role.child_contact)


def checked_until(work: Work, person_id: int) -> date | None:
    """The last day on which somebody's newest background check is valid; None without any."""
    found = select(func.max(BackgroundCheck.valid_until)).where(
        BackgroundCheck.person_id == person_id
    )
    return work.session.scalar(found)


def counts_until(work: Work, role: Role) -> datetime | None:
    """When this role stops counting by itself. Without the check that it needs: as it begins, so
    that it never counts."""
    if role.role not in child_contact(work.town):
        return role.ends_at
    valid = checked_until(work, role.person_id)
    if valid is None:
        return role.since
    return ends(valid) if role.ends_at is None else min(ends(valid), role.ends_at)


def recount(work: Work, person_id: int) -> None:
    """Write down anew until when each role of somebody counts. After any change of a role's end or
    of a check."""
    work.session.flush()
    current = select(Role).where(Role.person_id == person_id, Role.ended_at.is_(None))
    for role in work.session.scalars(current.execution_options(populate_existing=True)):
        role.counts_until = counts_until(work, role)
    work.session.flush()
