"""What those who booked, or lead, hear of a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.messages import Message, Priority


@dataclass(frozen=True)
class SessionMoved(Message):
    """Another time or room: keep it, change it, give it up? ``moves`` (of the booking):
    which change of its time it is about."""

    must_reach: ClassVar[bool] = True
    booking_id: int
    moves: int


@dataclass(frozen=True)
class SessionCancelled(Message):
    """It does not take place; what else there is."""

    must_reach: ClassVar[bool] = True
    priority: ClassVar[Priority] = Priority.URGENT
    booking_id: int


@dataclass(frozen=True)
class YearNotPublished(Message):
    """To whoever runs the town: sessions of this year are not made before its holidays are known."""

    year: int
