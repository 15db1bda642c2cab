"""Why something about a family was not done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from models.refusals import Refusal


# -- children -------------------------------------------------------------------------------------
@dataclass(eq=False)
class ImpossibleBirth(Refusal):
    """A birth date in the future, or longer ago than anybody lives."""

    key: ClassVar[str] = "born"
    born: date


@dataclass(eq=False)
class NotAChild(Refusal):
    """Whoever is grown up decides for themselves: there is nobody to answer for them."""

    key: ClassVar[str] = "born"


@dataclass(eq=False)
class NoSuchGrade(Refusal):
    """A grade is 1 to 12."""

    key: ClassVar[str] = "grade"
    grade: int


@dataclass(eq=False)
class ChildKnown(Refusal):
    """The same child is registered by the same guardian already."""

    key: ClassVar[str] = "name"
    child_id: int


@dataclass(eq=False)
class OwnGuardian(Refusal):
    """A child does not answer for itself."""


@dataclass(eq=False)
class GuardianTooYoung(Refusal):
    """Whoever answers for a child is grown up."""


@dataclass(eq=False)
class LastGuardian(Refusal):
    """A child is never without somebody who answers for it: another one first."""

    child_id: int


# -- acting for somebody ---------------------------------------------------------------------------
@dataclass(eq=False)
class InviteNotGood(Refusal):
    """A link of a relative that leads nowhere. ``why``: forged, expired, used, out_of_use."""

    why: str


@dataclass(eq=False)
class OwnProxy(Refusal):
    """Nobody acts for themselves by somebody's leave."""


@dataclass(eq=False)
class ProxyTooYoung(Refusal):
    """Whoever acts for somebody is grown up."""


@dataclass(eq=False)
class GuardiansAct(Refusal):
    """For a child its guardians act; nobody needs to be named."""


@dataclass(eq=False)
class ActsAlready(Refusal):
    """They may act for them already; what they may do is changed by the one it is done for."""

    agreement_id: int


@dataclass(eq=False)
class CircleOfProxies(Refusal):
    """The one acts for the other already, be it by way of others: nobody would answer in the end."""


@dataclass(eq=False)
class UntilOutOfRange(Refusal):
    """The last day lies in the past, or further off than anybody should agree to."""

    key: ClassVar[str] = "until"
    latest: date


@dataclass(eq=False)
class NothingChosen(Refusal):
    """No purpose, or one that the town does not have."""

    key: ClassVar[str] = "purposes"


@dataclass(eq=False)
class WitnessIsProxy(Refusal):
    """Who reads it out and bears witness cannot be who is to act."""


@dataclass(eq=False)
class NamelessProxy(Refusal):
    """Who is to act must be known by name: the other one has to know whom they agree to."""

    key: ClassVar[str] = "name"
