"""Why something about an alarm is not done."""

from __future__ import annotations

from dataclasses import dataclass

from models.refusals import Refusal


@dataclass(eq=False)
class AlarmAnswered(Refusal):
    """Somebody else has acknowledged it first; ``by_person`` may be oneself."""

    alarm_id: int
    by_person: int


@dataclass(eq=False)
class AlarmIsOver(Refusal):
    """It was pressed by mistake, or the person is safe, or it was ended."""

    alarm_id: int
    state: str
