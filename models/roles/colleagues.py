"""Who may be asked to stand in for somebody: those who work for the same part of the town already.

The trap is a grid's doors and phones handed to anybody whose name one can type: a holder chooses
among colleagues, who were given a role by somebody responsible; only who may give roles chooses
freely.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select

from models.refusals import NotFound
from models.register.holding import held_at
from models.register.tables import Person, Role
from models.town.tables import Place
from models.work import Work

WORKING = ("coordinator", "grid_worker", "team_lead", "doctor", "tutor", "shared_mum")


def _around(work: Work, place_id: str) -> str:
    """The street that a place belongs to, or the city itself."""
    steps = work.town.path(place_id).split("/")
    return "/".join(steps[:2])


def _colleagues(work: Work, role: Role) -> Select[int]:
    around = _around(work, role.place_id)
    return (
        select(Role.person_id)
        .join(Place, Place.id == Role.place_id)
        .join(Person, Person.id == Role.person_id)
        .where(
            held_at(work.now),
            Role.role.in_(WORKING),
            Role.stands_for.is_(None),
            Role.person_id != role.person_id,
            Person.gone == "",
            (Place.path == around) | Place.path.startswith(f"{around}/", autoescape=True),
        )
    )


def is_colleague(work: Work, role: Role, person_id: int) -> bool:
    found = _colleagues(work, role).where(Role.person_id == person_id).limit(1)
    return work.session.scalar(found) is not None


def colleagues(work: Work, role_id: int) -> Sequence[tuple[Role, Person]]:
    """Whom the holder of a role may ask to stand in, each once, the nearest first. NotFound unless
    the role is the acting person's own."""
    mine = work.session.get(Role, role_id)
    if mine is None or mine.person_id != work.actor.person_id or mine.ended_at is not None:
        raise NotFound("role")
    rows = work.session.execute(
        select(Role, Person)
        .join(Person, Person.id == Role.person_id)
        .where(
            held_at(work.now),
            Role.role.in_(WORKING),
            Role.stands_for.is_(None),
            Role.person_id.in_(_colleagues(work, mine)),
        )
        .order_by(Person.name, Role.id)
    )
    found: dict[int, tuple[Role, Person]] = {}
    for role, person in rows:
        same = role.role == mine.role and role.place_id == mine.place_id
        if same:
            found.pop(person.id, None)
        else:
            found.setdefault(person.id, (role, person))
    return sorted(found.values(), key=lambda pair: -_shared(work, mine.place_id, pair[0].place_id))


def _shared(work: Work, one: str, other: str) -> int:
    """How many steps two places have in common, from the city down."""
    steps = zip(work.town.path(one).split("/"), work.town.path(other).split("/"), strict=False)
    return sum(a == b for a, b in steps)
