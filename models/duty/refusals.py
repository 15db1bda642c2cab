"""Why something at the desk is not done."""

from __future__ import annotations

from dataclasses import dataclass

from models.refusals import Refusal


@dataclass(eq=False)
class HandOverTakenBy(Refusal):
    """Another of the staff was quicker; ``by_person`` may be oneself."""

    hand_over_id: int
    by_person: int


@dataclass(eq=False)
class HandOverIsOver(Refusal):
    hand_over_id: int


@dataclass(eq=False)
class CallIsDone(Refusal):
    """Somebody has ticked it off already."""

    call_id: int


@dataclass(eq=False)
class NoCompany(Refusal):
    """No professionals are named for this kind of help."""

    case_id: int
