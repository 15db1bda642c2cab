"""What is said to a worker about their work, and reached them on no channel: one colleague passes it on.

The trap is the home: where staff live says nothing of where they work, and many have none on record.
Asked by their home, a call about one of them would ring every coordinator of the city.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from models.duty.people import STAFF, coordinators_for
from models.register.holding import held_at
from models.register.tables import Role
from models.work import Work


@dataclass(frozen=True, slots=True)
class Colleague:
    """``person_id`` is asked about something at ``place_id``."""

    person_id: int
    place_id: str


def works_at(work: Work, person_id: int) -> str | None:
    """The place of somebody's work, the smallest of several; None for whoever is no staff."""
    places = work.connection.scalars(
        select(Role.place_id)
        .where(Role.person_id == person_id, Role.role.in_(STAFF), held_at(work.now))
        .order_by(Role.id)
    ).all()
    return max(places, key=lambda place: work.town.path(place).count("/"), default=None)


def colleague_of(work: Work, person_id: int) -> Colleague | None:
    """Whoever stands in for them, else one of the coordinators on duty, the nearest first."""
    own = aliased(Role)
    stands_in = work.connection.execute(
        select(Role.person_id, Role.place_id)
        .join(own, Role.stands_for == own.id)
        .where(own.person_id == person_id, Role.person_id != person_id, held_at(work.now))
        .order_by(Role.on_duty.desc(), Role.id)
    ).first()
    if stands_in is not None:
        return Colleague(stands_in.person_id, stands_in.place_id)
    place = works_at(work, person_id)
    if place is None:
        return None
    path = work.town.path(place)
    while path:
        others = [one for one in coordinators_for(work, path) if one != person_id]
        if others:
            return Colleague(others[0], place)
        path = path.rpartition("/")[0]
    return None
