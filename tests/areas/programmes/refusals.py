"""One refusal of every type, for its sentence."""

from __future__ import annotations

from models.programmes.refusals import (
    EndBeforeStart,
    InThePast,
    Overlaps,
    RuleNotRead,
    SessionGone,
    TooFewPlaces,
    UnknownProgrammeKind,
)
from tests.furniture import EVENING

REFUSALS = (
    UnknownProgrammeKind("club"), EndBeforeStart(), InThePast(), TooFewPlaces(0), TooFewPlaces(12),
    *(RuleNotRead(why) for why in ("syntax", "endless", "too_often", "never")),
    Overlaps("room", 1, 0, EVENING), Overlaps("leader", 1, 0, EVENING),
    SessionGone(1, "cancelled"), SessionGone(1, "over"),
)  # fmt: skip
