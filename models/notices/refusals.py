"""Why a notice is not sent, stopped or changed."""

from __future__ import annotations

from dataclasses import dataclass

from models.refusals import Refusal


@dataclass(eq=False)
class UnknownNoticeKind(Refusal):
    """The town has no such kind of notice (any more)."""

    kind: str


@dataclass(eq=False)
class NoticeTooLong(Refusal):
    """More than ``most`` characters in one of its languages."""

    key = "words"
    most: int


@dataclass(eq=False)
class NoticeInThePast(Refusal):
    """What it is about, or the hour it is to go out, is over already."""

    key = "time"


@dataclass(eq=False)
class AlreadySent(Refusal):
    """The same words went to the same people a short while ago, or are just going."""

    notice_id: int


@dataclass(eq=False)
class HeldPastUse(Refusal):
    """Quiet hours would hold it until it is of no use: is it to go out all the same?"""

    notice_id: int


@dataclass(eq=False)
class NotYetCounted(Refusal):
    """Its people are still being counted."""

    notice_id: int


@dataclass(eq=False)
class NoticeMovedOn(Refusal):
    """It is in another state by now, in which this cannot be done."""

    notice_id: int
    state: str


@dataclass(eq=False)
class OwnNotice(Refusal):
    """A second person has to agree, not the one who wrote it."""


@dataclass(eq=False)
class TickNotYours(Refusal):
    """The door is another worker's, or is not on the list any more."""


@dataclass(eq=False)
class NoKnockingNow(Refusal):
    """At this hour nobody goes to doors; ``until`` is the town's hour, as text."""

    until: str
