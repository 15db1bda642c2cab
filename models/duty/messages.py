"""What staff are told, and what a person hears from the staff who speak with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.messages import Message, Priority


@dataclass(frozen=True)
class CaseNeedsYou(Message):
    """Nobody took it, nobody opened, it is not solved, ...: ``why`` is the case's attention code.

    Not ``must_reach``: staff are not phoned by staff; the case stays on the desk instead."""

    priority: ClassVar[Priority] = Priority.URGENT
    case_id: int
    why: str


@dataclass(frozen=True)
class CaseMovedOn(Message):
    """An urgent case goes on without the desk: ``what`` is taken (somebody comes) or closed."""

    case_id: int
    what: str


@dataclass(frozen=True)
class CallNeeded(Message):
    """No channel reached somebody: phone them. ``knock``: nobody answered the phone either."""

    priority: ClassVar[Priority] = Priority.URGENT
    call_id: int
    knock: bool = False


@dataclass(frozen=True)
class HandOverWaiting(Message):
    """Somebody asked for a person."""

    priority: ClassVar[Priority] = Priority.URGENT
    hand_over_id: int


@dataclass(frozen=True)
class HandOverTaken(Message):
    """A named person speaks with you now."""

    priority: ClassVar[Priority] = Priority.ANSWER
    loud: ClassVar[bool] = True
    hand_over_id: int


@dataclass(frozen=True)
class HandOverSaid(Message):
    """One line of the other side, under the name of whoever said it."""

    priority: ClassVar[Priority] = Priority.ANSWER
    loud: ClassVar[bool] = True
    line_id: int


@dataclass(frozen=True)
class HandOverLate(Message):
    """Nobody has answered in the promised time: said as it is, with who was asked next."""

    priority: ClassVar[Priority] = Priority.ANSWER
    hand_over_id: int


@dataclass(frozen=True)
class HandOverEnded(Message):
    """Nobody speaks any more; words go to the service again."""

    priority: ClassVar[Priority] = Priority.ANSWER
    hand_over_id: int


@dataclass(frozen=True)
class DutySaid(Message):
    """Words of the duty to the person who asked, under the speaker's own name."""

    priority: ClassVar[Priority] = Priority.URGENT
    must_reach: ClassVar[bool] = True
    loud: ClassVar[bool] = True
    event_id: int
    case_id: int


@dataclass(frozen=True)
class ResidentConfirmed(Message):
    """A worker has confirmed who this person is."""

    priority: ClassVar[Priority] = Priority.NOTICE
    by_person: int
