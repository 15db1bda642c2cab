"""What is told of a visit, besides its reminders. Nothing here says what somebody suffers from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.messages import Message, Priority


@dataclass(frozen=True)
class VisitMade(Message):
    """For somebody without a chat, brought by whoever looks after them: a visit was booked."""

    must_reach: ClassVar[bool] = True
    booking_id: int


@dataclass(frozen=True)
class VisitMark(Message):
    """For whoever booked it for another: how far the visit is. ``mark``: arrived, done."""

    priority: ClassVar[Priority] = Priority.URGENT
    booking_id: int
    mark: str


@dataclass(frozen=True)
class GoAlong(Message):
    """For whoever goes along: the visit comes near, or is some minutes earlier or later. ``why``:
    soon, moved."""

    priority: ClassVar[Priority] = Priority.URGENT
    offer_id: int
    why: str


@dataclass(frozen=True)
class CompanyFound(Message):
    """For whoever booked it for another: somebody goes along."""

    priority: ClassVar[Priority] = Priority.URGENT
    booking_id: int
    offer_id: int
