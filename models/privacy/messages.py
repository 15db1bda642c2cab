"""What staff are told when somebody has died or moved away. Nothing here goes to the one it is
about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.messages import Message, Priority


@dataclass(frozen=True)
class GoneReported(Message):
    """For those who look after the place: somebody's family says that they are no longer here. A
    wrong report can be taken back."""

    person_id: int


@dataclass(frozen=True)
class ChildAlone(Message):
    """For the coordinators: the only guardian of a child has died; another one has to be found."""

    priority: ClassVar[Priority] = Priority.URGENT
    must_reach: ClassVar[bool] = True
    child_id: int
