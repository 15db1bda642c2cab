"""The sender: what the database says is to be said, goes out; what became of it, is written down.

Replies are handed over in memory right after the commit that caused them, so a waiting person is
answered without another look into the database. Everything else is claimed. Both go through the
same lanes and the same budget. The promise: whatever instant the process is killed at, each due row
goes out at least once, and the repeats are calls that were out and not yet recorded, of which there
are never more than ``window``.
"""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from bot.channels.base import Channel, RetryLater
from bot.outbox.calls import Caller
from bot.outbox.claiming import Claimer, QuietUntil, never_quiet
from bot.outbox.crew import Crew
from bot.outbox.hands import Hands, instant
from bot.outbox.lanes import Lane, Lanes
from bot.outbox.leased import Leased, Speaker
from bot.outbox.pace import USUAL, Pacing
from bot.outbox.recorder import Recorder
from bot.outbox.wording import Batch
from bot.supervise import Supervisor
from models.clocks import WallClock
from models.messages import Priority
from models.outbox.record import Outcome
from models.store import Store

__all__ = ["Pacing", "Sender"]

_log = structlog.get_logger("bot.outbox")


def _nothing(_point: str) -> None:
    """The probe of a service that nobody is trying to kill."""


def _uncounted(_channel: str, _result: str) -> None:
    """Nobody counts."""


class Sender:
    """Sends for this instance. ``lease`` is its mark on rows: rows of an update are leased to it in
    the update's own transaction, until ``lease_until()``, and handed over after the commit."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        speak: Speaker,
        wall: WallClock,
        town_now: Callable[[Session], datetime],
        instance: str,
        *,
        supervisor: Supervisor,
        pacing: Pacing = USUAL,
        probe: Callable[[str], None] = _nothing,
        count: Callable[[str, str], None] = _uncounted,
        jitter: Callable[[], float] = random.random,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        quiet_until: QuietUntil = never_quiet,
    ) -> None:
        # A restarted process must not take its predecessor's rows for its own.
        self.lease = f"{instance}#{secrets.token_hex(4)}"
        self.pacing = pacing
        self._store = store
        self._channels = channels
        self._wall = wall
        self._supervisor = supervisor
        self._probe = probe
        self._count = count
        self._lanes = Lanes(
            {name: channel.abilities for name, channel in channels.items()}, pacing.window
        )
        self._caller = Caller(store, channels, wall, pacing, self._wait, jitter)
        self._crew = Crew(supervisor, pacing.window, self._turn, self._rested)
        self._recorder = Recorder(store, self.lease, town_now, self._written, probe, pause)
        self._claimer = Claimer(
            store, channels, speak, wall, town_now, self.lease, pacing, self._lanes, self._claimed,
            quiet_until,
        )  # fmt: skip
        self._hands = Hands(self._lanes, self._claimer.load, pacing, self._recorder.note, self._now)
        self._recording = False
        self._quiet = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None
        self._stopping = False

    # -- what others call -------------------------------------------------------------------------
    def start(self) -> None:
        """Begin to claim what is due. Before anything is leased to this instance."""
        self._claimer.start()
        self._supervisor.run("sender", self._claimer.loop)
        self._call()

    def lease_until(self) -> datetime:
        """Until when rows written now are leased to this instance."""
        return self._wall.now() + self.pacing.lease

    def hand_over(self, rows: Sequence[Leased]) -> None:
        """Send these rows, just committed and leased to us, now and in this order."""
        self._probe("after_hand_over")
        for row in rows:
            if row.channel in self._channels:
                self._hands.take(row)
            else:
                _log.warning("a reply for a channel that is not in service", channel=row.channel)
        wrote = {row.account_id for row in rows if self._claimer.limited(row.channel)}
        if wrote:
            self._supervisor.once("sender.let_in", self._claimer.let_in(wrote))
        self._call()

    def wake(self) -> None:
        """Something was enqueued or the town's time has moved: look into the table at once."""
        self._claimer.wake()

    def kick(self) -> None:
        """Look again at what may go (the clock has moved)."""
        self._call()

    @property
    def speak(self) -> Speaker:
        """What puts tellings into words."""
        return self._claimer.speak

    @speak.setter
    def speak(self, speak: Speaker) -> None:
        self._claimer.speak = speak

    @property
    def notices_wait(self) -> str:
        """Why no notice is claimed now: "queue" (so much else waits), "answers" (one has waited for
        so long), "" if they are."""
        return self._claimer.crowding.why

    @property
    def leads(self) -> bool:
        """Whether this instance is the one that claims."""
        return self._claimer.leading.leads

    def alive(self) -> bool:
        """Whether rows are being claimed and results recorded."""
        return self._supervisor.alive("sender", "sender.recorder")

    async def sweep(self) -> int:
        """Claim and send everything that is due now; returns how many rows were looked at."""
        looked = 0
        await self.settled()
        while (one := await self._claimer.claim()) > 0:
            looked += one
            await self.settled()
        return looked

    async def settled(self) -> None:
        """Wait until everything that may go now is out and recorded."""
        self._call()
        with self._recorder.hurried():
            await self._quiet.wait()

    async def free_former_leases(self) -> int:
        """At the start of an instance that is alone on its database: what a killed one held is
        due at once instead of when its lease lapses, and new replies wait behind it."""
        return await self._claimer.free_former()

    async def stop(self, within: float = 10.0) -> None:
        """Take nothing more, finish the calls that are out, give the rest back, record, end."""
        self._stopping = True
        if self._timer is not None:
            self._timer.cancel()
        await self._supervisor.stop("sender")
        for lane in self._lanes.all():
            self._hands.park(lane, self._wall.now())
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self.settled()
        await self._crew.stop()
        await self._supervisor.stop("sender.recorder")
        self._recording = False
        await self._claimer.leading.stop()

    # -- taking in --------------------------------------------------------------------------------
    def _claimed(self, batch: Batch) -> None:
        for end in batch.ends:
            self._count("", end.end)
            if end.until is not None:
                self._later(end.until.timestamp(), self.wake)
        for row in batch.rows:
            self._hands.take(row)
        self._call()

    # -- sending ----------------------------------------------------------------------------------
    def _call(self) -> None:
        self._quiet.clear()
        if not self._recording:
            self._recording = True
            self._supervisor.run("sender.recorder", self._recorder.loop)
        self._crew.call()
        self._still()

    async def _turn(self) -> bool:
        """One worker's next message; False when nothing may go now."""
        found = self._lanes.next(self._now(), self._hands.out)
        if found is None:
            return False
        if self._lanes.more():
            self._crew.call()
        await self._deliver(*found)
        return True

    def _rested(self) -> None:
        """Nothing may go now: come back when budget, pace or pause allow the next call."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._lanes.wake_at and not self._stopping:
            self._timer = self._later(self._lanes.wake_at, self._call)
        self._still()

    async def _deliver(self, lane: Lane, row: Leased) -> None:
        self._hands.out += 1
        noted = False
        try:
            if row.lease_until - self._now() < self.pacing.patience:
                outcome = Outcome(row.id, "parked", attempts=row.attempts, until=self._wall.now())
            else:
                outcome = await self._caller.call(row)
                lane.line.wall.landed(row.call, self._now())
                self._probe("after_send")
            self._note(lane, row, outcome)
            noted = True
        finally:
            if not noted:  # this worker was ended: the lease will lapse
                self._hands.forget(row)
                self._hands.out -= 1
                self._lanes.done(lane, self._now())
        try:
            if outcome.end == "sent" and row.target_id is not None and outcome.shown_id:
                await self._strip_old(lane, row, outcome.shown_id)
        finally:
            self._lanes.done(lane, self._now())

    async def _strip_old(self, lane: Lane, row: Leased, new: str) -> None:
        """The old buttons go off if there is room for that: the next answer must not wait for it,
        and a tap on an old button is answered kindly."""
        now = self._now()
        if lane.line.wall.wait(Priority.URGENT, now) > 0.0:
            return
        if lane.pace is not None:
            if lane.pace.wait(row.priority, now) > 0.0:
                return
            lane.pace.take()
        lane.line.wall.take(now)
        await self._caller.strip_old(row, new)

    def _wait(self, row: Leased, wish: RetryLater) -> None:
        """The platform wants to hear nothing from us for a while: from this chat, or at all."""
        line = self._lanes.lines[row.channel]
        until = self._now() + wish.seconds
        if not wish.everyone:
            self._lanes.pause(line.lane(row.address), until)
            return
        line.rests_until = max(line.rests_until, until)
        if wish.seconds > self.pacing.keep:
            for lane in self._lanes.all():
                if lane.line is line and not lane.busy:
                    self._hands.park(lane, instant(until))

    # -- results ----------------------------------------------------------------------------------
    def _note(self, lane: Lane, row: Leased, outcome: Outcome) -> None:
        self._count(row.channel, outcome.end)
        self._hands.note(lane, row, outcome)
        self._claimer.went()

    def _written(self, batch: list[Outcome]) -> None:
        self._hands.written(batch)
        for outcome in batch:
            if outcome.end == "gone":
                self.wake()
            elif outcome.until is not None and not self._stopping:
                self._later(outcome.until.timestamp(), self.wake)
        self._call()

    # -- small things -----------------------------------------------------------------------------
    def _still(self) -> None:
        if self._hands.out == 0 and self._crew.awake == 0:
            self._quiet.set()

    def _later(self, instant: float, then: Callable[[], None]) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(max(instant - self._now(), 0.0), then)

    def _now(self) -> float:
        return self._wall.now().timestamp()
