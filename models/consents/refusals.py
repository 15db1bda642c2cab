"""Why an agreement cannot be given or taken back just now."""

from __future__ import annotations

from dataclasses import dataclass

from models.refusals import Refusal


@dataclass(eq=False)
class NothingToTakeBack(Refusal):
    """It is not agreed to, or no longer."""

    purpose: str


@dataclass(eq=False)
class StillOnTheWay(Refusal):
    """Somebody waits for this volunteer: ``tasks`` of theirs are not finished."""

    tasks: int
