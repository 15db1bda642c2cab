"""What is said around an alarm: to those who must come, and to the one who cried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.messages import Message, Priority


@dataclass(frozen=True)
class AlarmRaised(Message):
    """Somebody is in danger: who, where, since when, what they said.

    Not ``must_reach``: an alarm has its own steps, faster than the ladder's. ``step`` tells a
    repeat from the first call."""

    priority: ClassVar[Priority] = Priority.EMERGENCY
    loud: ClassVar[bool] = True
    alarm_id: int
    step: int = 0


@dataclass(frozen=True)
class AlarmTold(Message):
    """To the person: the minute is over, people have been called for you."""

    priority: ClassVar[Priority] = Priority.EMERGENCY
    loud: ClassVar[bool] = True
    alarm_id: int


@dataclass(frozen=True)
class AlarmAcknowledged(Message):
    """To the person: this one is phoning you now."""

    priority: ClassVar[Priority] = Priority.EMERGENCY
    loud: ClassVar[bool] = True
    alarm_id: int


@dataclass(frozen=True)
class AlarmPassedOn(Message):
    """To the person: nobody has answered yet, others were called too."""

    priority: ClassVar[Priority] = Priority.EMERGENCY
    loud: ClassVar[bool] = True
    alarm_id: int


@dataclass(frozen=True)
class AlarmTaken(Message):
    """To the others who were told: this one sees to it."""

    priority: ClassVar[Priority] = Priority.EMERGENCY
    loud: ClassVar[bool] = True
    alarm_id: int


@dataclass(frozen=True)
class AlarmMore(Message):
    """To those who were told: what was said since (for whom, where)."""

    priority: ClassVar[Priority] = Priority.EMERGENCY
    loud: ClassVar[bool] = True
    alarm_id: int


@dataclass(frozen=True)
class AlarmOver(Message):
    """To those who were told: pressed by mistake, or safe again."""

    priority: ClassVar[Priority] = Priority.URGENT
    loud: ClassVar[bool] = True
    alarm_id: int


@dataclass(frozen=True)
class AlarmEnded(Message):
    """To the person: the staff say that it is over."""

    priority: ClassVar[Priority] = Priority.ANSWER
    loud: ClassVar[bool] = True
    alarm_id: int
