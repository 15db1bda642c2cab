"""Somebody has died or moved away: everything that would speak to them, or in their name, stops in
the transaction of the report. A wrong report is taken back in one step.

What was stopped is found again by the instant of the report, which no other row has: so nothing has
to be remembered beside the rows, and what ended before stays ended.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Literal

from sqlalchemy import exists, or_, select, update

from models.base import touched
from models.duty.people import coordinators_for, grid_workers_for
from models.family.leaving import let_go
from models.family.tables import Guardian, Proxy
from models.gate import Command, May, holds
from models.places import grid_of_person
from models.privacy import stopping, taking_back
from models.privacy.messages import ChildAlone, GoneReported
from models.privacy.refusals import NotSomebodyHere, TooLateToUndo
from models.refusals import NotFound
from models.register.tables import Person
from models.work import Work

How = Literal["dead", "moved"]
HOWS = ("dead", "moved")
WHO = ("grid_worker", "coordinator", "admin")
KEPT_FOR = "gone_people"


def place_of(work: Work, person_id: int) -> str | None:
    """Where they live; no place gives a right while it is unknown."""
    grid = grid_of_person(work, person_id)
    return work.town.path(grid) if grid else None


def is_family(work: Work, person_id: int) -> bool:
    """Whether the acting person (or who holds the phone) acts for them, or did until they were
    reported as gone, or is a child's guardian."""
    me = work.actor.by_id or work.actor.person_id
    proxy = exists().where(
        Proxy.principal_id == person_id,
        Proxy.proxy_id == me,
        or_(
            Proxy.state == "agreed",
            exists().where(Person.id == person_id, Person.gone_at == Proxy.ended_at),
        ),
    )
    guardian = exists().where(
        Guardian.child_id == person_id, Guardian.guardian_id == me, Guardian.ended_at.is_(None)
    )
    return bool(work.session.scalar(select(or_(proxy, guardian))))


def undo_until(work: Work, gone_at: datetime) -> datetime:
    """Until what is kept of somebody who is gone is forgotten."""
    days = next(one.days for one in work.town.retention if one.id == KEPT_FOR)
    return gone_at + timedelta(days=days)


class _AboutSomebody:
    person_id: int

    def place(self, work: Work) -> str | None:
        return place_of(work, self.person_id)


@dataclass(frozen=True, slots=True)
class Gone:
    """Who, and how: dead or moved."""

    person_id: int
    how: How


@dataclass(frozen=True)
class ReportGone(_AboutSomebody, Command[Gone]):
    """They died, or moved away. Only one report counts, whoever is first."""

    may: ClassVar[May] = May(roles=WHO, relations=("family",))
    person_id: int
    how: How

    def relations(self, work: Work) -> Collection[str]:
        return ("family",) if is_family(work, self.person_id) else ()

    def run(self, work: Work) -> Gone:
        if self.how not in HOWS:
            raise NotFound("how")
        by = work.actor.by_id or work.actor.person_id
        place = place_of(work, self.person_id)
        by_family = is_family(work, self.person_id)
        self._mark(work, by)
        stopping.stop_everything(work, self.person_id, self.how)
        if self.how == "dead":
            for child_id in let_go(work, self.person_id):
                self._find_a_guardian(work, child_id)
        if by_family and place is not None:
            told = [*grid_workers_for(work, place), *coordinators_for(work, place)]
            for person_id in dict.fromkeys(told):
                if person_id != by:
                    key = f"gone:{self.person_id}:{work.key}:{person_id}"
                    work.tell(person_id, GoneReported(self.person_id), key=key)
        return Gone(self.person_id, self.how)

    def _mark(self, work: Work, by: int) -> None:
        work.session.flush()
        result = work.session.execute(
            update(Person)
            .where(Person.id == self.person_id, Person.gone == "")
            .values(gone=self.how, gone_at=work.now, gone_by=by or None)
            .execution_options(synchronize_session=False)
        )
        person = work.session.get(Person, self.person_id, populate_existing=True)
        if person is None:
            raise NotFound("person")
        if touched(result) != 1:
            raise NotSomebodyHere(person.gone)

    def _find_a_guardian(self, work: Work, child_id: int) -> None:
        """The child keeps its row, and the desk hears of it at once."""
        place = place_of(work, child_id) or place_of(work, self.person_id) or ""
        for person_id in coordinators_for(work, place):
            key = f"child_alone:{child_id}:{work.key}:{person_id}"
            work.tell(person_id, ChildAlone(child_id), key=key)


@dataclass(frozen=True)
class UndoGone(_AboutSomebody, Command[int]):
    """It was a mistake: they are here. By who may report it, or by the person themselves, who ought
    to know. Returns how many things go on again."""

    may: ClassVar[May] = May(roles=WHO, relations=("family", "self"))
    person_id: int

    def relations(self, work: Work) -> Collection[str]:
        if self.person_id == work.actor.person_id and not work.actor.by_id:
            return ("self",)
        return ("family",) if is_family(work, self.person_id) else ()

    def run(self, work: Work) -> int:
        person = work.session.get(
            Person, self.person_id, with_for_update=True, populate_existing=True
        )
        if person is None:
            raise NotFound("person")
        at = person.gone_at
        if person.gone not in HOWS or at is None or work.now >= undo_until(work, at):
            raise TooLateToUndo
        person.gone, person.gone_at, person.gone_by = "", None, None
        work.session.flush()
        return taking_back.take_up_again(work, person.id, at)


# -- who may look ------------------------------------------------------------------------------------
def reportable(work: Work, person_id: int) -> Person:
    """Somebody whom the acting person may report, or has. NotFound for anybody else's."""
    place = place_of(work, person_id)
    person = work.session.get(Person, person_id, populate_existing=True)
    staff = place is not None and holds(work, WHO, place)
    if person is None or not (staff or is_family(work, person_id)):
        raise NotFound("person")
    return person


def child_alone(work: Work, child_id: int) -> Person | None:
    """The child whose guardian is to be found, for those who look after its place; None once it has
    a living one."""
    child = work.session.get(Person, child_id, populate_existing=True)
    if child is None or child.gone or not child.minor:
        return None
    place = place_of(work, child_id)
    if place is not None and not holds(work, WHO, place):
        return None
    alive = exists().where(
        Guardian.child_id == child_id,
        Guardian.ended_at.is_(None),
        Guardian.guardian_id == Person.id,
        Person.gone == "",
    )
    return None if work.session.scalar(select(alive)) else child
