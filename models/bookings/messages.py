"""What somebody hears of their booking. What family hears never says what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.messages import Message, Priority


@dataclass(frozen=True)
class PlaceOffered(Message):
    """A place has become free: theirs, for a while."""

    priority: ClassVar[Priority] = Priority.URGENT
    must_reach: ClassVar[bool] = True
    booking_id: int


@dataclass(frozen=True)
class OfferLapsed(Message):
    """It went to the next, because nothing was heard."""

    booking_id: int


@dataclass(frozen=True)
class NotThisTime(Message):
    """No place became free for them."""

    booking_id: int


@dataclass(frozen=True)
class Remind(Message):
    """One step of the reminder plan."""

    reminder_id: int
    booking_id: int
    step: str


@dataclass(frozen=True)
class BookingRefused(Message):
    """To whoever booked: the one it was for does not want it."""

    booking_id: int
