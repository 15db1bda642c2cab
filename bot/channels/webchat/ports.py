"""What the web chat asks of the rest of the service, and the two words both sides use.

Everything is a plain function over the session of the caller's transaction: a link is admitted
and the web session opened together or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from sqlalchemy.orm import Session

from bot.dialogue.say import Language, Sayable
from models.access.signed import Link


@dataclass(frozen=True, slots=True)
class Admission:
    """Whose chat opens. ``start`` is handed to the core as the text of a "start" update when the
    session begins (ids only, for example ``card:12:1`` or ``see.task.12``). ``briefly``: a session
    of half a day, for one thing that somebody wanted to see."""

    address: str
    start: str = ""
    briefly: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo ready to be shown: re-encoded by us, so its type is known."""

    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class OwnFile:
    """Everything about one person, as they take it home."""

    name: str
    body: bytes


class ListFile(Protocol):
    """A table that is made page by page: ``take`` in one look after another until it says that
    there is no more, then ``body``, which takes a second."""

    @property
    def name(self) -> str: ...

    def take(self, session: Session) -> bool: ...

    def body(self) -> bytes: ...


class Doorkeeper(Protocol):
    """Maps links and accounts to people. Promises: decides only, inside the given transaction;
    may create the account it answers with; never trusts a serial that is not the current one."""

    def admit(
        self, session: Session, link: Link, fresh: str, digits: str, here: str
    ) -> Admission | None:
        """The account this link opens, or None if the link was put out of use.

        ``fresh`` is an unused address for a new account. ``digits`` are the last four digits that
        were just checked on a second device ("" on the first): they tell apart the people of one
        household. ``here`` is the account this browser was signed in to, "" if to none.
        """
        ...

    def last_four(self, session: Session, link: Link) -> frozenset[str]:
        """The last four digits of the phones on record for this link; empty if there are none."""
        ...

    def shows(self, session: Session, link: Link, address: str) -> str | None:
        """What a link to see one thing opens for this account: the text of a "start" update; ""
        if the account is somebody else's; None if the link was put out of use."""
        ...

    def language(self, session: Session, address: str) -> Language | None:
        """The account's language, None while the core does not know the account."""
        ...

    def takes_files(self, session: Session, address: str) -> bool:
        """Whether this account may send tables: its page has a button for it."""
        ...

    def picture(self, session: Session, address: str, photo_id: int) -> Picture | None:
        """The photo, if this account may see it now. "May not" and "is not there" look alike."""
        ...

    def own_file(self, session: Session, address: str, token: str) -> OwnFile | None:
        """What is kept about the person behind a link, if this account may have it now; None for
        anything else, without saying why."""
        ...

    def list_file(self, session: Session, address: str, token: str) -> ListFile | None:
        """The table behind a link, if this account may have it now; None without saying why."""
        ...

    def calendar_file(self, session: Session, token: str) -> OwnFile | None:
        """A booking for a phone's calendar, for whoever has its link; None without saying why."""
        ...


class DemoPeople(Protocol):
    """Demo mode only."""

    def identities(self) -> Sequence[DemoIdentity]: ...

    def enter(self, session: Session, key: str, language: Language) -> Admission | None:
        """The account of a demo person, made if need be, from now on read in ``language`` (the
        demo has one switch for all phones); None if nobody is called that."""
        ...


@dataclass(frozen=True, slots=True)
class DemoIdentity:
    """Somebody a demo phone can be. ``hint``: one short line that says what to try."""

    key: str
    name: Sayable
    hint: Sayable


class SessionClock(Protocol):
    """The town clock: what the history shows beside a message."""

    def now(self, session: Session) -> datetime: ...


Count: TypeAlias = Callable[[str], Any]
"""Hears one code word (a metric's label)."""


def count_nothing(_word: str) -> None:
    """For scripts and tests that watch no metrics."""
