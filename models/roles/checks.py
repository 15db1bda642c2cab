"""Background checks of those who work with children: noted by a worker, warned of by the clock.

What was found is not kept, only from when to when nothing speaks against it. Each warning is given
once; a check that a newer one has taken over from is silent.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select, update

from models.doctors.terms import last_day as term_from
from models.duty.people import coordinators_for
from models.gate import Command, May, holds
from models.places import path_of_person
from models.refusals import NotFound
from models.register.tables import Role
from models.roles.commands import GIVERS, somebody
from models.roles.counting import child_contact, recount
from models.roles.days import today
from models.roles.messages import CheckRunsOut, TheirCheckRunsOut
from models.roles.refusals import CheckKnown, CheckNotPossible
from models.roles.tables import BackgroundCheck
from models.work import Work

SILENT = -1
"""Of ``BackgroundCheck.warned``: nothing more to say about this one."""


@dataclass(frozen=True)
class NoteCheck(Command[date]):
    """Somebody was checked on a day, and nothing speaks against them until another: their roles
    with children count until it is over. By who answers for a place where they work with children,
    or live; never by themselves. Returns the last day."""

    may: ClassVar[May] = May(relations=("answers for them",))
    person_id: int
    checked_on: date
    valid_until: date

    def relations(self, work: Work) -> Collection[str]:
        if self.person_id == work.actor.person_id:
            return ()
        home = path_of_person(work, self.person_id) or None
        places = [*_places(work, self.person_id), *([home] if home else [])]
        return ("answers for them",) if any(holds(work, GIVERS, one) for one in places) else ()

    def run(self, work: Work) -> date:
        somebody(work, self.person_id)
        self._fits(work)
        newest = select(BackgroundCheck.valid_until).where(
            BackgroundCheck.person_id == self.person_id,
            BackgroundCheck.valid_until >= self.valid_until,
        )
        known = work.session.scalar(newest.limit(1))
        if known is not None:
            raise CheckKnown(known)
        work.session.execute(
            update(BackgroundCheck)
            .where(BackgroundCheck.person_id == self.person_id, BackgroundCheck.warned != SILENT)
            .values(warned=SILENT)
        )
        check = BackgroundCheck(
            person_id=self.person_id,
            checked_on=self.checked_on,
            valid_until=self.valid_until,
            noted_by=work.actor.person_id or None,
            warned=0,
            at=work.now,
        )
        work.session.add(check)
        recount(work, self.person_id)
        return check.valid_until

    def _fits(self, work: Work) -> None:
        day, months = today(work.now), work.town.checks.valid_months
        if self.checked_on > day:
            raise CheckNotPossible("future")
        longest = term_from(self.checked_on, months)
        if longest < day:
            raise CheckNotPossible("old", months)
        if self.valid_until < day:
            raise CheckNotPossible("over")
        if self.valid_until > longest:
            raise CheckNotPossible("long", months)


@dataclass(frozen=True)
class WarnOfCheck(Command[bool]):
    """A check runs out soon, or has: said once each time, to whom it is about and to those who
    answer for the places. Returns whether there was anybody to tell."""

    may: ClassVar[May] = May(clock=True)
    check_id: int

    def run(self, work: Work) -> bool:
        check = work.session.get(BackgroundCheck, self.check_id, with_for_update=True)
        if check is None:
            raise NotFound("check")
        days = due_warning(check, today(work.now), work.town.checks.warn_days)
        if days is None:
            return False
        check.warned = days or SILENT
        places = _places(work, check.person_id)
        if not places:
            return False
        key = f"check:{check.id}:{days}"
        work.tell(check.person_id, CheckRunsOut(check.id, days), key=key)
        told = [person for place in places for person in coordinators_for(work, place)]
        for person_id in dict.fromkeys(told):
            if person_id != check.person_id:
                message = TheirCheckRunsOut(check.id, days)
                work.tell(person_id, message, key=f"{key}:{person_id}")
        return True


def due_warning(check: BackgroundCheck, day: date, warn_days: tuple[int, ...]) -> int | None:
    """The warning to give on ``day``: so many days before the end, 0 once it is over; None if
    there is none, or it was given."""
    if check.warned == SILENT:
        return None
    left = (check.valid_until - day).days
    if left < 0:
        return 0
    due = min((days for days in warn_days if left <= days), default=None)
    given = check.warned or max(warn_days, default=0) + 1
    return due if due is not None and due < given else None


def _places(work: Work, person_id: int) -> list[str]:
    """Paths of the places where somebody works with children, or is to begin."""
    rows = work.session.scalars(
        select(Role.place_id)
        .where(
            Role.person_id == person_id,
            Role.role.in_(child_contact(work.town)),
            Role.ended_at.is_(None),
        )
        .order_by(Role.id)
    )
    return [work.town.path(place_id) for place_id in rows]
