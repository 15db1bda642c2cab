"""Who sits at which desk, and telling them.

The trap is the empty chair: whoever asks "who is on duty?" must get somebody even when nobody is,
so the nearest level that has people answers, and all of them if none is on duty.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, or_, select

from models.gate import ANYWHERE, covers
from models.messages import Message
from models.register.holding import held_at
from models.register.tables import Person, Role
from models.town.tables import Place
from models.work import Work

STAFF = ("coordinator", "grid_worker", "admin")
"""Roles that see people's doors and phones where they hold."""
DESK = ("coordinator", "admin")


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a role at the place with path ``path``."""

    person_id: int
    role: str
    path: str
    on_duty: bool
    called: str


_holders = (
    select(Role.id, Role.person_id, Role.role, Place.path, Role.on_duty, Person.called, Person.name)
    .join(Place, Place.id == Role.place_id)
    .join(Person, Person.id == Role.person_id)
)


def holders(work: Work, roles: Collection[str], place_path: str) -> list[Holder]:
    """Everybody who has one of ``roles`` where ``place_path`` lies, the nearest level first."""
    query = _holders.where(Role.role.in_(roles), held_at(work.now))
    if place_path != ANYWHERE:
        query = query.where(Role.place_id.in_(place_path.split("/")))
    # Ordered here: in the database it would make SQLite walk all roles of the city by their ids.
    rows = sorted(work.connection.execute(query), key=lambda row: (-row.path.count("/"), row.id))
    return [
        Holder(row.person_id, row.role, row.path, row.on_duty, row.called or row.name)
        for row in rows
    ]


def holders_within(work: Work, roles: Collection[str], outer_path: str) -> list[Holder]:
    """Everybody who has one of ``roles`` at or below ``outer_path``, or above it."""
    rows = work.connection.execute(_holders.where(Role.role.in_(roles), held_at(work.now)))
    return [
        Holder(row.person_id, row.role, row.path, row.on_duty, row.called or row.name)
        for row in sorted(rows, key=lambda row: row.id)
        if covers(row.path, outer_path) or covers(outer_path, row.path)
    ]


def coordinators_for(work: Work, place_path: str) -> list[int]:
    """Those who must hear of something at ``place_path`` ("" while unknown).

    The coordinators on duty of the nearest level that has any; if none of them is on duty, all of
    that level, and whoever is on duty above."""
    found = holders(work, ("coordinator",), place_path)
    if place_path == ANYWHERE:
        return _ids([holder for holder in found if holder.on_duty] or found)
    nearest = [holder for holder in found if holder.path == found[0].path]
    on_duty = [holder for holder in nearest if holder.on_duty]
    told = on_duty or [*nearest, *(holder for holder in found if holder.on_duty)]
    return _ids(told) or admins(work, place_path)


def grid_workers_for(work: Work, place_path: str) -> list[int]:
    """The grid worker(s) of this very grid; nobody while the place is unknown."""
    if place_path == ANYWHERE:
        return []
    return _ids(holders(work, ("grid_worker",), place_path))


def admins(work: Work, place_path: str = ANYWHERE) -> list[int]:
    return _ids(holders(work, ("admin",), place_path))


def duty_now(work: Work, place_path: str) -> list[tuple[int, str]]:
    """Who really sits at the desk now: (person, what they are called), the nearest first.

    Outside the desk's hours nobody, whatever the flags say: people forget to go off duty, and at
    night the truth is owed."""
    if not work.calendar.duty_open(work.now):
        return []
    seen: dict[int, str] = {}
    for holder in holders(work, ("coordinator",), place_path):
        if holder.on_duty:
            seen.setdefault(holder.person_id, holder.called)
    return list(seen.items())


def tell_duty(
    work: Work, place_path: str, message: Message, *, key: str, loud: bool | None = None
) -> list[int]:
    """Tell the coordinators for a place, but not the one who is acting: they know. The same
    ``key`` again tells nobody twice."""
    me = work.actor.person_id
    people = [person for person in coordinators_for(work, place_path) if person != me]
    for person_id in people:
        work.tell(person_id, message, key=f"{key}:{person_id}", loud=loud)
    return people


def role_at(work: Work, person_id: int, place_path: str) -> str:
    """The staff role somebody has where ``place_path`` lies, the desk's before others; or ""."""
    held = {
        holder.role for holder in holders(work, STAFF, place_path) if holder.person_id == person_id
    }
    return next((role for role in STAFF if role in held), "")


def my_paths(work: Work, roles: Collection[str] = STAFF) -> list[str]:
    """Paths of the places where the acting person has one of ``roles``."""
    rows = work.connection.execute(
        select(Place.path)
        .join(Role, Role.place_id == Place.id)
        .where(
            Role.person_id == work.actor.person_id,
            held_at(work.now),
            Role.role.in_(roles),
        )
    )
    return sorted(set(rows.scalars()))


def within_my_places(
    work: Work, roles: Collection[str] = STAFF, *, unknown: bool = True
) -> ColumnElement[bool]:
    """SQL: the joined ``Place`` lies where the acting person has a role. ``unknown``: rows without
    a place count too, because somebody has to see to them."""
    paths = my_paths(work, roles)
    if not paths:
        return false()
    mine = [
        condition
        for path in paths
        for condition in (Place.path == path, Place.path.startswith(f"{path}/", autoescape=True))
    ]
    return or_(*mine, Place.path.is_(None)) if unknown else or_(*mine)


def called(work: Work, person_id: int | None) -> str:
    """What somebody wants to be called, else their name, else ""."""
    row = work.connection.execute(
        select(Person.called, Person.name).where(Person.id == person_id)
    ).first()
    return (row.called or row.name) if row else ""


def _ids(found: Iterable[Holder]) -> list[int]:
    return list(dict.fromkeys(holder.person_id for holder in found))
