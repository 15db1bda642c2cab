"""The one door to background work: whatever runs beside the requests is started here.

A bare asyncio task that raises dies silently and stays dead; a service whose clock stopped two
days ago looks healthy from outside. Here a loop that crashes is logged (type and reference, never
values), started again after a growing pause, and until then counts as not alive.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

LONGEST_PAUSE = 30.0
_log = structlog.get_logger("bot.supervise")

Loop = Callable[[], Awaitable[None]]
Pause = Callable[[float], Awaitable[None]]


class Supervisor:
    """Runs loops for as long as the service lives. ``pause`` waits before a crashed one restarts;
    ``count`` hears the type of each crash."""

    def __init__(
        self, *, pause: Pause = asyncio.sleep, count: Callable[[str], None] | None = None
    ) -> None:
        self._pause = pause
        self._count = count
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._once: set[asyncio.Task[None]] = set()
        self._limping: set[str] = set()

    def run(self, name: str, loop: Loop) -> None:
        """Run ``loop`` until ``stop``; again from its start whenever it raises. One of a name."""
        running = self._tasks.get(name)
        if running is not None and not running.done():
            raise ValueError(f"{name!r} is running already")
        self._tasks[name] = asyncio.create_task(self._keep(name, loop), name=name)

    def once(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Run something to its end, without waiting for it. A fault is logged, not repeated."""
        task = asyncio.create_task(self._finish(name, work), name=name)
        self._once.add(task)
        task.add_done_callback(self._once.discard)

    def alive(self, *names: str) -> bool:
        """Whether these loops (all, if none is named) run now and are not recovering."""
        return all(
            name in self._tasks and not self._tasks[name].done() and name not in self._limping
            for name in names or tuple(self._tasks)
        )

    def ended(self, name: str) -> bool:
        """Whether this loop was run and is over, by itself or by whoever cancelled it."""
        return name in self._tasks and self._tasks[name].done()

    async def stop(self, *names: str) -> None:
        """End these loops (everything, if none is named) and wait until they have ended."""
        ending = [
            self._tasks.pop(name) for name in names or tuple(self._tasks) if name in self._tasks
        ]
        if not names:
            ending.extend(self._once)
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)

    async def _keep(self, name: str, loop: Loop) -> None:
        crashes = 0
        while True:
            try:
                await loop()
            except Exception as fault:  # noqa: BLE001 - the loop must outlive every fault
                self._report(name, fault)
            else:
                return
            self._limping.add(name)
            await self._pause(min(2.0**crashes / 4, LONGEST_PAUSE))
            self._limping.discard(name)
            crashes = min(crashes + 1, 10)

    async def _finish(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as fault:  # noqa: BLE001 - nobody awaits this: the log is its only reader
            self._report(name, fault)

    def _report(self, name: str, fault: Exception) -> None:
        _log.error("background work crashed", queue=name, exc_info=fault)
        if self._count is not None:
            self._count(type(fault).__name__)
