"""Each refusal of this area, with each of its reasons."""

from __future__ import annotations

from datetime import date

from models.people.refusals import (
    AlreadyHere,
    BirthNotPossible,
    ChildNeedsGuardian,
    ReasonNeeded,
    SayMore,
)
from models.refusals import Refusal
from models.roles.refusals import (
    CannotStandIn,
    CheckKnown,
    CheckNotPossible,
    NoRoleForThem,
    TermNotPossible,
)

REFUSALS: tuple[Refusal, ...] = (
    SayMore("building"), SayMore("estate"), SayMore("more"), ReasonNeeded(), AlreadyHere(1),
    ChildNeedsGuardian(), BirthNotPossible(), TermNotPossible("past"), TermNotPossible("order"),
    TermNotPossible("long", 92), NoRoleForThem("child"), NoRoleForThem("gone"),
    CannotStandIn("self"), CannotStandIn("same"), CannotStandIn("substitute"),
    CannotStandIn("ended"), CannotStandIn("stranger"), CannotStandIn("admin"),
    CheckNotPossible("future"), CheckNotPossible("old", 12), CheckNotPossible("over"),
    CheckNotPossible("long", 12), CheckKnown(date(2027, 6, 1)),
)  # fmt: skip
