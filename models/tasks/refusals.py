"""Why something about a task or a volunteer was not done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.refusals import Refusal


@dataclass(eq=False)
class OfferGone(Refusal):
    """Somebody else took it, or nobody needs to go any more."""

    offer_id: int


@dataclass(eq=False)
class TaskOver(Refusal):
    """The task is no longer in the helper's hands; ``state`` is what became of the offer."""

    offer_id: int
    state: str


@dataclass(eq=False)
class AlreadyTaken(Refusal):
    """Staff wanted to give a case to somebody, but a helper has it."""

    case_id: int


@dataclass(eq=False)
class OnlyProfessionals(Refusal):
    """The kind is never put to a volunteer, not even by hand."""

    case_id: int


@dataclass(eq=False)
class MinutesOutOfRange(Refusal):
    key: ClassVar[str] = "minutes"
    least: int
    most: int


@dataclass(eq=False)
class UnknownCommunity(Refusal):
    key: ClassVar[str] = "community"


@dataclass(eq=False)
class NotAHelper(Refusal):
    """The person chosen is no approved volunteer and holds no role."""

    person_id: int


@dataclass(eq=False)
class AlreadyDecided(Refusal):
    """Another coordinator answered this volunteer first."""

    person_id: int
