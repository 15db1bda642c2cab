"""Putting somebody into a category of the ledger, and taking them out again.

A category says that somebody is alone, poor or ill. So it is opened like a record, by a worker of
their own place; who looked is written down before anything is shown; and nobody opens their own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy import select

from models.gate import Command, May
from models.ledger.entering import put_in, take_out
from models.ledger.refusals import LedgerClosed, UnknownCategory
from models.people.finding import STAFF
from models.people.record import in_my_places, may_read
from models.places import path_of_person
from models.privacy.tables import AccessNote
from models.refusals import NotFound
from models.register.tables import Person
from models.rights import covers, roles_of
from models.work import Work

LEDGER = "ledger"
"""``AccessNote.what`` of whoever looked at somebody's categories."""
READ_FOR = timedelta(hours=1)
_STAFF = May(relations=("works there",))


def may_read_ledger(work: Work, person_id: int) -> bool:
    """Whether the acting worker has opened it within the hour."""
    note = select(AccessNote.id).where(
        AccessNote.person_id == person_id,
        AccessNote.by_person == work.actor.person_id,
        AccessNote.what == LEDGER,
        AccessNote.at > work.now - READ_FOR,
    )
    return works_there(work, person_id) and work.session.scalar(note.limit(1)) is not None


def works_there(work: Work, person_id: int) -> bool:
    """Whether it is another one's, who lives where the acting person works."""
    return person_id != work.actor.person_id and in_my_places(work, person_id, STAFF)


class _OfSomebody:
    person_id: int

    def relations(self, work: Work) -> Collection[str]:
        return ("works there",) if works_there(work, self.person_id) else ()


@dataclass(frozen=True)
class OpenLedger(_OfSomebody, Command[int]):
    """Look at somebody's categories. A child's record has to be open already. Noted before anything
    is shown; within the hour it is one look. Returns the person's id."""

    may: ClassVar[May] = _STAFF
    person_id: int
    why: str

    def run(self, work: Work) -> int:
        if not may_read(work, self.person_id):
            raise NotFound("person")
        if not may_read_ledger(work, self.person_id):
            work.session.add(
                AccessNote(
                    person_id=self.person_id, by_person=work.actor.person_id, what=LEDGER,
                    role=_role_there(work, self.person_id), why=self.why, at=work.now,
                )
            )  # fmt: skip
            work.session.flush()
        return self.person_id


def _role_there(work: Work, person_id: int) -> str:
    """As whom they look: the nearest of their roles there."""
    here = path_of_person(work, person_id)
    held = [
        (-path.count("/"), role)
        for role, path in roles_of(work, work.actor.person_id)
        if role in STAFF and covers(path, here)
    ]
    return min(held)[1]


@dataclass(frozen=True)
class PutInCategory(_OfSomebody, Command[int]):
    """From now on they are in it. Returns the person's id."""

    may: ClassVar[May] = _STAFF
    person_id: int
    category: str

    def run(self, work: Work) -> int:
        person = _opened(work, self.person_id, self.category)
        if person.gone:
            raise NotFound("person")
        put_in(work, self.person_id, (self.category,), work.actor.person_id)
        return self.person_id


@dataclass(frozen=True)
class TakeOutOfCategory(_OfSomebody, Command[int]):
    """They are not in it any more. Returns the person's id."""

    may: ClassVar[May] = _STAFF
    person_id: int
    category: str

    def run(self, work: Work) -> int:
        _opened(work, self.person_id, self.category)
        take_out(work, self.person_id, (self.category,))
        return self.person_id


def _opened(work: Work, person_id: int, category: str) -> Person:
    if all(category != one.id for one in work.town.categories):
        raise UnknownCategory
    if not may_read_ledger(work, person_id):
        raise LedgerClosed
    return work.session.get_one(Person, person_id)
