"""How long messages waited, and for what: their own trouble, everybody's, or somebody else's.

A stopwatch stands between the sender and the channel. From what it saw and from the rows it can be
told for each message from when it could have gone, when it went, and for how much of that time it
had to wait: because calls to its own chat failed, or because the platform had told everybody to be
quiet. What is left over it has waited behind others, and that must be nearly nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import Abilities, Channel, Gone, Refused, RetryLater
from bot.dialogue.messages import Outgoing
from bot.dialogue.say import Language
from models.clocks import WallClock
from models.outbox.tables import OutboxRow
from models.register.tables import Account

T = TypeVar("T")
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call to one chat. ``rest``: how long the platform wanted to hear nothing after it, from
    this chat or from ``everyone``."""

    address: str
    began: float
    ended: float
    fault: str = ""
    rest: float = 0.0
    everyone: bool = False

    @property
    def unanswered(self) -> bool:
        """Whether the caller cannot know what became of it. (The platform may have taken it and
        answered, too late for the caller's patience: only the caller knows what it heard.)"""
        if self.fault == RetryLater.__name__:
            return self.everyone  # one chat is asked to wait only by an answer
        return self.fault not in ("", Gone.__name__, Refused.__name__)


class Stopwatch:
    """A channel that passes everything on and notes when."""

    def __init__(self, channel: Channel, wall: WallClock) -> None:
        self.name = channel.name
        self.abilities: Abilities = channel.abilities
        self.attempts: list[Attempt] = []
        self._channel = channel
        self._wall = wall

    async def send(self, address: str, message: Outgoing, *, key: str) -> str:
        return await self._timed(address, self._channel.send(address, message, key=key))

    async def edit(self, address: str, message_id: str, message: Outgoing) -> None:
        await self._timed(address, self._channel.edit(address, message_id, message))

    async def take_off_buttons(self, address: str, message_id: str) -> None:
        await self._timed(address, self._channel.take_off_buttons(address, message_id))

    async def withdraw(self, address: str, message_id: str, *, language: Language) -> None:
        work = self._channel.withdraw(address, message_id, language=language)
        await self._timed(address, work)

    async def fetch(self, source: str) -> bytes:
        return await self._channel.fetch(source)

    async def _timed(self, address: str, work: Awaitable[T]) -> T:
        began, fault, rest, everyone = self._now(), "", 0.0, False
        try:
            return await work
        except BaseException as met:
            fault = type(met).__name__
            if isinstance(met, RetryLater):
                rest, everyone = met.seconds, met.everyone
            raise
        finally:
            now = self._now()
            self.attempts.append(Attempt(address, began, now, fault, rest, everyone))

    def _now(self) -> float:
        return self._wall.now().timestamp()


@dataclass(frozen=True, slots=True)
class Wait:
    """A message that went. ``behind`` is what it waited for others; ``troubled``: calls to its own
    chat failed meanwhile."""

    address: str
    priority: int
    seconds: float
    behind: float
    troubled: bool


def waits_of(
    session: Session, attempts: Sequence[Attempt], backoff: float, silences: Sequence[Span]
) -> list[Wait]:
    """``backoff``: the longest pause the sender makes by itself after a call without an answer;
    ``silences``: when nobody was answered at all."""
    everyone = [(one.ended, one.ended + one.rest) for one in attempts if one.everyone]
    everyone += silences
    own: dict[str, list[Span]] = defaultdict(list)
    failed: dict[str, list[Span]] = defaultdict(list)
    for one in attempts:
        span = (one.began, one.ended + _pause(one, backoff))
        own[one.address].append(span)
        if one.fault:
            failed[one.address].append(span)
    query = (
        select(OutboxRow, Account.address)
        .join(Account, Account.id == OutboxRow.account_id)
        .where(OutboxRow.state == "sent", OutboxRow.op.in_(("send", "edit")))
    )
    found = []
    for row, address in session.execute(query):
        assert row.sent_at is not None
        could = max(row.created_at, row.not_before).timestamp()
        went = row.sent_at.timestamp()
        inside = _inside([*everyone, *own[address]], could, went)
        troubled = any(one[0] < went and one[1] > could for one in failed[address])
        waited = went - could
        found.append(Wait(address, row.priority, waited, waited - inside, troubled))
    return found


def _pause(one: Attempt, backoff: float) -> float:
    if not one.fault or one.everyone or one.fault == Gone.__name__:
        return 0.0
    return one.rest or backoff


def _inside(spans: Iterable[Span], begin: float, end: float) -> float:
    """How much of a time is covered by these spans."""
    covered, reached = 0.0, begin
    for first, last in sorted(spans):
        first, last = max(first, reached), min(last, end)  # noqa: PLW2901 - cut to what is left
        if last > first:
            covered += last - first
            reached = last
    return covered


def longest(waits: Iterable[Wait]) -> float:
    return max((one.behind for one in waits), default=0.0)
