"""Why a programme or a session is not made, moved or changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.refusals import Refusal


@dataclass(eq=False)
class UnknownProgrammeKind(Refusal):
    """The town has no such kind of programme (any more)."""

    kind: str


@dataclass(eq=False)
class RuleNotRead(Refusal):
    """Not an iCalendar rule we can use. ``why``: "syntax", "endless", "too_often", or "never":
    there is no such day from the first to the last."""

    why: str


@dataclass(eq=False)
class EndBeforeStart(Refusal):
    """A span that ends before it begins."""


@dataclass(eq=False)
class InThePast(Refusal):
    """A time that is over already."""

    key = "when"


@dataclass(eq=False)
class TooFewPlaces(Refusal):
    """Fewer places than 1, or than the highest number that is given away (``taken``)."""

    key = "places"
    taken: int


@dataclass(eq=False)
class Overlaps(Refusal):
    """The same "leader" or "room" (``what``) has another session then; ``session_id`` is 0 where
    the other one's rule wants it, and it is not made yet."""

    key = "when"
    what: str
    programme_id: int
    session_id: int
    begins_at: datetime


@dataclass(eq=False)
class SessionGone(Refusal):
    """The session was cancelled or is over; ``state`` says which."""

    key = "session"
    session_id: int
    state: str
