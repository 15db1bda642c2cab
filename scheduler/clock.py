"""The clock ticks; what is due lives in tables and is claimed there.

APScheduler decides nothing and remembers nothing: its own store of jobs loses what was due while
the service was down and must not be shared between processes. It only rings once a second. A tick
asks every job for one small chunk at a time, each in its own transaction, until nothing is left,
so a big job neither holds the writer nor lets the others wait. One process ticks; another takes
over when its leadership ends with its connection.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic, thread_time
from typing import Any, Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.orm import Session

from models.base import SettingRow, insert_new
from models.clocks import NeverBack, TownClock, WallClock
from models.store import Store
from models.town import pinned
from models.work import Work

ROUNDS = 50
"""Chunks of one job in one tick; a longer queue goes on at the next one."""
STEPS = 5_000
"""Due instants that one move of the town clock stops at; beyond them it goes on without stops."""
GIVES_WAY = 4.0
"""How much longer than it worked the clock rests while anybody waits: it takes a fifth of the
writer, never all of it."""
LONGEST_WAY = 1.0
"""Seconds; a tick that has given way for so long ends, and the next begins with what is urgent."""
RELIEVED_AFTER = 8
"""Chunks: each touches up to two hundred pages, and the writer stops to flush after 4,000."""
BREATH = 0.05
"""Seconds between two ticks that people call for: each looks into a dozen tables."""
BELL_LATE = 5.0
"""Seconds after which the loop ticks without having been rung for."""
RESTING = timedelta(minutes=1)
"""A job that raised is tried again after a growing pause of at most this."""
_STORED_EVERY = timedelta(seconds=10)
_LAST_TICK = "clock.last_tick"
_log = structlog.get_logger("scheduler.clock")


class Job(Protocol):
    """One kind of work that comes due by the clock.

    ``run`` does a small chunk (under 20 ms) and returns how many rows it handled, 0 when nothing is
    due. It may run again after a fault: what it enqueues has keys of its own, or comes from rows it
    claimed. ``next_due`` is the instant (town clock) of the next work, None if there is none.
    """

    @property
    def name(self) -> str: ...

    def run(self, work: Work) -> int: ...

    def next_due(self, work: Work) -> datetime | None: ...


async def _nothing() -> None:
    return None


def _uncounted(_result: str) -> None:
    """Nobody counts."""


class Clock:
    """``work_for_clock`` makes the work of the actor clock; ``after`` hears each commit that did
    something (wake the sender). ``settle`` is awaited at each instant of a moved town clock, so
    that what became due is sent before the next instant."""

    def __init__(
        self,
        store: Store,
        jobs: Sequence[Job],
        work_for_clock: Callable[[Session], Work],
        town: TownClock,
        wall: WallClock,
        *,
        after: Callable[[], None] = lambda: None,
        settle: Callable[[], Awaitable[None]] = _nothing,
        count: Callable[[str], None] = _uncounted,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        time: Callable[[], float] = monotonic,
    ) -> None:
        self.last_tick: datetime | None = None
        """Wall time of the last tick that any instance made."""
        self.beat = time()
        """When this clock last went on, monotonic; whether it leads or not."""
        self.at_work: tuple[str, float] | None = None
        """The job that has its turn now, and since when (monotonic)."""
        self._store = store
        self._jobs = tuple(jobs)
        self._work_for_clock = work_for_clock
        self._town = town
        self._wall = wall
        self._after = after
        self._settle = settle
        self._count = count
        self._pause = pause
        self._time = time
        self._rung = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._stored: datetime | None = None
        self._rests: dict[str, tuple[datetime, timedelta]] = {}
        self._bell: Any = None
        self._stopped = False
        self._spent = 0.0
        """Seconds that the writer has worked for the clock since it last gave way."""
        self._given = 0.0
        """Seconds for which it has given way so far."""
        self._chunks = 0

    # -- ringing ----------------------------------------------------------------------------------
    def start(self, run: Callable[[str, Callable[[], Awaitable[None]]], None]) -> None:
        """Let the bell ring every second and, by ``run(name, loop)``, keep a loop that hears it."""
        # Its complaint that a tick is still running is what coalescing is for.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._bell = AsyncIOScheduler(timezone=UTC)
        self._bell.add_job(
            self._ring,
            IntervalTrigger(seconds=1, timezone=UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        self._bell.start()
        self.nudge()
        run("clock", self.loop)

    async def stop(self) -> None:
        """Ring no more, wait for the tick that is running, hand the leadership over."""
        if self._bell is not None:
            self._bell.shutdown(wait=False)
            self._bell = None
        self._stopped = True
        async with self._one_at_a_time:
            await asyncio.to_thread(self._store.stop_leading, "clock")

    def nudge(self) -> None:
        """Something may be due already: tick now."""
        self._rung.set()

    @property
    def rung(self) -> bool:
        """Whether somebody has asked for a tick since the last one began."""
        return self._rung.is_set()

    async def loop(self) -> None:
        """Tick whenever the bell has rung. To be run under supervision."""
        while True:
            with suppress(TimeoutError):  # a bell that broke must not stop the clock
                async with asyncio.timeout(BELL_LATE):
                    await self._rung.wait()
            await self.tick()
            await self._pause(BREATH)

    async def _ring(self) -> None:
        self._rung.set()

    # -- ticking ----------------------------------------------------------------------------------
    async def tick(self) -> int:
        """Do what is due, if this process leads; returns how many rows were handled."""
        async with self._one_at_a_time:
            self._rung.clear()
            if self._stopped:
                return 0
            if not await asyncio.to_thread(self._store.try_lead, "clock"):
                self.last_tick = await self._store.read(last_tick)
                self.beat = self._time()
                return 0
            await self._store.read(pinned.refresh)
            handled = await self._run_all()
            await self._note_tick()
            self._count("ok")
            return handled

    async def advance(self, to: datetime) -> None:
        """Move the town's time forward (demo only), stopping at every due instant on the way so
        that everything happens in the order in which it would have. Raises ``NeverBack``."""
        async with self._one_at_a_time:
            now = await self._store.read(self._town.now)
            if to < now:
                raise NeverBack
            await self._run_all()
            await self._settle()
            for _ in range(STEPS):
                instant = await self._store.read(self.next_instant)
                if instant is None or instant >= to:
                    break
                await self._move(instant)
            await self._move(to)

    async def _move(self, instant: datetime) -> None:
        def job(session: Session) -> None:
            if instant > self._town.now(session):
                self._town.advance_to(session, instant)

        await self._store.write(job)
        self._rests.clear()
        await self._run_all()
        self._after()
        await self._settle()

    def next_instant(self, session: Session) -> datetime | None:
        """The next instant after now at which anything falls due."""
        work = self._work_for_clock(session)
        due = (self._next_of(job, work) for job in self._jobs)
        return min((at for at in due if at is not None and at > work.now), default=None)

    def _next_of(self, job: Job, work: Work) -> datetime | None:
        try:
            return job.next_due(work)
        except Exception as fault:  # noqa: BLE001 - the others still know when they are due
            _log.error("a job of the clock does not know its time", queue=job.name, exc_info=fault)
            return None

    async def _run_all(self) -> int:
        """A chunk of every job in turn, until none has anything left."""
        total, given = 0, self._given
        active = [job for job in self._jobs if not self._rests_now(job)]
        for _ in range(ROUNDS):
            busy, left = [], active
            while left:
                at, handled = await self._run_some(left)
                self.beat = self._time()
                total += handled
                if handled:
                    busy.append(left[at])
                left = left[at + 1 :]
            active = busy
            if not active or self._given - given > LONGEST_WAY:
                break
        return total

    async def _run_some(self, jobs: Sequence[Job]) -> tuple[int, int]:
        """Let the jobs have their turns, in one piece of work until one of them has done something
        or fails: most seconds there is nothing to do, and to find that out is one transaction.
        Which was the last that had its turn, and how many rows it handled."""
        at = 0

        def piece(session: Session) -> int:
            nonlocal at
            for at, job in enumerate(jobs):  # noqa: B007 - read after the loop
                handled = self._chunk(job, session)
                if handled:
                    return handled
            return 0

        try:
            handled = await self._store.write(piece)
        except Exception as fault:  # noqa: BLE001 - one job's fault must not stop the others
            self._failed(jobs[at], fault)
            return at, 0
        for job in jobs[: at + 1]:
            self._rests.pop(job.name, None)
        if handled:
            self._after()
            await self._relieve()
        await self._give_way()
        return at, handled

    def _failed(self, job: Job, fault: Exception) -> None:
        """It rests for a while, longer each time."""
        pause = self._rests.get(job.name, (None, timedelta(seconds=0.5)))[1] * 2
        self._rests[job.name] = (self._wall.now() + pause, min(pause, RESTING / 2))
        _log.error("a job of the clock failed", queue=job.name, exc_info=fault)
        self._count("failed")

    def _chunk(self, job: Job, session: Session) -> int:
        began, self.at_work = thread_time(), (job.name, self._time())
        work = self._work_for_clock(session)
        # Two chunks of one tick are two pieces of work, even at the same instant.
        work.key = f"clock:{job.name}:{secrets.token_hex(8)}"
        try:
            return job.run(work)
        finally:
            self._spent += thread_time() - began
            self.at_work = None

    async def _relieve(self) -> None:
        """A long queue fills the log; what the writer would stop for is done beside it."""
        self._chunks += 1
        if self._chunks % RELIEVED_AFTER == 0:
            await self._store.relieve()

    async def _give_way(self) -> None:
        """People who wait for an answer go first: what is due now is due in a second as well."""
        spent, self._spent = self._spent, 0.0
        if self._store.awaited:
            rest = min(spent * GIVES_WAY, LONGEST_WAY)
            self._given += rest
            await self._pause(rest)

    def _rests_now(self, job: Job) -> bool:
        rest = self._rests.get(job.name)
        return rest is not None and self._wall.now() < rest[0]

    # -- being seen to tick -----------------------------------------------------------------------
    async def _note_tick(self) -> None:
        """Other instances learn from the database that somebody ticks; a row each second would be
        a flush to the disk each second."""
        now = self.last_tick = self._wall.now()
        if self._stored is None or now - self._stored >= _STORED_EVERY:
            await self._store.write(partial(_write_last_tick, now))
            self._stored = now


def _write_last_tick(now: datetime, session: Session) -> None:
    statement = insert_new(session, SettingRow).values(key=_LAST_TICK, value=now.isoformat())
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[SettingRow.key], set_={"value": statement.excluded.value}
        )
    )


def last_tick(session: Session) -> datetime | None:
    """When any instance last ticked (wall clock), give or take ten seconds."""
    row = session.get(SettingRow, _LAST_TICK)
    return datetime.fromisoformat(row.value) if row is not None else None
