"""What the sender holds in its hands, and how tellings get their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from bot.dialogue.messages import Outgoing
from bot.dialogue.say import Language
from models.messages import Priority
from models.outbox.claim import AccountRef, Claimed


@dataclass(slots=True)
class Leased:
    """A row leased to this instance, ready to go out. ``outgoing`` is None where nothing is shown
    (withdraw, strip); ``language`` is what its reader reads. ``lease_until`` is in seconds of the wall clock; 0 means: just now leased."""

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
    ) -> Outgoing | None: ...
