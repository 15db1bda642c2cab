"""Which roles somebody holds where: what the gate and those who act for others decide by."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from models.base import UtcTime
from models.prepared import Prepared
from models.register.holding import held_at
from models.register.tables import Role
from models.town.tables import Place
from models.work import Work

ANYWHERE = ""
"""The place of something whose address is not known yet: every holder of the role may see to it."""

_role_places = Prepared(
    select(Role.role, Place.path)
    .join(Place, Place.id == Role.place_id)
    .where(held_at(bindparam("now", type_=UtcTime)), Role.person_id == bindparam("person_id"))
)


def roles_of(work: Work, person_id: int) -> list[tuple[str, str]]:
    """The (role, path of its place) pairs a person holds now."""
    rows = _role_places.all(work.connection, {"person_id": person_id, "now": work.now})
    return [(role, path) for role, path in rows]


def covers(holder: str, place: str) -> bool:
    """Whether the place with path ``holder`` contains the place with path ``place``."""
    return place in (ANYWHERE, holder) or place.startswith(f"{holder}/")
