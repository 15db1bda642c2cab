"""What guardians, tutors and the station's lead hear. Ids only; the words are made when it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.messages import Message, Priority


@dataclass(frozen=True)
class EnrolmentDecided(Message):
    """How the draw went, or that somebody who waited has a place now. ``state``: "in", "waiting"."""

    must_reach: ClassVar[bool] = True
    sign_up_id: int
    state: str


@dataclass(frozen=True)
class ChildArrived(Message):
    """Signed in."""

    booking_id: int


@dataclass(frozen=True)
class ChildrenLeft(Message):
    """Gone home, and with whom."""

    pickup_id: int


@dataclass(frozen=True)
class ComesLate(Message):
    """To who is with the child: when ``guardian_id`` comes; can they stay?"""

    priority: ClassVar[Priority] = Priority.URGENT
    pickup_id: int
    guardian_id: int


@dataclass(frozen=True)
class OnTheWay(Message):
    """To who is with the child: somebody is nearly there."""

    pickup_id: int
    guardian_id: int


@dataclass(frozen=True)
class StayWanted(Message):
    """To the station's lead: the tutor has to leave, who stays with the child?"""

    priority: ClassVar[Priority] = Priority.URGENT
    must_reach: ClassVar[bool] = True
    pickup_id: int


@dataclass(frozen=True)
class StaysNow(Message):
    """To who was with the child: this one has come, you may go."""

    priority: ClassVar[Priority] = Priority.URGENT
    pickup_id: int


@dataclass(frozen=True)
class WhereAreYou(Message):
    """To a guardian: the child is well; where are you, or who comes instead?"""

    priority: ClassVar[Priority] = Priority.URGENT
    pickup_id: int
    rung: int


@dataclass(frozen=True)
class CanYouCollect(Message):
    """To the next one who may collect: nobody has come."""

    priority: ClassVar[Priority] = Priority.URGENT
    pickup_id: int
    collector_id: int


@dataclass(frozen=True)
class NobodyCame(Message):
    """To the lead and the duty: phone them. Also what stands on the call list."""

    priority: ClassVar[Priority] = Priority.URGENT
    must_reach: ClassVar[bool] = True
    loud: ClassVar[bool] = True
    pickup_id: int


@dataclass(frozen=True)
class SomebodyElseComes(Message):
    """To who is with the child: not the parents today; ask for the code. The code is not in it."""

    priority: ClassVar[Priority] = Priority.URGENT
    pickup_id: int


@dataclass(frozen=True)
class CodesWrong(Message):
    """To the guardians and the lead: too many wrong codes; the child was given to nobody."""

    priority: ClassVar[Priority] = Priority.URGENT
    must_reach: ClassVar[bool] = True
    loud: ClassVar[bool] = True
    pickup_id: int


@dataclass(frozen=True)
class WrongPersonCame(Message):
    """To the guardians and the lead: the code was right, the person was not."""

    priority: ClassVar[Priority] = Priority.URGENT
    must_reach: ClassVar[bool] = True
    loud: ClassVar[bool] = True
    pickup_id: int
