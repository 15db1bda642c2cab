"""What the person who asked for help is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.messages import Message, Priority


@dataclass(frozen=True)
class NewsOf(Message):
    """For family who get copies: what happened to somebody's case, and nothing of what it is about,
    the door word or their own words. ``what``: found (somebody comes), asked (the helper says that
    it is done), closed."""

    person_id: int
    case_id: int
    what: str


class _OfCase:
    """Told to the asker, and in a word to the family who get copies."""

    news: ClassVar[str]
    case_id: int

    def for_family(self, person_id: int) -> NewsOf:
        return NewsOf(person_id, self.case_id, self.news)


@dataclass(frozen=True)
class HelperFound(_OfCase, Message):
    """Somebody comes: who, when, the door word, free of charge."""

    priority: ClassVar[Priority] = Priority.URGENT
    must_reach: ClassVar[bool] = True
    loud: ClassVar[bool] = True
    news: ClassVar[str] = "found"
    case_id: int
    offer_id: int


@dataclass(frozen=True)
class HelperOnWay(Message):
    priority: ClassVar[Priority] = Priority.URGENT
    loud: ClassVar[bool] = True
    case_id: int
    offer_id: int


@dataclass(frozen=True)
class HelperCannot(Message):
    """The one who had accepted cannot come after all; we are asking others."""

    priority: ClassVar[Priority] = Priority.URGENT
    must_reach: ClassVar[bool] = True
    loud: ClassVar[bool] = True
    case_id: int


@dataclass(frozen=True)
class HelperAtDoor(Message):
    """The helper knocked and nobody opened; the duty is phoning."""

    priority: ClassVar[Priority] = Priority.URGENT
    loud: ClassVar[bool] = True
    case_id: int


@dataclass(frozen=True)
class ClosingAsked(_OfCase, Message):
    """The kind's closing question: it is over when the person who asked says so.

    ``result``: what the helper said (done, half, needs_professional) or "company" when the
    professionals or the duty did it."""

    must_reach: ClassVar[bool] = False
    news: ClassVar[str] = "asked"
    case_id: int
    result: str


@dataclass(frozen=True)
class PromiseMissed(Message):
    """The promised time came and nobody is found yet: a message says so by itself."""

    priority: ClassVar[Priority] = Priority.URGENT
    must_reach: ClassVar[bool] = True
    loud: ClassVar[bool] = True
    case_id: int


@dataclass(frozen=True)
class CompanyTold(Message):
    """The duty has phoned the professionals; the case stays open until it is solved."""

    priority: ClassVar[Priority] = Priority.URGENT
    must_reach: ClassVar[bool] = True
    loud: ClassVar[bool] = True
    case_id: int
    by_person: int


@dataclass(frozen=True)
class NotSolvedYet(Message):
    """Said as it is: not solved, and who takes it on."""

    must_reach: ClassVar[bool] = True
    case_id: int


@dataclass(frozen=True)
class CaseClosedByDuty(_OfCase, Message):
    """The duty closed the case; [again] takes it up for some days."""

    news: ClassVar[str] = "closed"
    case_id: int


@dataclass(frozen=True)
class ThanksArrived(Message):
    """To the helper: a word of thanks, and that it is solved."""

    case_id: int
    offer_id: int


@dataclass(frozen=True)
class CalledOff(Message):
    """To the helper: the asker does not need it any more."""

    priority: ClassVar[Priority] = Priority.URGENT
    loud: ClassVar[bool] = True
    case_id: int
    offer_id: int
