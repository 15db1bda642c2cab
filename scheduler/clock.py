"""The tick: APScheduler calls, the rows say what is due, the jobs do it in small chunks.

APScheduler keeps nothing here: no job store, no misfire memory. What is due lives in tables, so
what was missed while the service was down is done late, once. One instance at a time ticks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.orm import Session

from models.clocks import TownClock, WallClock
from models.store import Store
from models.town import pinned
from models.work import Work

log = structlog.get_logger(__name__)

ROUNDS = 50
"""Chunks of one job in one tick: then the others get their turn."""
STEPS = 2000
"""Instants one move of the demo's clock may stop at."""


class Job(Protocol):
    """One kind of work. ``run`` does a small chunk of what is due and says how many rows it
    touched (0: nothing is left); ``next_due`` is the next instant at which something falls due."""

    @property
    def name(self) -> str: ...
    def run(self, work: Work) -> int: ...
    def next_due(self, work: Work) -> datetime | None: ...


class Clock:
    """Runs ``jobs`` through the store, each chunk a transaction of its own."""

    def __init__(
        self,
        store: Store,
        jobs: Sequence[Job],
        work: Callable[[Session], Work],
        town_clock: TownClock,
        *,
        wall: WallClock,
        after: Callable[[], None] = lambda: None,
        count: Callable[[str], None] = lambda _result: None,
    ) -> None:
        self.last_tick: datetime | None = None
        self._store = store
        self._jobs = jobs
        self._work = work
        self._town_clock = town_clock
        self._wall = wall
        self._after = after
        self._count = count
        self._one_at_a_time = asyncio.Lock()
        self._scheduler: AsyncIOScheduler | None = None

    def start(self) -> None:
        """Tick every second from now on."""
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_job(
            self._ticked,
            "interval",
            seconds=1,
            id="tick",
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.start()

    async def stop(self) -> None:
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
        async with self._one_at_a_time:
            pass

    def nudge(self) -> None:
        """Something may have fallen due by what was just committed: tick now."""
        if self._scheduler is not None:
            with suppress(Exception):
                self._scheduler.modify_job("tick", next_run_time=self._wall.now())

    async def _ticked(self) -> None:
        if await asyncio.to_thread(self._store.try_lead, "clock"):
            await self.tick()

    async def tick(self) -> int:
        """Do everything that is due now; how many rows were touched."""
        async with self._one_at_a_time:
            done = await self._all_jobs()
            self.last_tick = self._wall.now()
        self._count("ticked")
        if done:
            self._after()
        return done

    async def _all_jobs(self) -> int:
        await self._store.read(pinned.refresh)
        return sum([await self._one_job(job) for job in self._jobs])

    async def _one_job(self, job: Job) -> int:
        total = 0
        for _round in range(ROUNDS):
            try:
                done = await self._store.write(lambda session: job.run(self._work(session)))
            except Exception:
                log.exception("job_failed", job=job.name)
                self._count("failed")
                break
            total += done
            if not done:
                break
        return total

    def next_due(self, session: Session) -> datetime | None:
        """The next instant at which any job has something to do."""
        work = self._work(session)
        moments = [due for job in self._jobs if (due := job.next_due(work)) is not None]
        return min(moments) if moments else None

    async def advance(self, instant: datetime) -> None:
        """Move the town's time forward, stopping at every instant at which something falls due."""
        for _step in range(STEPS):
            due = await self._store.read(self.next_due)
            now = await self._store.read(self._town_clock.now)
            if due is None or due >= instant:
                break
            await self._move(max(due, now + timedelta(seconds=1)))
        await self._move(instant)

    async def _move(self, instant: datetime) -> None:
        def move(session: Session) -> None:
            if instant > self._town_clock.now(session):
                self._town_clock.advance_to(session, instant)

        await self._store.write(move)
        await self.tick()
