"""What those who hold roles are told of them, and those who answer for the place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.messages import Message, Priority


@dataclass(frozen=True)
class CheckRunsOut(Message):
    """To the one who was checked: ``days`` days are left; 0: it has ended."""

    priority: ClassVar[Priority] = Priority.ORDINARY
    check_id: int
    days: int


@dataclass(frozen=True)
class TheirCheckRunsOut(Message):
    """The same, to the coordinators of the place where they work with children."""

    priority: ClassVar[Priority] = Priority.ORDINARY
    check_id: int
    days: int


@dataclass(frozen=True)
class YouStandIn(Message):
    """To the substitute: the role, the place, from when to when. ``role_id`` is the substitute's."""

    priority: ClassVar[Priority] = Priority.ORDINARY
    role_id: int


@dataclass(frozen=True)
class StoodInFor(Message):
    """To the one who is stood in for."""

    priority: ClassVar[Priority] = Priority.ORDINARY
    role_id: int
