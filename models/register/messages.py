"""What somebody is told about their own chats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.messages import Message, Priority


@dataclass(frozen=True)
class AccountLinked(Message):
    """Another chat is this person's too, from now on. Told to the chats they had before: who did
    not do it themselves can undo it there."""

    priority: ClassVar[Priority] = Priority.URGENT
    loud: ClassVar[bool] = True
    linked_id: int
