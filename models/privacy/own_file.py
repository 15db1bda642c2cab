"""Taking home what is kept: asking for the file is written down, fetching it is decided once more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.family.tables import Guardian
from models.gate import Command, May
from models.privacy.file_link import FileOf
from models.privacy.tables import AccessNote
from models.register.tables import Account, Person
from models.work import Work

FILE = "file"


@dataclass(frozen=True)
class AskForFile(Command[int]):
    """I want all of it as a file. It is written down, so that whoever else held the phone for a
    minute does not take it unnoticed. Returns whose file it is."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = "register"

    def run(self, work: Work) -> int:
        actor = work.actor
        work.session.add(
            AccessNote(
                person_id=actor.person_id,
                by_person=actor.by_id or actor.person_id,
                what=FILE,
                why="",
                at=work.now,
            )
        )
        work.session.flush()
        return actor.person_id


def may_fetch(session: Session, file: FileOf, channel: str, address: str) -> bool:
    """Whether the account that asks is that of the one the link was made for, and they may still
    have it: it is about them, or about a child whose guardian they are."""
    account = select(Account.person_id).where(
        Account.channel == channel, Account.address == address, Account.state == "live"
    )
    if session.scalar(account) != file.by_id:
        return False
    if file.person_id == file.by_id:
        return True
    guards = (
        select(Guardian.id)
        .join(Person, Person.id == Guardian.child_id)
        .where(
            Guardian.child_id == file.person_id,
            Guardian.guardian_id == file.by_id,
            Guardian.ended_at.is_(None),
            Person.gone == "",
        )
    )
    return session.scalar(guards) is not None
