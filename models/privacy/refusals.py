"""Why something about one's own data, or about somebody who is gone, is not done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.refusals import Refusal


@dataclass(eq=False)
class NotSomebodyHere(Refusal):
    """They were reported as gone before; ``gone`` says how."""

    gone: str


@dataclass(eq=False)
class TooLateToUndo(Refusal):
    """What was kept of them is forgotten by now, or nothing was reported."""


@dataclass(eq=False)
class StillAChild(Refusal):
    """By this day of birth they would be a child, and a child is kept with a guardian only."""

    key: ClassVar[str] = "born"
