"""A doorkeeper that keeps everything in memory: for tests, scripts and trying the pages alone.

Product code like every fake here, so that it is held to the same promises as the real one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from bot.channels.webchat.ports import Admission, DemoIdentity, ListFile, OwnFile, Picture
from bot.dialogue.say import Language
from models.access.signed import Link


@dataclass
class MemoryDoor:
    """``phones``: last four digits for (kind, subject). ``serials``: the current serial, if not 1."""

    phones: dict[tuple[str, int], frozenset[str]] = field(default_factory=dict)
    serials: dict[tuple[str, int], int] = field(default_factory=dict)
    languages: dict[str, Language] = field(default_factory=dict)
    pictures: dict[tuple[str, int], Picture] = field(default_factory=dict)
    files: dict[tuple[str, str], OwnFile] = field(default_factory=dict)
    accounts: dict[tuple[str, int], str] = field(default_factory=dict)
    people: dict[str, DemoIdentity] = field(default_factory=dict)
    staff: set[str] = field(default_factory=set)
    lists: dict[tuple[str, str], ListFile] = field(default_factory=dict)

    def admit(
        self, session: Session, link: Link, fresh: str, digits: str, here: str
    ) -> Admission | None:
        if link.serial != self.serials.get((link.kind, link.subject), 1):
            return None
        start = f"{link.kind}:{link.subject}:{link.serial}"
        if link.kind != "person":
            return Admission(fresh, start)
        return Admission(self.accounts.setdefault(("person", link.subject), fresh), start)

    def last_four(self, session: Session, link: Link) -> frozenset[str]:
        return self.phones.get((link.kind, link.subject), frozenset())

    def shows(self, session: Session, link: Link, address: str) -> str | None:
        mine = self.accounts.get(("person", link.subject)) == address
        return f"see.{link.what}.{link.about}" if mine else ""

    def language(self, session: Session, address: str) -> Language | None:
        return self.languages.get(address)

    def takes_files(self, session: Session, address: str) -> bool:
        return address in self.staff

    def picture(self, session: Session, address: str, photo_id: int) -> Picture | None:
        return self.pictures.get((address, photo_id))

    def own_file(self, session: Session, address: str, token: str) -> OwnFile | None:
        return self.files.get((address, token))

    def list_file(self, session: Session, address: str, token: str) -> ListFile | None:
        return self.lists.get((address, token))

    def calendar_file(self, session: Session, token: str) -> OwnFile | None:
        return None

    def identities(self) -> Sequence[DemoIdentity]:
        return list(self.people.values())

    def enter(self, session: Session, key: str, language: Language) -> Admission | None:
        if key not in self.people:
            return None
        self.languages[f"demo-{key}"] = language
        return Admission(f"demo-{key}")
