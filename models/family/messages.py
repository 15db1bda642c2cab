"""What people of a family are told about each other: who may act for whom, what was done, children.

Ids only, and each is looked up again when it is sent: an agreement that was ended over night is not
spoken of as if it still stood. Nothing here says what somebody suffers from.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.messages import Message


@dataclass(frozen=True)
class DoneForYou(Message):
    """Somebody did something for the reader, who may not want it."""

    act_id: int


@dataclass(frozen=True)
class ActSeen(Message):
    """For the one who did it: the other has seen what was done for them."""

    act_id: int


@dataclass(frozen=True)
class NotWanted(Message):
    """For the one who did it: the other does not want what was done for them."""

    act_id: int


@dataclass(frozen=True)
class ProxyAsked(Message):
    """For the principal: somebody would like to act for them. Theirs alone to decide."""

    agreement_id: int


@dataclass(frozen=True)
class ProxyAgreed(Message):
    """For both: from now on one may act for the other. The one who agreed a moment ago in their
    own chat is not told again."""

    agreement_id: int


@dataclass(frozen=True)
class MoreRefused(Message):
    """For the proxy: nothing besides what they may do already, which goes on."""

    agreement_id: int


@dataclass(frozen=True)
class ProxyChanged(Message):
    """For the proxy: what they may do, or until when, is another thing now."""

    agreement_id: int


@dataclass(frozen=True)
class ProxyEnded(Message):
    """For whoever did not end it; for both when its last day was over."""

    agreement_id: int


@dataclass(frozen=True)
class ProxyEnding(Message):
    """For the principal, some days before: it ends by itself, or goes on at one tap."""

    agreement_id: int


@dataclass(frozen=True)
class GuardianAsks(Message):
    """For who invited them: somebody would look after the child too."""

    child_id: int
    person_id: int
    kin: str


@dataclass(frozen=True)
class GuardianAdded(Message):
    """For the new one and the others: somebody looks after the child too, from now on."""

    child_id: int
    person_id: int


@dataclass(frozen=True)
class GuardianEnded(Message):
    """For the one who looks after the child no more, and for those who go on."""

    child_id: int
    person_id: int


@dataclass(frozen=True)
class CameOfAge(Message):
    """For the grown child and those who looked after it: it decides for itself now."""

    child_id: int
