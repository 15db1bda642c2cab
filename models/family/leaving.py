"""No longer answering for a child: never the last one, until the child answers for itself.

Whoever ends a guardianship holds the child's row first; two who leave in the same instant take
turns there, and the second one stays.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select, update

from models.clocks import to_town
from models.family.ages import adult_from
from models.family.agreeing import path_of
from models.family.guardians import KEEPERS, child_of, guardians_now
from models.family.messages import CameOfAge, GuardianEnded
from models.family.refusals import LastGuardian
from models.family.tables import Guardian
from models.gate import Command, May
from models.refusals import NotFound
from models.register.tables import Person
from models.work import Work


@dataclass(frozen=True)
class EndGuardian(Command[int]):
    """Somebody no longer answers for the child: themselves, whom they added themselves, or whom a
    worker of the place ends. Never the last one. Returns the child's id."""

    may: ClassVar[May] = May(roles=KEEPERS, relations=("self", "who added them"))
    child_id: int
    guardian_id: int

    def place(self, work: Work) -> str | None:
        return path_of(work, self.child_id)

    def relations(self, work: Work) -> Collection[str]:
        """Who registered a child cannot be put out by somebody they let in later."""
        me = work.actor.person_id
        current = {one.guardian_id: one for one in guardians_now(work, self.child_id)}
        found = current.get(self.guardian_id)
        if found is None or me not in current:
            return ()
        if self.guardian_id == me:
            return ("self",)
        return ("who added them",) if found.by_person == me else ()

    def run(self, work: Work) -> int:
        child = child_of(work, self.child_id, lock=True)
        current = guardians_now(work, child.id)
        leaving = next((one for one in current if one.guardian_id == self.guardian_id), None)
        if leaving is None:
            raise NotFound("guardian")
        others = _who_stay(work, current, self.guardian_id)
        if not others:
            raise LastGuardian(child.id)
        leave(work, child, leaving, others)
        me = work.actor.by_id or work.actor.person_id
        for person_id in (self.guardian_id, *(one.guardian_id for one in others)):
            if person_id != me:
                work.tell(person_id, GuardianEnded(child.id, self.guardian_id))
        return child.id


def _who_stay(work: Work, current: list[Guardian], leaving_id: int) -> list[Guardian]:
    """Of those who answer for a child the others who are here; whoever is gone answers for nobody."""
    ids = [one.guardian_id for one in current if one.guardian_id != leaving_id]
    here = set(work.session.scalars(select(Person.id).where(Person.id.in_(ids), Person.gone == "")))
    return [one for one in current if one.guardian_id in here]


def leave(work: Work, child: Person, leaving: Guardian, others: list[Guardian]) -> None:
    """End one while the child's row is held; the row goes over to one who stays."""
    leaving.ended_at = work.now
    if child.guardian_id == leaving.guardian_id:
        child.guardian_id = others[0].guardian_id
    work.session.flush()


def let_go(work: Work, person_id: int) -> list[int]:
    """Somebody is gone: others go on for their children. Returns the children who have nobody
    else, for whom the caller must find somebody: they stay with the one who is gone until then."""
    held = (
        select(Guardian.child_id)
        .join(Person, Person.id == Guardian.child_id)
        .where(
            Guardian.guardian_id == person_id,
            Guardian.ended_at.is_(None),
            Person.minor,
            Person.gone == "",
        )
    )
    alone = []
    for child_id in work.session.scalars(held.order_by(Guardian.child_id)).all():
        child = child_of(work, child_id, lock=True)
        current = guardians_now(work, child_id)
        leaving = next((one for one in current if one.guardian_id == person_id), None)
        others = _who_stay(work, current, person_id)
        if leaving is not None and others:
            leave(work, child, leaving, others)
        elif leaving is not None:
            alone.append(child_id)
    return alone


# -- grown up --------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ComeOfAge(Command[bool]):
    """On the eighteenth birthday nobody answers for them any more. False if it is not so far."""

    may: ClassVar[May] = May(clock=True)
    child_id: int

    def run(self, work: Work) -> bool:
        child = child_of(work, self.child_id, lock=True)
        if child.born is None or adult_from(child.born) > to_town(work.now).date():
            return False
        guardians = guardians_now(work, child.id)
        child.minor, child.guardian_id = False, None
        work.session.flush()
        work.session.execute(
            update(Guardian)
            .where(Guardian.child_id == child.id, Guardian.ended_at.is_(None))
            .values(ended_at=work.now)
        )
        for person_id in (child.id, *(one.guardian_id for one in guardians)):
            work.tell(person_id, CameOfAge(child.id), key=f"of_age:{child.id}:{person_id}")
        return True
