"""Why somebody was not looked for, not shown, or not written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from models.refusals import Refusal


@dataclass(eq=False)
class SayMore(Refusal):
    """Too many would fit. ``what`` is missing: "building", "estate", "more"."""

    key: ClassVar[str] = "whom"
    what: Literal["building", "estate", "more"]


@dataclass(eq=False)
class ReasonNeeded(Refusal):
    """A child's record, or one outside one's own places, opens with a reason only."""

    key: ClassVar[str] = "why"


@dataclass(eq=False)
class AlreadyHere(Refusal):
    """Somebody of this name lives behind this door already."""

    key: ClassVar[str] = "name"
    person_id: int


@dataclass(eq=False)
class ChildNeedsGuardian(Refusal):
    """By this day of birth it is a child: registered by who answers for it."""

    key: ClassVar[str] = "born"


@dataclass(eq=False)
class BirthNotPossible(Refusal):
    """Nobody who lives was born on that day."""

    key: ClassVar[str] = "born"
