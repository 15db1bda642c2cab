"""What the sender holds in its hands, and how tellings get their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol, TypeAlias, runtime_checkable

from sqlalchemy.orm import Session

from bot.dialogue.messages import Outgoing
from bot.dialogue.say import Language
from bot.outbox.pace import Call
from models.messages import Priority
from models.outbox.claim import AccountRef, Claimed


@dataclass(slots=True)
class Leased:
    """A row leased to this instance, ready to go out. ``outgoing`` is None where nothing is shown
    (withdraw, strip); ``language`` is what its reader reads. ``lease_until`` is in seconds of the
    wall clock; 0 means: just now leased. ``call`` is its place in the channel's pace while it is
    out. ``in_place``: an edit that is no message of its own, where it cannot take the place."""

    id: int
    account_id: int
    channel: str
    address: str
    op: str
    target_id: int | None
    outgoing: Outgoing | None
    key: str
    priority: int = Priority.ANSWER
    attempts: int = 0
    lease_until: float = 0.0
    claimed: bool = False
    language: Language = "zh"
    in_place: bool = False
    call: Call | None = None

    @property
    def cost(self) -> int:
        """How many calls it takes, as far as that can be told here: pictures go by themselves."""
        shown = self.outgoing
        return 2 if shown is not None and (shown.photos or shown.code) else 1


class Held(Enum):
    """What a speaker answers when a message is true, but not to be said now: the row is put aside
    until somebody lets it go (``models.outbox.holding``)."""

    HELD = "held"


Said: TypeAlias = Outgoing | Held | None
"""The words; or not now; or None: it is no longer true."""


class Speaker(Protocol):
    """Puts a telling into words for the one who reads it, at the moment it is sent.

    Runs inside the transaction that claims the row: it checks again what the reader may know,
    returns None if the message is no longer true, and notes on the account's talk what a typed
    number now means and that something was sent below the talk's screen. The row may be claimed
    again (a lapsed lease), so being asked twice changes nothing.
    """

    def __call__(
        self,
        session: Session,
        account: AccountRef,
        message: str,
        args: dict[str, Any],
        row: Claimed,
    ) -> Said: ...


@runtime_checkable
class SharedSpeaker(Protocol):
    """A speaker that can also word one message for many readers at once.

    ``shared`` gets all rows of a chunk that carry this message with these arguments, each with the
    account it goes to. It answers for each row by its id, after one look for the words and one
    statement for all the talks; or None: this message is worded for each reader by itself.
    Everything else is as for a single reader.
    """

    def shared(
        self,
        session: Session,
        message: str,
        args: dict[str, Any],
        readers: Sequence[tuple[Claimed, AccountRef]],
    ) -> Mapping[int, Said] | None: ...
