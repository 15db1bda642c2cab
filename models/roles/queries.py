"""Who holds which role where: for those who answer for the place, and for the holder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.duty.people import DESK, within_my_places
from models.refusals import NotFound
from models.register.tables import Person, Role
from models.roles.counting import checked_until, child_contact
from models.roles.tables import BackgroundCheck
from models.town.schema import Town
from models.town.tables import Place
from models.work import Work

MOST = 60
VOLUNTEER = "volunteer"
"""Has lists of its own: hundreds hold it."""


@dataclass(frozen=True, slots=True)
class Held:
    """One role of somebody, whether it counts now or not."""

    role: Role
    person: Person


def roles_here(work: Work, most: int = MOST) -> Sequence[Held]:
    """Roles at the acting person's places that have not ended: those that count, those that begin
    later, and those that wait for a background check."""
    rows = work.session.execute(
        select(Role, Person)
        .join(Person, Person.id == Role.person_id)
        .join(Place, Place.id == Role.place_id)
        .where(
            Role.ended_at.is_(None),
            Role.role != VOLUNTEER,
            within_my_places(work, DESK, unknown=False),
        )
        .order_by(Person.name, Role.id)
        .limit(most)
    )
    return [Held(role, person) for role, person in rows if not _over(work, role)]


def my_own_roles(work: Work) -> Sequence[Role]:
    """The acting person's own roles that have not ended, the oldest first."""
    found = (
        select(Role)
        .where(
            Role.person_id == work.actor.person_id,
            Role.ended_at.is_(None),
            Role.role != VOLUNTEER,
        )
        .order_by(Role.id)
    )
    return [role for role in work.session.scalars(found) if not _over(work, role)]


def a_role(work: Work, role_id: int) -> Held:
    """A role that the acting person answers for, holds, or is stood in for by. NotFound for any
    other."""
    row = work.session.execute(
        select(Role, Person)
        .join(Person, Person.id == Role.person_id)
        .join(Place, Place.id == Role.place_id)
        .where(Role.id == role_id)
        .where(
            within_my_places(work, DESK, unknown=False)
            | (Role.person_id == work.actor.person_id)
            | Role.stands_for.in_(_mine(work))
        )
    ).first()
    if row is None or row[0].ended_at is not None:
        raise NotFound("role")
    return Held(row[0], row[1])


def substitutes_of(work: Work, role_id: int) -> Sequence[Held]:
    """Who stands in for the holder of a role, now or later; for those who may see the role."""
    a_role(work, role_id)
    rows = work.session.execute(
        select(Role, Person)
        .join(Person, Person.id == Role.person_id)
        .where(Role.stands_for == role_id, Role.ended_at.is_(None))
        .order_by(Role.since, Role.id)
    )
    return [Held(role, person) for role, person in rows if not _over(work, role)]


def stood_in_for(work: Work, role_id: int) -> tuple[Role, Person] | None:
    """The role that this one stands in for, and its holder; for those who may see this one."""
    held = a_role(work, role_id)
    row = work.session.execute(
        select(Role, Person)
        .join(Person, Person.id == Role.person_id)
        .where(Role.id == held.role.stands_for)
    ).first()
    return (row[0], row[1]) if row else None


def check_end(work: Work, role_id: int) -> date | None:
    """The last day of the background check of a role's holder; for those who may see the role."""
    return checked_until(work, a_role(work, role_id).person.id)


def needs_check(town: Town, role: Role) -> bool:
    """Whether this role counts only while its holder's background check is valid."""
    return role.role in child_contact(town)


def my_check(work: Work, check_id: int) -> BackgroundCheck | None:
    """A check of the acting person's own, None for any other and for one that is replaced."""
    found = work.session.get(BackgroundCheck, check_id)
    if found is None or found.person_id != work.actor.person_id:
        return None
    return found


def check_here(work: Work, check_id: int) -> tuple[BackgroundCheck, Held] | None:
    """A check, and the role it is for at a place the acting person answers for."""
    row = work.session.execute(
        select(BackgroundCheck, Role, Person)
        .join(Role, Role.person_id == BackgroundCheck.person_id)
        .join(Person, Person.id == Role.person_id)
        .join(Place, Place.id == Role.place_id)
        .where(
            BackgroundCheck.id == check_id,
            Role.ended_at.is_(None),
            Role.role.in_(child_contact(work.town)),
            within_my_places(work, DESK, unknown=False),
        )
        .order_by(Role.id)
        .limit(1)
    ).first()
    return (row[0], Held(row[1], row[2])) if row else None


def _mine(work: Work) -> Sequence[int]:
    found = select(Role.id).where(Role.person_id == work.actor.person_id, Role.ended_at.is_(None))
    return list(work.session.scalars(found))


def _over(work: Work, role: Role) -> bool:
    """Its last day is over, and the clock has not been round yet."""
    return role.ends_at is not None and role.ends_at <= work.now
