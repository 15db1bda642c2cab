"""Roles at places: given, ended, stood in for.

The trap is the role that outlives its reason. What is agreed on beforehand (a last day, a check)
stands on the row as an instant and stops counting by itself; the clock only tidies up afterwards.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import select, update

from models.gate import Command, May, covers, holds, roles_of
from models.refusals import NotAllowed, NotFound
from models.register.tables import Person, Role
from models.roles.colleagues import is_colleague
from models.roles.counting import recount
from models.roles.days import begins, ends, today
from models.roles.messages import StoodInFor, YouStandIn
from models.roles.refusals import CannotStandIn, NoRoleForThem, TermNotPossible
from models.work import Work

GIVERS = ("coordinator", "admin")
LONGEST_SUBSTITUTION = 92
"""Days: a season. Whoever is away longer is replaced."""


@dataclass(frozen=True)
class GiveRole(Command[int]):
    """A role is given somewhere, by one who may there. An admin is made by admins only.

    ``since`` and ``until`` are days of the town, both included; None is now, and for ever. A role
    that is held already gets the new end. NotFound for a role the town does not have, or a place
    where it cannot be held."""

    may: ClassVar[May] = May(roles=GIVERS, operator=True)
    person_id: int
    role: str
    place_id: str
    team_id: str | None = None
    since: date | None = None
    until: date | None = None

    def place(self, work: Work) -> str | None:
        known = any(place.id == self.place_id for place in work.town.places)
        return work.town.path(self.place_id) if known else None

    def run(self, work: Work) -> int:
        by_person = work.actor.kind == "person"
        if self.role == "admin" and by_person and not _is_admin(work, self.place(work) or ""):
            raise NotAllowed("GiveRole")
        self._known(work)
        first, ends_at = _term(work, self.since, self.until)
        role = _held(work, self.person_id, self.role, self.place_id)
        if role is None:
            role = Role(
                person_id=self.person_id,
                role=self.role,
                place_id=self.place_id,
                team_id=self.team_id,
                on_duty=False,
                since=first,
                given_by=work.actor.person_id or None,
            )
            work.session.add(role)
        elif self.since is not None and role.since > work.now:
            role.since = first
        role.ends_at, role.stands_for = ends_at, None
        work.session.flush()
        recount(work, self.person_id)
        return role.id

    def _known(self, work: Work) -> None:
        role = next((role for role in work.town.roles if role.id == self.role), None)
        place = next((place for place in work.town.places if place.id == self.place_id), None)
        if role is None or place is None or place.kind not in role.at:
            raise NotFound("role")
        somebody(work, self.person_id)


@dataclass(frozen=True)
class EndRole(Command[None]):
    """The role ends now, and whoever stands in for it with it; the rows stay. An admin's is ended
    by admins and by its holder only."""

    may: ClassVar[May] = May(roles=GIVERS, relations=("holder",), operator=True)
    role_id: int

    def place(self, work: Work) -> str | None:
        return work.town.path(role_row(work, self.role_id).place_id)

    def relations(self, work: Work) -> Collection[str]:
        mine = role_row(work, self.role_id).person_id == work.actor.person_id
        return ("holder",) if mine else ()

    def run(self, work: Work) -> None:
        role = role_row(work, self.role_id)
        by_other = work.actor.kind == "person" and role.person_id != work.actor.person_id
        if role.role == "admin" and by_other and not _is_admin(work, self.place(work) or ""):
            raise NotAllowed("EndRole")
        if role.ended_at is not None:
            return
        role.ended_at = work.now
        work.session.execute(
            update(Role)
            .where(Role.stands_for == role.id, Role.ended_at.is_(None))
            .values(ended_at=work.now)
        )


@dataclass(frozen=True)
class StandIn(Command[int]):
    """Somebody does my role for me from ``first`` to ``last`` (days of the town, both included):
    the same rights at the same place, which end by themselves. Said by the holder, who may ask a
    colleague; by who may give the role, for anybody. Both hear of it. Returns the new role's id."""

    may: ClassVar[May] = May(roles=GIVERS, relations=("holder",))
    role_id: int
    person_id: int
    first: date
    last: date

    def place(self, work: Work) -> str | None:
        return work.town.path(role_row(work, self.role_id).place_id)

    def relations(self, work: Work) -> Collection[str]:
        """A role that does not count any more is nobody's to hand on."""
        role = role_row(work, self.role_id)
        counts = role.counts_until is None or role.counts_until > work.now
        mine = role.person_id == work.actor.person_id and role.ended_at is None and counts
        return ("holder",) if mine else ()

    def run(self, work: Work) -> int:
        role = role_row(work, self.role_id)
        self._may_stand(work, role)
        since, ends_at = _term(work, self.first, self.last, LONGEST_SUBSTITUTION)
        substitute = Role(
            person_id=self.person_id,
            role=role.role,
            place_id=role.place_id,
            team_id=role.team_id,
            on_duty=False,
            since=since,
            ends_at=ends_at,
            stands_for=role.id,
            given_by=work.actor.person_id,
        )
        work.session.add(substitute)
        work.session.flush()
        recount(work, self.person_id)
        work.tell(self.person_id, YouStandIn(substitute.id), key=f"stand_in:{substitute.id}")
        if role.person_id != work.actor.person_id:
            key = f"stood_in_for:{substitute.id}"
            work.tell(role.person_id, StoodInFor(substitute.id), key=key)
        return substitute.id

    def _may_stand(self, work: Work, role: Role) -> None:
        if role.ended_at is not None:
            raise CannotStandIn("ended")
        if role.stands_for is not None:
            raise CannotStandIn("substitute")
        if role.role == "admin" and not _is_admin(work, self.place(work) or ""):
            raise CannotStandIn("admin")
        if self.person_id == role.person_id:
            raise CannotStandIn("self")
        somebody(work, self.person_id)
        if _held(work, self.person_id, role.role, role.place_id) is not None:
            raise CannotStandIn("same")
        gives = holds(work, GIVERS, self.place(work))
        if not gives and not is_colleague(work, role, self.person_id):
            raise CannotStandIn("stranger")


@dataclass(frozen=True)
class WriteRoleEnd(Command[None]):
    """A role's last day is over: written down on the row. It has not counted since then anyway."""

    may: ClassVar[May] = May(clock=True)
    role_id: int

    def run(self, work: Work) -> None:
        role = role_row(work, self.role_id)
        if role.ended_at is None and role.ends_at is not None and role.ends_at <= work.now:
            role.ended_at, role.on_duty = role.ends_at, False


def role_row(work: Work, role_id: int) -> Role:
    role = work.session.get(Role, role_id)
    if role is None:
        raise NotFound("role")
    return role


def somebody(work: Work, person_id: int) -> Person:
    """Who may hold a role at all: grown up, and here."""
    person = work.session.get(Person, person_id)
    if person is None:
        raise NotFound("person")
    if person.minor:
        raise NoRoleForThem("child")
    if person.gone:
        raise NoRoleForThem("gone")
    return person


def _held(work: Work, person_id: int, role: str, place_id: str) -> Role | None:
    """The role as it stands there now. One whose last day is over makes room first: the database
    lets nobody hold the same twice."""
    found = work.session.scalars(
        select(Role).where(
            Role.person_id == person_id,
            Role.role == role,
            Role.place_id == place_id,
            Role.ended_at.is_(None),
        )
    ).first()
    if found is not None and found.ends_at is not None and found.ends_at <= work.now:
        found.ended_at = found.ends_at
        work.session.flush()
        return None
    return found


def _term(
    work: Work, since: date | None, until: date | None, longest: int = 0
) -> tuple[datetime, datetime | None]:
    """From when, until when: instants. Who begins today begins now, not at midnight before."""
    day = today(work.now)
    first = since or day
    if until is not None and until < day:
        raise TermNotPossible("past")
    if until is not None and until < first:
        raise TermNotPossible("order")
    if until is not None and longest and (until - first).days >= longest:
        raise TermNotPossible("long", longest)
    start = begins(first) if first > day else work.now
    return start, None if until is None else ends(until)


def _is_admin(work: Work, place: str) -> bool:
    return any(
        role == "admin" and covers(path, place)
        for role, path in roles_of(work, work.actor.person_id)
    )
