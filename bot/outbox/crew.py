"""The workers: as many as there may be calls at once, woken one by one while there is something.

A task for each message would cost more than the message. Here one worker goes on as long as it
finds work and another is called only when a call really has to wait.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from bot.supervise import Supervisor

Turn = Callable[[], Awaitable[bool]]
"""Do the next piece of work; False if there is none."""


class Crew:
    """Up to ``size`` workers. ``rested`` is called whenever one has found nothing to do."""

    def __init__(
        self, supervisor: Supervisor, size: int, turn: Turn, rested: Callable[[], None]
    ) -> None:
        self._supervisor = supervisor
        self._size = size
        self._turn = turn
        self._rested = rested
        self._idle: deque[asyncio.Future[None]] = deque()
        self._called = False
        self._names: list[str] = []
        self.awake = 0

    def call(self) -> None:
        """There may be work: one worker looks, and calls the next if it finds any."""
        if self._called:
            return
        while self._idle:
            waiter = self._idle.popleft()
            if not waiter.done():
                self._called = True
                self.awake += 1
                waiter.set_result(None)
                return
        if len(self._names) < self._size:
            self._called = True
            self.awake += 1
            self._names.append(f"sender.worker.{len(self._names)}")
            self._supervisor.run(self._names[-1], self._work)

    async def stop(self) -> None:
        self._size = 0
        await self._supervisor.stop(*self._names)
        self._names.clear()
        self._idle.clear()
        self.awake = 0

    async def _work(self) -> None:
        self._called = False
        while True:
            while await self._turn():
                pass
            self.awake -= 1
            self._rested()
            waiter = asyncio.get_running_loop().create_future()
            self._idle.append(waiter)
            await waiter
            self._called = False
