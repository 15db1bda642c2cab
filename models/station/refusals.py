"""Why a child is not signed up, or not handed over. Each is one friendly sentence."""

from __future__ import annotations

from dataclasses import dataclass

from models.refusals import Refusal


@dataclass(eq=False)
class NotYourChild(Refusal):
    """Only who answers for a child signs it up, and hears of it."""

    key = "who"


@dataclass(eq=False)
class GradeNotHere(Refusal):
    """The room is for these grades."""

    key = "who"
    child_id: int
    grades: tuple[int, ...]


@dataclass(eq=False)
class AlreadyEnrolled(Refusal):
    """The child has, or waits for, a place at this station already."""

    key = "who"
    child_id: int
    place_id: str


@dataclass(eq=False)
class NoStation(Refusal):
    """There is none that takes children now, or this one is over."""

    key = "station"


@dataclass(eq=False)
class NotThatDay(Refusal):
    """The station is closed on one of these weekdays, or none was chosen."""

    key = "days"


@dataclass(eq=False)
class DayFull(Refusal):
    """All places of this weekday (0 is Monday) are given away."""

    key = "days"
    weekday: int


@dataclass(eq=False)
class NoRoomThere(Refusal):
    """The other station has no place left for all of them on their days: they go on waiting."""

    key = "station"


@dataclass(eq=False)
class NobodyCollects(Refusal):
    """At least one grown-up has to be named, and each of them known."""

    key = "collect"


@dataclass(eq=False)
class ConsentNeeded(Refusal):
    """The guardian's own yes to what is kept of a child is missing."""

    key = "agree"


@dataclass(eq=False)
class NotEnrolled(Refusal):
    """The place was given back, or never was."""


@dataclass(eq=False)
class ChildIsThere(Refusal):
    """The child has been signed in already: it is collected, not excused."""


@dataclass(eq=False)
class DayOver(Refusal):
    """That afternoon is over, or its place is no longer free."""


@dataclass(eq=False)
class NotThere(Refusal):
    """The child is not at the station (any more)."""


@dataclass(eq=False)
class CodeLocked(Refusal):
    """Too many wrong codes: today only the station's lead lets somebody through."""


@dataclass(eq=False)
class NotMatched(Refusal):
    """Nobody is handed a child before the code was right."""


@dataclass(eq=False)
class SomebodyStays(Refusal):
    """Another one is with the child already."""
