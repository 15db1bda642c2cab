"""Acting for somebody else: who may, for what, and what the other one hears of it.

Whoever acts for another is put in their place: ``actor.person_id`` is the principal, ``actor.by_id``
who really holds the phone. So every query and command about "me" serves a daughter or a grid worker
unchanged, and the right to it is asked in one place, here, in the transaction of the act itself.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import Date, bindparam, exists, insert, literal, literal_column, select
from sqlalchemy.orm import aliased

from models.clocks import to_town
from models.family.messages import DoneForYou
from models.family.tables import Act, Guardian, Proxy
from models.prepared import Prepared
from models.register.tables import Account, Household, Person
from models.rights import covers, roles_of
from models.town.tables import Place
from models.work import Work

KEEPERS = ("grid_worker", "coordinator")
"""Who does for the residents of their place whatever can be done for another."""
EVERYTHING = "*"
OF_DOCTORS = frozenset({"contract", "visits"})
"""What a family doctor does for the residents of their team's place."""

_holder = aliased(Person)
_principal = Prepared(
    select(Person.gone, Person.minor, Place.path, _holder.gone.label("holder_gone"))
    .select_from(Person)
    .join(_holder, _holder.id == bindparam("by_id"))
    .outerjoin(Household, Household.id == Person.household_id)
    .outerjoin(Place, Place.id == Household.grid_id)
    .where(Person.id == bindparam("person_id"))
)
_guards = Prepared(
    select(literal(1)).where(
        exists().where(
            Guardian.child_id == bindparam("person_id"),
            Guardian.guardian_id == bindparam("by_id"),
            Guardian.ended_at.is_(None),
        )
    )
)
_proxy = Prepared(
    select(Proxy.purposes).where(
        Proxy.principal_id == bindparam("person_id"),
        Proxy.proxy_id == bindparam("by_id"),
        Proxy.state == literal_column("'agreed'"),
        Proxy.until >= bindparam("today", type_=Date),
    )
)
_has_account = Prepared(
    select(Account.id)
    .where(Account.person_id == bindparam("person_id"), Account.state == "live")
    .limit(1)
)
_act = Prepared(insert(Act))


def acting_for(work: Work, person_id: int) -> Work:
    """The same work, done for ``person_id`` by whoever acts now. Gives no right: the gate asks."""
    by = work.actor.by_id or work.actor.person_id
    actor = replace(work.actor, person_id=person_id, by_id=0 if by == person_id else by)
    return replace(work, actor=actor)


def purposes(work: Work) -> frozenset[str]:
    """What the one who holds the phone may do for the principal now; EVERYTHING among them for a
    child's guardian and for the workers of the principal's own place. Nothing for the dead."""
    actor = work.actor
    pair = {"person_id": actor.person_id, "by_id": actor.by_id}
    principal = _principal.first(work.connection, pair)
    if principal is None or principal.gone or principal.holder_gone:
        return frozenset()
    if principal.minor and _guards.first(work.connection, pair):
        return frozenset({EVERYTHING})
    given = _proxy.scalar(work.connection, {**pair, "today": today(work)}) or ()
    return frozenset(given) | _by_role(work, principal.path)


def _by_role(work: Work, path: str | None) -> frozenset[str]:
    if path is None:
        return frozenset()
    held = {role for role, place in roles_of(work, work.actor.by_id) if covers(place, path)}
    if not held.isdisjoint(KEEPERS):
        return frozenset({EVERYTHING})
    return OF_DOCTORS if "doctor" in held else frozenset()


def may_act_for(work: Work, purpose: str) -> bool:
    """Whether the one who holds the phone may do something of ``purpose`` for the principal. What
    has no purpose nobody does for another."""
    if not purpose:
        return False
    given = purposes(work)
    return EVERYTHING in given or purpose in given


def today(work: Work) -> date:
    """The day it is in the town."""
    return to_town(work.now).date()


def has_account(work: Work, person_id: int) -> bool:
    """Whether somebody can be written to at all."""
    return _has_account.first(work.connection, {"person_id": person_id}) is not None


def note_act(work: Work, command: str, about: dict[str, Any], undo: Any) -> None:
    """Write down what was done for the principal, and let them hear of it. ``undo`` is the command
    that takes it back, None where nothing does. Of somebody whose data was deleted by it no line
    of this kind is kept."""
    actor = work.actor
    pair = {"person_id": actor.person_id, "by_id": actor.by_id}
    principal = _principal.first(work.connection, pair)
    if principal is not None and principal.gone == "erased":
        return
    back = None if undo is None else {"command": type(undo).__name__, "args": asdict(undo)}
    act_id = _act.insert(
        work.connection,
        {
            "person_id": actor.person_id,
            "by_person": actor.by_id,
            "command": command,
            "about": about,
            "undo": back,
            "state": "done",
            "at": work.now,
        },
    )
    if has_account(work, actor.person_id):
        work.tell(actor.person_id, DoneForYou(act_id), key=f"done_for:{act_id}")
