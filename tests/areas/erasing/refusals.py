"""One of each sort of refusal of this area."""

from __future__ import annotations

from models.privacy.erasing_refusals import NotGone, StillInTheWay

REFUSALS = (
    StillInTheWay("alarm", 1),
    StillInTheWay("there", 1),
    StillInTheWay("cases", 2),
    StillInTheWay("tasks", 1),
    StillInTheWay("children", 1),
    StillInTheWay("roles", 1),
    NotGone(),
)
