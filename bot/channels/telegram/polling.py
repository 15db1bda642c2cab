"""Long polling: the way updates come to a laptop, or wherever nobody can reach us from outside.

Asking for updates from a number on confirms all before it, so the number only moves past what was
committed. One process asks; the others stand by. Updates of one chat stay in their order, chats do
not wait for each other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.channels.telegram.api import POLL_SECONDS, Api
from bot.channels.telegram.reading import ALLOWED, Reading
from bot.channels.telegram.reception import Count, Method, Reception
from bot.channels.telegram.trouble import Trouble, growing, is_webhook
from bot.supervise import Supervisor
from models.clocks import WallClock
from models.store import Store

LEADER = "telegram"
STAND_BY = 5.0
"""Seconds between two looks whether the one who polls is still there."""
A_MINUTE = timedelta(minutes=1)
TRIES = 30
"""So often an update is tried that cannot even be kept as a dead letter, while others can."""
_log = structlog.get_logger(__name__)

Pause = Callable[[float], Awaitable[None]]


class Polling:
    """``loop`` is run under supervision; ``stop`` waits for what was taken in and ends it."""

    def __init__(
        self,
        api: Api,
        reception: Reception,
        store: Store,
        wall: WallClock,
        *,
        supervisor: Supervisor,
        count: Count,
        conflicts: Count,
        seconds: float = POLL_SECONDS,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._api = api
        self._reception = reception
        self._store = store
        self._wall = wall
        self._supervisor = supervisor
        self._count = count
        self._trouble = Trouble(api, wall, conflicts)
        self._seconds = seconds
        self._pause = pause
        self._offset = 0
        self._webhook_off: datetime | None = None
        self._stuck = 0
        self._failing: dict[int, tuple[int, int]] = {}
        self._committed = 0
        self._handling = asyncio.Lock()
        self._stopping = False

    def start(self) -> None:
        self._supervisor.run("telegram.polling", self.loop)

    async def stop(self) -> None:
        """Ask no more, finish the updates that are here, let another process poll."""
        self._stopping = True
        async with self._handling:
            await self._supervisor.stop("telegram.polling")
        await asyncio.to_thread(self._store.stop_leading, LEADER)

    async def loop(self) -> None:
        """Ask for updates for as long as this process is the one that does."""
        while not self._stopping:
            if await asyncio.to_thread(self._leads):
                await self.once()
            else:
                self._webhook_off, self._offset = None, 0
                await self._pause(STAND_BY)

    def _leads(self) -> bool:
        """In a thread, which goes on when the loop that waits for it is ended: what it takes after
        the end it gives back, or nobody would poll any more."""
        leads = self._store.try_lead(LEADER)
        if leads and self._stopping:
            self._store.stop_leading(LEADER)
        return leads and not self._stopping

    async def once(self) -> None:
        """One poll and what it brought; or the pause after a fault."""
        try:
            if self._webhook_off is None:
                await self._take_over()
            began = asyncio.get_running_loop().time()
            updates = await self._api.updates(self._offset, ALLOWED, seconds=self._seconds)
        except TelegramError as fault:
            if is_webhook(fault) and self._webhook_off is not None:
                self._forget_old_removal(self._webhook_off)
            await self._pause(self._trouble.met(fault))
            return
        self._trouble.over()
        if updates:
            async with self._handling:
                await self._take_all(updates)
            if self._stuck:
                await self._pause(growing(self._stuck))
            return
        # All before is confirmed. After a quiet week the platform begins anew at any number.
        self._offset = 0
        if asyncio.get_running_loop().time() - began < min(self._seconds, 1.0):
            await self._pause(1.0)  # a server that does not hold the line

    async def _take_over(self) -> None:
        """While a webhook is set there is no polling. What it has not delivered comes to us."""
        await self._api.call("deleteWebhook", drop_pending_updates=False)
        self._webhook_off = self._wall.now()

    def _forget_old_removal(self, removed: datetime) -> None:
        """A webhook that came back is taken off again, at most once a minute."""
        if self._wall.now() - removed >= A_MINUTE:
            self._webhook_off = None

    # -- what a poll brought ----------------------------------------------------------------------
    async def _take_all(self, updates: Sequence[Any]) -> None:
        """Chats side by side, each in its order; then move on past what was committed."""
        readings = [self._reception.read(update) for update in updates]
        lines: dict[str, list[Reading]] = {}
        for place, reading in enumerate(readings):
            person = reading.incoming.address if reading.incoming else f"-{place}"
            lines.setdefault(person, []).append(reading)
        failed: list[int] = []
        async with asyncio.TaskGroup() as group:
            for line in lines.values():
                group.create_task(self._take_line(line, failed))
        numbers = [reading.number for reading in readings if reading.number >= 0]
        before = self._offset
        self._offset = min(failed, default=max(numbers, default=before - 1) + 1)
        self._stuck = self._stuck + 1 if failed or self._offset == before else 0

    async def _take_line(self, line: Sequence[Reading], failed: list[int]) -> None:
        for place, reading in enumerate(line):
            try:
                answer = await self._reception.hand_in(reading)
            except Exception as fault:  # noqa: BLE001 - whatever it is, it comes again
                if self._is_hopeless(reading.number):
                    number = str(reading.number)
                    _log.error("an update is passed over", update_id=number, exc_info=fault)
                    self._count("passed_over")
                    continue
                _log.warning("an update could not be stored, it is asked for again", exc_info=fault)
                failed.extend(one.number for one in line[place:])
                return
            self._committed += 1
            self._failing.pop(reading.number, None)
            if answer is not None:
                self._supervisor.once("telegram.answer", self._say(answer))

    def _is_hopeless(self, number: int) -> bool:
        """Whether this one fails again and again while others are committed: a hundred updates
        behind it would be all that the platform ever shows us."""
        tries, committed = self._failing.get(number, (0, self._committed))
        tries += self._committed != committed
        self._failing[number] = (tries, self._committed)
        if tries < TRIES:
            return False
        del self._failing[number]
        return True

    async def _say(self, answer: Method) -> None:
        """Best effort: a tap that is too old to be answered has been acted on all the same."""
        with suppress(TelegramError):
            await self._api.call(**answer)
