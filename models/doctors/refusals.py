"""Why a contract is not signed, renewed, changed or ended just now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from models.refusals import Refusal


@dataclass(eq=False)
class HomeUnknown(Refusal):
    """Which team it is follows from the address, and that is not known."""


@dataclass(eq=False)
class NoTeamHere(Refusal):
    """No team serves this grid."""

    grid_id: str


@dataclass(eq=False)
class UnknownPackage(Refusal):
    """The town has no such package (any more)."""

    key: ClassVar[str] = "package"


@dataclass(eq=False)
class SamePackage(Refusal):
    """It is the one they have."""

    key: ClassVar[str] = "package"


@dataclass(eq=False)
class AlreadySigned(Refusal):
    """There is a valid contract until ``ends_on``: nobody has two."""

    ends_on: date


@dataclass(eq=False)
class NoContract(Refusal):
    """There is nothing to renew, change or end."""


@dataclass(eq=False)
class TooEarlyToRenew(Refusal):
    """Renewing begins ``days`` days before the last one, ``ends_on``."""

    ends_on: date
    days: int


@dataclass(eq=False)
class SameTeam(Refusal):
    """The team of the contract is the one that serves where they live."""


@dataclass(eq=False)
class ContractChanged(Refusal):
    """Somebody else has just changed or ended it."""
