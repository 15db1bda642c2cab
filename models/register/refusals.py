"""Why something about a person or an address was not taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.refusals import Refusal


@dataclass(eq=False)
class UnknownBuilding(Refusal):
    """There is no such building on the town's map."""

    key: ClassVar[str] = "building"
    estate_id: str


@dataclass(eq=False)
class StillOpen(Refusal):
    """There are cases open: without the address nobody would find the door."""

    cases: int


@dataclass(eq=False)
class StillServing(Refusal):
    """Who holds a role or helps as a volunteer is known by name; that ends first."""


@dataclass(eq=False)
class NotOfThisHousehold(Refusal):
    """The person chosen does not live behind this card."""


@dataclass(eq=False)
class LinkNotGood(Refusal):
    """A link that opens no chat. ``why``: forged, expired, out_of_use."""

    why: str


@dataclass(eq=False)
class AlreadyLinked(Refusal):
    """The chat is that person's already."""


@dataclass(eq=False)
class KnownAsAnother(Refusal):
    """Who writes here is known as somebody; two known people are not made one by a link."""


@dataclass(eq=False)
class AlarmStillOpen(Refusal):
    """Both of the two who are to be one have called for help and nobody has answered yet."""
