"""Why a place is not given, or a booking not changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from models.refusals import Refusal


@dataclass(eq=False)
class PlaceTaken(Refusal):
    """The last place went to somebody else a moment ago, and there is no waiting list."""

    key = "session"
    session_id: int


@dataclass(eq=False)
class AlreadyBooked(Refusal):
    """They have a place in this session already, or wait for one."""

    key = "session"
    booking_id: int


@dataclass(eq=False)
class NotOpenYet(Refusal):
    """It can be booked from ``opens_at`` on."""

    key = "session"
    opens_at: datetime


@dataclass(eq=False)
class BookingClosed(Refusal):
    """It begins too soon, or has begun."""

    key = "session"
    session_id: int


@dataclass(eq=False)
class TooManyBookings(Refusal):
    """They hold as many as one may have of it (``most``); ``household``: all at home together."""

    key = "session"
    most: int
    household: bool


@dataclass(eq=False)
class WrongAge(Refusal):
    """It is for people from ``least`` to ``most`` years (None: no limit on that side)."""

    key = "who"
    least: int | None
    most: int | None


@dataclass(eq=False)
class WrongGrade(Refusal):
    """It is for pupils of these grades."""

    key = "who"
    grades: tuple[int, ...]


@dataclass(eq=False)
class OnlyForPlace(Refusal):
    """It is for whoever lives at this place."""

    key = "who"
    place_id: str


@dataclass(eq=False)
class NeedsContract(Refusal):
    """Only with a contract with the team that holds it."""

    key = "who"
    team_id: str


@dataclass(eq=False)
class OnlyGuardian(Refusal):
    """Only a guardian signs a child up for it."""

    key = "who"


@dataclass(eq=False)
class CallingOffLate(Refusal):
    """It begins in less than ``minutes``: whoever calls it off now is told so first, and may."""

    key: ClassVar[str] = "sure"
    booking_id: int
    minutes: int
    at_home: bool


@dataclass(eq=False)
class BookingOver(Refusal):
    """It was cancelled, offered to the next, or has taken place; ``state`` is how it stands."""

    booking_id: int
    state: str


@dataclass(eq=False)
class NothingNear(Refusal):
    """There is nothing one could book now."""


@dataclass(eq=False)
class NoOtherTime(Refusal):
    """No other time of it has room."""


@dataclass(eq=False)
class NotToday(Refusal):
    """Nobody can have come yet: it is on another day."""

    begins_at: datetime
