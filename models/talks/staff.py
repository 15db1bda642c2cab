"""Who is told when the service itself is in trouble."""

from __future__ import annotations

from sqlalchemy import select

from models.register.tables import Role
from models.work import Work


def admins(work: Work) -> list[int]:
    """The people who hold the role admin, anywhere."""
    held = select(Role.person_id).where(Role.role == "admin", Role.ended_at.is_(None)).distinct()
    return list(work.connection.execute(held).scalars())
