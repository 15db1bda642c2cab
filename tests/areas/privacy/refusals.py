"""One of each sort of refusal of this area."""

from __future__ import annotations

from models.privacy.refusals import NotSomebodyHere, StillAChild, TooLateToUndo

REFUSALS = (NotSomebodyHere("dead"), TooLateToUndo(), StillAChild())
