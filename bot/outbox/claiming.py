"""Taking what is due into this instance's hands, as fast as it goes out and no faster."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from time import thread_time
from typing import TypeAlias

from sqlalchemy.orm import Session

from bot.channels.base import Channel
from bot.outbox.crowding import Crowding
from bot.outbox.hands import instant
from bot.outbox.lanes import Lanes
from bot.outbox.leading import Leading
from bot.outbox.leased import Speaker
from bot.outbox.load import Load
from bot.outbox.pace import Pacing
from bot.outbox.readers import Terms
from bot.outbox.wording import Batch, claim_and_word
from models.clocks import WallClock
from models.messages import Priority
from models.outbox.freeing import release_former, unsaid_replies
from models.outbox.quota import Limit, let_in
from models.store import Store

QuietUntil: TypeAlias = Callable[[Session, datetime], "datetime | None"]
"""When the quiet hours end that an instant of the town clock falls into; None: it is day."""
SPARED = 5.0
"""Seconds for which no notice is claimed after a chunk of it met a channel that rests: else all of
it would be taken out of the table only to be put back."""
WORTH_IT = 0.25
"""Of what many may have in hand: for less room than this nothing of theirs is claimed."""


def never_quiet(_session: Session, _town: datetime) -> None:
    return None


class Claimer:
    """``take`` hears what was claimed and worded."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        speak: Speaker,
        wall: WallClock,
        town_now: Callable[[Session], datetime],
        lease: str,
        pacing: Pacing,
        lanes: Lanes,
        take: Callable[[Batch], None],
        quiet_until: QuietUntil = never_quiet,
    ) -> None:
        self.load = Load(pacing)
        self.crowding = Crowding(pacing)
        self.leading = Leading(store, lease, channels, pacing.lead)
        self.speak = speak
        self._store = store
        self._channels = channels
        self._wall = wall
        self._town_now = town_now
        self._lease = lease
        self._pacing = pacing
        self._lanes = lanes
        self._take = take
        self._quiet_until = quiet_until
        self._due = asyncio.Event()
        self._more = False
        self._spared_until = 0.0
        self._limits = {
            name: Limit(able.window, able.quota)
            for name, able in ((name, channel.abilities) for name, channel in channels.items())
            if able.window is not None or able.quota
        }

    # -- in the background ------------------------------------------------------------------------
    def start(self) -> None:
        """Before rows are leased to this instance, others can see that it lives."""
        self.leading.hold_lease()

    async def loop(self) -> None:
        if self._store.dialect == "sqlite":  # one service a file: whoever held the others is dead
            await self.free_former()
        alone = self._store.dialect == "sqlite"
        poll = self._pacing.poll if alone else self._pacing.shared_poll
        while True:
            self._due.clear()
            if not await self._some():
                with suppress(TimeoutError):
                    async with asyncio.timeout(poll):
                        await self._due.wait()
                self._lanes.sweep(self._wall.now().timestamp(), self._pacing.grace)

    async def _some(self) -> bool:
        """Claim a chunk if it is ours to claim; whether there may be more to claim at once."""
        if not await self.leading.ask():
            return False
        await self.leading.free_orphans()
        most, worst = self._room(WORTH_IT)
        found = await self._claim(most, worst) if most else 0
        full = most > 0 and found == most
        self._more = full or worst < Priority.NOTICE
        return full

    def wake(self) -> None:
        """Something was enqueued, or the time has moved."""
        self._due.set()

    def went(self) -> None:
        """Something has left our hands: is it time for more?"""
        if self._more and self.load.hungry():
            self._due.set()

    # -- at once ----------------------------------------------------------------------------------
    async def claim(self) -> int:
        """Claim one chunk; returns how many rows were looked at."""
        most, worst = self._room()
        return await self._claim(most, worst) if most else 0

    def _room(self, at_least: float = 0.0) -> tuple[int, Priority]:
        most, worst = self.load.room(at_least=at_least)
        if self._wall.now().timestamp() < self._spared_until:
            return most, min(worst, Priority.ORDINARY)
        return most, worst

    async def _claim(self, most: int, worst: Priority) -> int:
        wall = self._wall.now()
        resting = {
            name: instant(until) for name, until in self._lanes.resting(wall.timestamp()).items()
        }

        def job(session: Session) -> tuple[Batch, float]:
            began = thread_time()
            town = self._town_now(session)
            self.crowding.look(session.connection(), wall.timestamp(), town)
            terms = Terms(
                lease=self._lease,
                lease_for=self._pacing.lease,
                wall=wall,
                town=town,
                most=most,
                channels=tuple(self._channels),
                resting=resting,
                attempts=self._pacing.attempts,
                worst=min(worst, Priority.ORDINARY) if self.crowding.why else worst,
                limits=self._limits,
                quiet_until=self._quiet_until(session, town),
            )
            return claim_and_word(session, terms, self.speak), thread_time() - began

        batch, took = await self._store.write(job)
        self.load.held(batch.looked, took)
        if batch.rested > batch.looked / 2:
            self._spared_until = wall.timestamp() + SPARED
        self._take(batch)
        return batch.looked

    async def free_former(self) -> int:
        """What a killed predecessor held is due at once, and new replies wait behind it."""

        def job(session: Session) -> tuple[int, list[tuple[str, str]]]:
            freed = release_former(session.connection(), self._lease)
            return freed, unsaid_replies(session.connection())

        freed, unsaid = await self._store.write(job)
        now = self._wall.now().timestamp()
        for channel, address in unsaid:
            if channel in self._channels:
                self._lanes.lines[channel].lane(address).parked_until = now
        return freed

    def limited(self, channel: str) -> bool:
        """Whether the platform lets us write only after the person has."""
        return channel in self._limits

    async def let_in(self, accounts: set[int]) -> None:
        """These have just written: what could not reach them may go now."""

        def job(session: Session) -> int:
            return let_in(session.connection(), accounts, self._town_now(session))

        if await self._store.write(job):
            self.wake()
