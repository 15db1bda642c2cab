"""Opening somebody's record: who looked is written down, and why, before anything is shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from models.duty.people import my_paths
from models.gate import Command, May
from models.people.finding import STAFF, exactly
from models.people.record import RECORD, in_my_places, may_read, protection
from models.people.refusals import ReasonNeeded
from models.privacy.tables import AccessNote
from models.register.tables import Person
from models.rights import roles_of
from models.work import Work

LONGEST = 200


@dataclass(frozen=True)
class OpenRecord(Command[int]):
    """Read somebody's record. ``why``: the reason, owed for a child and for somebody outside one's
    own places. ``known_by``: for the latter what one knows them by, their whole phone or ID number,
    or name and day of birth. Within the hour the same reason holds. Returns the person's id."""

    may: ClassVar[May] = May(relations=("works there", "knows them"))
    person_id: int
    why: str = ""
    known_by: str = ""

    def relations(self, work: Work) -> Collection[str]:
        if in_my_places(work, self.person_id):
            return ("works there",)
        return ("knows them",) if self._known(work) else ()

    def _known(self, work: Work) -> bool:
        """Whether it is somebody whom the acting member of staff has just named exactly, or whose
        record they opened within the hour."""
        if not my_paths(work, STAFF) or work.session.get(Person, self.person_id) is None:
            return False
        who = exactly(self.known_by)
        if who is None:
            return may_read(work, self.person_id)
        found = select(Person.id).where(Person.id == self.person_id, who)
        return work.session.scalar(found) is not None

    def run(self, work: Work) -> int:
        protected = protection(work, self.person_id)
        if not protected or (not self.why and may_read(work, self.person_id)):
            return self.person_id
        why = " ".join(self.why.split())[:LONGEST]
        if not why:
            raise ReasonNeeded
        work.session.add(
            AccessNote(
                person_id=self.person_id,
                by_person=work.actor.person_id,
                role=_strongest_role(work),
                what=RECORD,
                why=why,
                at=work.now,
            )
        )
        work.session.flush()
        return self.person_id


def _strongest_role(work: Work) -> str:
    """As whom they look: the staff role they hold widest."""
    held = [
        (path.count("/"), role)
        for role, path in roles_of(work, work.actor.person_id)
        if role in (*STAFF, "doctor")
    ]
    return min(held)[1] if held else ""
