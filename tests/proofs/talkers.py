"""Fifty people who talk while the service has something big to do, and how long anybody waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from bot.channels.memory import MemoryChannel
from bot.dialogue.messages import Incoming, Outgoing

TALKERS = 50
THINK = (0.6, 1.4)
"""Seconds between an answer and what is said next: quicker than people are."""
REMEMBERED = 3
"""Messages on a phone: to look for rubbish in all that was ever said would be no cost of the service."""
WORDS = ("暖气不热", "主页", "我的事儿", "谢谢", "返回", "帮助")


class Talking(MemoryChannel):
    """Fifty phones. ``waits`` are the seconds from a message to its answer."""

    def __init__(self) -> None:
        super().__init__(run="prove")
        self.waits: list[float] = []
        self.fallen_silent = 0
        """How many ended before they were told to."""
        self._all_heard = asyncio.Event()
        self._heard: set[str] = set()
        self._answers: dict[str, asyncio.Event] = {}

    async def send(self, address: str, message: Outgoing, *, key: str) -> str:
        sent = await super().send(address, message, key=key)
        self._answered(address)
        return sent

    async def edit(self, address: str, message_id: str, message: Outgoing) -> None:
        await super().edit(address, message_id, message)
        self._answered(address)

    @asynccontextmanager
    async def all_talk(
        self, intake: Callable[[Incoming], Awaitable[object]]
    ) -> AsyncIterator[None]:
        """They talk as long as this lasts; it begins when everybody has had an answer: whoever is
        new makes a row of their own."""
        talkers = [
            asyncio.create_task(self._talk(one, intake))  # noqa: TID251 - ended below
            for one in range(TALKERS)
        ]
        try:
            await self._all_heard.wait()
            self.waits.clear()
            yield
        finally:
            for one in talkers:
                one.cancel()
            ends = await asyncio.gather(*talkers, return_exceptions=True)
            self.fallen_silent = sum(not isinstance(e, asyncio.CancelledError) for e in ends)

    def figures(self) -> dict[str, Any]:
        """Of the answers since ``waits`` was last cleared."""
        waits = sorted(self.waits) or [0.0]
        return {
            "answers": len(waits),
            "median ms": round(waits[len(waits) // 2] * 1000, 1),
            "longest wait ms": longest(waits),
        }

    def _answered(self, address: str) -> None:
        if address in self._answers:
            self._answers[address].set()

    def _forget(self, address: str) -> None:
        phone = self.phone(address)
        phone.messages = phone.messages[-REMEMBERED:]
        phone.by_key = {one.key: one for one in phone.messages}
        phone.looked = 0

    async def _talk(self, number: int, intake: Callable[[Incoming], Awaitable[object]]) -> None:
        """Somebody who writes, reads, thinks, and writes again."""
        chance, address, said = Random(number), f"talker-{number}", 0
        answer = self._answers[address] = asyncio.Event()
        await asyncio.sleep(chance.uniform(*THINK))
        while True:
            answer.clear()
            began, said = perf_counter(), said + 1
            update = f"{address}:{said}"
            await intake(Incoming(self.name, address, update, "text", text=chance.choice(WORDS)))
            async with asyncio.timeout(10):
                await answer.wait()
            self.waits.append(perf_counter() - began)
            self._forget(address)
            self._heard.add(address)
            if len(self._heard) == TALKERS:
                self._all_heard.set()
            await asyncio.sleep(chance.uniform(*THINK))


def longest(seconds: list[float]) -> float:
    """In ms."""
    return round(max(seconds, default=0) * 1000, 1)


def peak() -> int:
    """The most this process ever held, in MB. (``ru_maxrss`` also counts what its parent held when
    it was forked.)"""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024
