"""Why a role, a substitution or a background check was not taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from models.refusals import Refusal


@dataclass(eq=False)
class TermNotPossible(Refusal):
    """``why``: "past" (its last day is over), "order" (it ends before it begins), "long" (more
    than ``days`` days)."""

    key: ClassVar[str] = "until"
    why: str
    days: int = 0


@dataclass(eq=False)
class NoRoleForThem(Refusal):
    """``why``: "child" (has a guardian), "gone" (died or moved away)."""

    key: ClassVar[str] = "person"
    why: str


@dataclass(eq=False)
class CannotStandIn(Refusal):
    """``why``: "self", "same" (holds this very role here), "substitute" (the role is itself one
    that stands in), "ended", "stranger" (no colleague of the holder), "admin"."""

    key: ClassVar[str] = "person"
    why: str


@dataclass(eq=False)
class CheckNotPossible(Refusal):
    """``why``: "future", "old" (more than ``months`` months ago), "over" (valid until a day that
    is past), "long" (valid for more than ``months`` months)."""

    key: ClassVar[str] = "checked_on"
    why: str
    months: int = 0


@dataclass(eq=False)
class CheckKnown(Refusal):
    """A check that is valid as long as this one is noted already."""

    key: ClassVar[str] = "checked_on"
    valid_until: date
