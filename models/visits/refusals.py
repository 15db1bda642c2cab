"""Why a visit is not booked or not ticked off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from models.refusals import Refusal


@dataclass(eq=False)
class NotTheirsToSign(Refusal):
    """There is no contract with the doctors, and whoever books may not sign one for them."""


@dataclass(eq=False)
class NoFreeTime(Refusal):
    """The team has no free time in the weeks that can be booked. ``phone`` is the station's."""

    phone: str


@dataclass(eq=False)
class NotTodaysVisit(Refusal):
    """Only what is on that day is ticked off; it begins at ``begins_at``."""

    begins_at: datetime


@dataclass(eq=False)
class CannotBeKept(Refusal):
    """What troubles them is only kept for whoever agreed to that."""

    key: ClassVar[str] = "what"
