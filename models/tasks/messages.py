"""What volunteers are told, and what coordinators are told about volunteers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.messages import Message, Priority


@dataclass(frozen=True)
class TaskOffered(Message):
    """Would you go? What, whereabouts, by when, how long, why you. Never who or which door.

    Seen or not is read from the outbox row, so its key is ``offer:<id>``."""

    priority: ClassVar[Priority] = Priority.URGENT
    offer_id: int


@dataclass(frozen=True)
class TaskYours(Message):
    """The details, for the one who took it. Withdrawn when the task leaves them."""

    priority: ClassVar[Priority] = Priority.ANSWER
    loud: ClassVar[bool] = True
    offer_id: int


@dataclass(frozen=True)
class TaskAdded(Message):
    """To the one who goes there: the asker added a word or a photo. Withdrawn with the details."""

    priority: ClassVar[Priority] = Priority.URGENT
    offer_id: int


@dataclass(frozen=True)
class SomebodyWent(Message):
    """Another one took it: nothing is left to do."""

    offer_id: int


@dataclass(frozen=True)
class VolunteerWaiting(Message):
    """Somebody wants to help and waits for a coordinator's yes."""

    person_id: int


@dataclass(frozen=True)
class VolunteerWelcome(Message):
    """The community said yes: from now on we may ask."""

    person_id: int


@dataclass(frozen=True)
class VolunteerNotNow(Message):
    """The community said not now."""

    person_id: int
