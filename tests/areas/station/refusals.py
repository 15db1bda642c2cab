"""One refusal of every type, for its sentence."""

from __future__ import annotations

from models.station.refusals import (
    AlreadyEnrolled,
    ChildIsThere,
    CodeLocked,
    ConsentNeeded,
    DayFull,
    DayOver,
    GradeNotHere,
    NobodyCollects,
    NoRoomThere,
    NoStation,
    NotEnrolled,
    NotMatched,
    NotThatDay,
    NotThere,
    NotYourChild,
    SomebodyStays,
)

REFUSALS = (
    NotYourChild(), GradeNotHere(1, (1, 2, 3, 4, 5, 6)), AlreadyEnrolled(1, "yangguang"),
    NoStation(), NotThatDay(), DayFull(2), NoRoomThere(), NobodyCollects(), ConsentNeeded(), NotEnrolled(),
    ChildIsThere(), DayOver(), NotThere(), CodeLocked(), NotMatched(), SomebodyStays(),
)  # fmt: skip
