"""Why something about what is due was not done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.refusals import Refusal


@dataclass(eq=False)
class DueOver(Refusal):
    """It is done, or not due any more; ``state`` says which."""

    state: str


@dataclass(eq=False)
class WrongDay(Refusal):
    """A day to come, or before the last time it was done."""

    key: ClassVar[str] = "on"


@dataclass(eq=False)
class UnknownCondition(Refusal):
    """The town follows up no such illness."""

    key: ClassVar[str] = "condition"


@dataclass(eq=False)
class AlreadyNoted(Refusal):
    """The team knows of it already."""

    key: ClassVar[str] = "condition"


@dataclass(eq=False)
class LookFirst(Refusal):
    """Health data is opened before anything is done with it: then it is noted who looked."""
