"""The port every messaging platform is plugged into.

The promise of a channel: it turns everything its platform can deliver into ``Incoming`` without
losing or inventing anything, hands it to the intake, acknowledges the platform only after the
intake has committed, and shows an ``Outgoing`` completely or raises one of the faults below.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeAlias

from bot.dialogue.messages import Incoming, Outgoing
from bot.dialogue.say import Language


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a platform can do. The core asks these, never a platform's name.

    ``per_second`` is a wall: no more calls than that in any one second, over all chats.
    ``chat_per_second`` and ``chat_burst`` are the pace of one chat (0 = no limit). ``tells_seen``:
    the channel reports what was shown on an open page; where it cannot, sent counts as reached.

    ``window``: how long after a person's last message they may be written to (None: always).
    ``quota``: how many messages they may be sent after each message of theirs (0: any number).
    """

    edit: bool = True
    withdraw: bool = True
    buttons: bool = True
    tells_seen: bool = False
    photos: bool = True
    max_text: int = 4096
    per_second: float = 0
    chat_per_second: float = 0
    chat_burst: int = 0
    window: timedelta | None = None
    quota: int = 0


class ChannelFault(Exception):
    """Base of what sending may raise. Anything else is a bug."""


class Gone(ChannelFault):
    """The account is closed or has blocked us: mark it dead, do not retry."""


class RetryLater(ChannelFault):
    """The platform asks to wait ``seconds`` (for the whole bot if ``everyone``)."""

    def __init__(self, seconds: float, *, everyone: bool = False) -> None:
        super().__init__(f"retry after {seconds} s")
        self.seconds = seconds
        self.everyone = everyone


class Refused(ChannelFault):
    """The platform will never take this message (malformed, too large): record, do not retry."""


class Channel(Protocol):
    """Sends for one platform. Message ids are the platform's, as text."""

    name: str
    abilities: Abilities

    async def send(self, address: str, message: Outgoing, *, key: str) -> str:
        """Show a new message and return its id. ``key`` is the outbox row: a channel that can
        recognise a repeated key shows it once."""
        ...

    async def edit(self, address: str, message_id: str, message: Outgoing) -> None:
        """Replace a message that is already shown (its text and its buttons)."""
        ...

    async def take_off_buttons(self, address: str, message_id: str) -> None:
        """Leave the text of an old message, remove its buttons. A vanished message is no fault."""
        ...

    async def withdraw(self, address: str, message_id: str, *, language: Language) -> None:
        """Take back a message that held personal details; where it can only be replaced, by a
        sentence in ``language`` that says so. A vanished message is no fault."""
        ...

    async def fetch(self, source: str) -> bytes:
        """The bytes of a photo or a file that came in by this reference; LookupError if it is gone."""
        ...


Intake: TypeAlias = Callable[[Incoming], Awaitable[object]]
"""Takes one update. Returns after the commit, with False if nobody is answered; raises only if
nothing was stored."""
