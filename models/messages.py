"""What happened, told to somebody: frozen types with ids only.

``handlers/<area>/texts.py`` puts each into words when it is sent, in the reader's language; so a
message that waited over night says what is true in the morning, or is dropped.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Any, ClassVar


class Priority(IntEnum):
    """Order of the one budget of a channel: smaller goes first."""

    EMERGENCY = 0
    ANSWER = 1
    URGENT = 2
    ORDINARY = 3
    NOTICE = 4


@dataclass(frozen=True)
class Message:
    """Base of all message types. Fields are ids, codes and plain numbers, never a person's words.

    ``must_reach``: unseen after the town's time it goes one rung up the ladder (call list).
    ``loud``: allowed in quiet hours. ``topic``: what the message is about, for the ladder's words.
    ``asks_one``: about somebody's work; unseen, one colleague is asked to pass it on, once for each
    person and matter, and not the whole desk.
    ``in_place``: an edit of it that cannot take the message's place is not worth another message.
    """

    priority: ClassVar[Priority] = Priority.ORDINARY
    must_reach: ClassVar[bool] = False
    loud: ClassVar[bool] = False
    in_place: ClassVar[bool] = False
    asks_one: ClassVar[bool] = False
    known: ClassVar[dict[str, type[Message]]] = {}

    def __init_subclass__(cls) -> None:
        Message.known[cls.__name__] = cls

    def args(self) -> dict[str, Any]:
        return asdict(self)

    def for_family(self, person_id: int) -> Message | None:
        """What the family of ``person_id``, whom this is meant for, may hear of it; None: nothing."""
        return None

    @staticmethod
    def restore(name: str, args: dict[str, Any]) -> Message:
        """The message a row speaks of. KeyError if this build does not know the type."""
        return Message.known[name](**args)
