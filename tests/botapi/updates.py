"""Updates on their way to the bot: those that wait, the one poll that takes them.

An update waits until the bot has confirmed it: by a later ``offset``, or by 2xx to the webhook.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from tests.botapi.calls import Refusal, Reply, conflict, refused, result

POLLED_TWICE = conflict(
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = conflict(
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the "
    "webhook first"
)
WEBHOOK_SET = conflict("terminated by setWebhook request")
ONLY_IF_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True, eq=False)
class Pending:
    """``number`` is its update_id (as far as it has a proper one), ``lane`` whose turn it is."""

    serial: int
    number: int
    lane: object
    update: dict[str, Any]


@dataclass(slots=True, eq=False)
class Poll:
    """A getUpdates that waits for something to come."""

    limit: int
    answer: Callable[[Reply], None]
    timer: asyncio.TimerHandle


class Updates:
    """``arrived`` is told of every update that is put here: the webhook listens. ``confirmed`` is
    told of every one the bot has taken: whoever sent it may listen."""

    def __init__(self) -> None:
        self.next_update_id = 700_000_001
        self.allowed: Collection[str] = ()
        self.arrived: Callable[[Pending], None] = lambda _: None
        self.confirmed: Callable[[Pending], None] = lambda _: None
        self._waiting: dict[int, Pending] = {}
        self._serial = 0
        self._poll: Poll | None = None
        self._idle: list[asyncio.Future[None]] = []

    # -- in ---------------------------------------------------------------------------------------
    def put(self, kind: str, content: dict[str, Any], lane: object) -> None:
        """A proper update of this kind, if the bot wants to hear of it."""
        wanted = kind in self.allowed if self.allowed else kind not in ONLY_IF_ASKED
        if wanted:
            self.put_raw({"update_id": self.number(), kind: content}, lane)

    def number(self) -> int:
        self.next_update_id += 1
        return self.next_update_id - 1

    def put_raw(self, update: dict[str, Any], lane: object) -> None:
        """Any update at all, also a broken one or one that came already."""
        given = update.get("update_id")
        number = given if type(given) is int else self.number()
        self._serial += 1
        pending = self._waiting[self._serial] = Pending(self._serial, number, lane, update)
        self.arrived(pending)
        self._feed()

    # -- out --------------------------------------------------------------------------------------
    def waiting(self) -> list[Pending]:
        return list(self._waiting.values())

    @property
    def count(self) -> int:
        return len(self._waiting)

    def confirm(self, *done: Pending) -> None:
        for one in done:
            if self._waiting.pop(one.serial, None) is not None:
                self.confirmed(one)
        if not self._waiting:
            self._rest()

    def forget_all(self) -> list[Pending]:
        dropped = self.waiting()
        self.confirm(*dropped)
        return dropped

    @property
    def polled(self) -> bool:
        """Whether a getUpdates waits."""
        return self._poll is not None

    async def idle(self, seconds: float) -> None:
        """Until nothing waits any more; TimeoutError after so many seconds."""
        if not self._waiting:
            return
        future = asyncio.get_running_loop().create_future()
        self._idle.append(future)
        try:
            await asyncio.wait_for(future, seconds)
        except TimeoutError:
            numbers = [one.number for one in self._waiting.values()]
            raise TimeoutError(f"updates the bot has not confirmed: {numbers}") from None

    # -- polling ----------------------------------------------------------------------------------
    def poll(
        self, offset: int, limit: int, timeout: float, answer: Callable[[Reply], None]
    ) -> None:
        """What getUpdates does. Whoever waited before is sent away."""
        self.stop_poll(POLLED_TWICE)
        self._move_to(offset)
        if self._waiting or timeout <= 0:
            answer(self._batch(limit))
            return
        timer = asyncio.get_running_loop().call_later(timeout, self._feed, True)
        self._poll = Poll(limit, answer, timer)

    def stop_poll(self, why: Refusal | None = None) -> None:
        """End the poll that waits, with a refusal or (its client has gone) without a word."""
        poll, self._poll = self._poll, None
        if poll is not None:
            poll.timer.cancel()
            if why is not None:
                poll.answer(refused(why))

    def gone(self, answer: Callable[[Reply], None]) -> None:
        """The client of this poll has hung up."""
        if self._poll is not None and self._poll.answer is answer:
            self.stop_poll()

    def _feed(self, over: bool = False) -> None:
        poll = self._poll
        if poll is not None and (self._waiting or over):
            self.stop_poll()
            poll.answer(self._batch(poll.limit))

    def _batch(self, limit: int) -> Reply:
        return result([one.update for one in self.waiting()[:limit]])

    def _move_to(self, offset: int) -> None:
        """All before the offset is confirmed; a negative one counts from the end."""
        if offset < 0:
            self.confirm(*self.waiting()[:offset])
        elif offset:
            self.confirm(*[one for one in self._waiting.values() if one.number < offset])

    def _rest(self) -> None:
        for future in self._idle:
            if not future.done():
                future.set_result(None)
        self._idle.clear()
