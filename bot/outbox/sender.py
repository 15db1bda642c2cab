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
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from bot.channels.base import Channel, Gone, Refused, RetryLater
from bot.outbox.deliver import CannotDo, NotYet, perform, take_off_old_buttons
from bot.outbox.lanes import Lane, Lanes
from bot.outbox.leased import Leased, Speaker
from bot.outbox.wording import Batch, Terms, claim_and_word
from bot.supervise import Supervisor
from models.clocks import WallClock
from models.outbox.claim import release_former
from models.outbox.record import Outcome, Shown, record, shown
from models.store import Store, StoreClosed

_log = structlog.get_logger("bot.outbox")
_NO_TIME = timedelta()
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Pacing:
    """``window``: calls out and not yet recorded. ``chunk``: rows claimed in one transaction.
    ``patience``: seconds a call may take. ``attempts``: tries before a row has failed.
    ``keep``: a pause longer than this gives the rows back to the table. ``grace``: how long a lane
    waits for its parked rows to come back before it lets newer ones go. ``poll``: seconds between
    looks into the table when nobody calls."""

    window: int = 64
    chunk: int = 16
    lease: timedelta = timedelta(seconds=60)
    patience: float = 15.0
    attempts: int = 8
    longest_backoff: float = 300.0
    keep: float = 2.0
    grace: float = 5.0
    poll: float = 1.0


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
        pacing: Pacing = Pacing(),  # noqa: B008 - frozen
        probe: Callable[[str], None] = _nothing,
        count: Callable[[str, str], None] = _uncounted,
        jitter: Callable[[], float] = random.random,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        # A restarted process must not take its predecessor's rows for its own.
        self.lease = f"{instance}#{secrets.token_hex(4)}"
        self.pacing = pacing
        self._store = store
        self._channels = channels
        self._speak = speak
        self._wall = wall
        self._town_now = town_now
        self._supervisor = supervisor
        self._probe = probe
        self._count = count
        self._jitter = jitter
        self._pause = pause
        self._lanes = Lanes(
            {name: channel.abilities for name, channel in channels.items()}, pacing.window
        )
        self._mine: set[int] = set()
        self._claimed = 0
        self._out = 0
        self._results: list[Outcome] = []
        self._has_results = asyncio.Event()
        self._due = asyncio.Event()
        self._quiet = asyncio.Event()
        self._idle: deque[asyncio.Future[None]] = deque()
        self._workers = 0
        self._awake = 0
        self._timer: asyncio.TimerHandle | None = None
        self._known: dict[int, str] = {}
        self._stopping = False

    # -- what others call -------------------------------------------------------------------------
    def start(self) -> None:
        """Begin to claim what is due."""
        self._supervisor.run("sender", self._claim_loop)
        self._needs_recorder()

    def lease_until(self) -> datetime:
        """Until when rows written now are leased to this instance."""
        return self._wall.now() + self.pacing.lease

    def hand_over(self, rows: Sequence[Leased]) -> None:
        """Send these rows, just committed and leased to us, now and in this order."""
        self._probe("after_hand_over")
        for row in rows:
            if row.channel in self._channels:
                self._put(row)
            else:
                _log.warning("a reply for a channel that is not in service", channel=row.channel)
        self._call_workers(len(rows))

    def wake(self) -> None:
        """Something was enqueued or the town's time has moved: look into the table at once."""
        self._due.set()

    def alive(self) -> bool:
        """Whether rows are being claimed and results recorded."""
        return self._supervisor.alive("sender", "sender.recorder")

    async def sweep(self) -> int:
        """Claim and send everything that is due now; returns how many rows were looked at."""
        looked = 0
        while (one := await self._claim()) > 0:
            looked += one
            await self.settled()
        await self.settled()
        return looked

    async def settled(self) -> None:
        """Wait until everything that may go now is out and recorded."""
        self.kick()
        await self._quiet.wait()

    def kick(self) -> None:
        """Look again at what may go (the clock has moved)."""
        self._quiet.clear()
        self._call_workers(1)

    async def free_former_leases(self) -> int:
        """At the start of an instance that is alone on its database: what a killed one held is due."""
        return await self._store.write(lambda s: release_former(s.connection(), self.lease))

    async def stop(self, within: float = 10.0) -> None:
        """Take nothing more, finish the calls that are out, give the rest back, record, end."""
        self._stopping = True
        if self._timer is not None:
            self._timer.cancel()
        await self._supervisor.stop(*(["sender"] if self._supervisor.alive("sender") else []))
        now = self._wall.now()
        for lane in self._lanes.all_waiting():
            self._park(lane, now)
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self.settled()
        names = [f"sender.worker.{number}" for number in range(self._workers)]
        await self._supervisor.stop(*names, *(["sender.recorder"] if self._workers else []))
        self._workers = 0

    # -- taking in --------------------------------------------------------------------------------
    def _put(self, row: Leased) -> None:
        if row.id in self._mine:
            return
        now = self._now()
        if not row.lease_until:
            row = replace(row, lease_until=now + self.pacing.lease.total_seconds())
        self._mine.add(row.id)
        self._claimed += row.claimed
        lane = self._lanes.put(row)
        if row.claimed:
            lane.parked_until = 0.0
        elif lane.parked_until:
            if now < lane.parked_until + self.pacing.grace:
                self._park(lane, datetime.fromtimestamp(max(lane.parked_until, now), UTC))
            else:
                lane.parked_until = 0.0

    async def _claim_loop(self) -> None:
        while True:
            self._due.clear()
            looked = await self._claim()
            if looked < self._room(looked):
                with suppress(TimeoutError):
                    async with asyncio.timeout(self.pacing.poll):
                        await self._due.wait()
                self._lanes.sweep(self._now(), self.pacing.grace)

    def _room(self, looked: int = 0) -> int:
        """How many rows may be claimed now; after a look, how many it could have found."""
        return max(min(self.pacing.chunk, self.pacing.window - self._claimed + looked), 1)

    async def _claim(self) -> int:
        """Claim one chunk; returns how many rows were looked at."""
        most = min(self.pacing.chunk, self.pacing.window - self._claimed)
        if most <= 0:
            return 0
        lines = self._lanes.lines.values()
        wall = self._wall.now()
        resting = {
            line.name: datetime.fromtimestamp(line.rests_until, UTC)
            for line in lines
            if line.rests_until > wall.timestamp()
        }

        def job(session: Session) -> Batch:
            terms = Terms(
                lease=self.lease,
                lease_for=self.pacing.lease,
                wall=wall,
                town=self._town_now(session),
                most=most,
                channels=tuple(self._channels),
                resting=resting,
                attempts=self.pacing.attempts,
            )
            return claim_and_word(session, terms, self._speak)

        batch = await self._store.write(job)
        for end in batch.ends:
            self._count("none", end.end)
        for row in batch.rows:
            self._put(row)
        self._call_workers(len(batch.rows))
        return batch.looked

    # -- sending ----------------------------------------------------------------------------------
    def _call_workers(self, rows: int) -> None:
        self._needs_recorder()
        for _ in range(rows):
            self._quiet.clear()
            while self._idle:
                waiter = self._idle.popleft()
                if not waiter.done():
                    self._awake += 1
                    waiter.set_result(None)
                    break
            else:
                if self._workers < self.pacing.window and not self._stopping:
                    self._awake += 1
                    name = f"sender.worker.{self._workers}"
                    self._workers += 1
                    self._supervisor.run(name, self._work)
                return

    async def _work(self) -> None:
        while True:
            found = self._lanes.next(self._now(), self._out)
            if found is None:
                await self._rest()
            else:
                await self._deliver(*found)

    async def _rest(self) -> None:
        self._awake -= 1
        self._set_timer()
        self._still()
        waiter = asyncio.get_running_loop().create_future()
        self._idle.append(waiter)
        await waiter

    def _set_timer(self) -> None:
        """Come back when the budget, a chat's pace or a pause allows the next call."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._lanes.wake_at and not self._stopping:
            delay = max(self._lanes.wake_at - self._now(), 0.0)
            self._timer = asyncio.get_running_loop().call_later(delay, self.kick)

    async def _deliver(self, lane: Lane, row: Leased) -> None:
        now = self._now()
        self._out += 1
        outcome: Outcome | None = None
        try:
            if row.lease_until - now < self.pacing.patience:
                outcome = Outcome(row.id, "parked", attempts=row.attempts, until=self._wall.now())
            else:
                outcome = await self._call(row)
                self._probe("after_send")
        finally:
            if outcome is None:  # this worker was ended: the lease will lapse
                self._forget(row)
                self._out -= 1
                self._lanes.done(lane, now)
        self._note(lane, row, outcome)
        if outcome.end == "sent" and row.target_id is not None and outcome.shown_id is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(self.pacing.patience):
                    channel = self._channels[row.channel]
                    await take_off_old_buttons(channel, row, outcome.shown_id, self._lookup)
        self._lanes.done(lane, self._now())

    async def _call(self, row: Leased) -> Outcome:
        """One call to the channel, and what came of it."""
        try:
            async with asyncio.timeout(self.pacing.patience):
                message = await perform(self._channels[row.channel], row, self._lookup)
        except RetryLater as wish:
            if wish.everyone:
                self._rest_all(row.channel, self._now() + wish.seconds)
            return self._again(row, wish.seconds, "RetryLater", tries=row.attempts)
        except NotYet:
            return self._again(row, 1.0, "NotYet", tries=row.attempts)
        except CannotDo as reason:
            return Outcome(row.id, "dropped", fault=str(reason), attempts=row.attempts)
        except Gone:
            return Outcome(row.id, "gone", account_id=row.account_id)
        except Refused:
            return Outcome(row.id, "failed", fault="Refused", attempts=row.attempts + 1)
        except Exception as fault:  # noqa: BLE001 - any fault of a platform is tried again
            return self._backoff(row, fault)
        if message is not None:
            self._remember(row.id, message)
        return Outcome(row.id, "sent", shown_id=message)

    def _again(self, row: Leased, seconds: float, fault: str, *, tries: int) -> Outcome:
        until = self._wall.now() + timedelta(seconds=seconds)
        return Outcome(row.id, "parked", fault=fault, attempts=tries, until=until)

    def _backoff(self, row: Leased, fault: Exception) -> Outcome:
        tries, name = row.attempts + 1, type(fault).__name__
        if tries >= self.pacing.attempts:
            _log.error("a message was given up", outbox_id=row.id, attempt=tries, exc_info=fault)
            return Outcome(row.id, "failed", fault=name, attempts=tries)
        _log.warning("a call failed", outbox_id=row.id, attempt=tries, exc_info=fault)
        seconds = min(2.0 ** (tries - 1), self.pacing.longest_backoff)
        return self._again(row, seconds * (0.75 + self._jitter() / 2), name, tries=tries)

    def _rest_all(self, channel: str, until: float) -> None:
        """The platform wants to hear nothing from us: what waits goes back to the table."""
        line = self._lanes.lines[channel]
        line.rests_until = max(line.rests_until, until)
        if until - self._now() > self.pacing.keep:
            for lane in list(line.lanes.values()):
                if not lane.busy:
                    self._park(lane, datetime.fromtimestamp(until, UTC))

    # -- results ----------------------------------------------------------------------------------
    def _note(self, lane: Lane, row: Leased, outcome: Outcome) -> None:
        self._count(row.channel, outcome.end)
        self._forget(row)
        self._results.append(outcome)
        self._has_results.set()
        if outcome.end == "parked" and outcome.until is not None:
            # Whatever waits behind it goes back too, or it would overtake.
            self._park(lane, outcome.until)
            lane.parked_until = outcome.until.timestamp()
            self._wake_at(lane.parked_until)
        elif outcome.end == "gone":
            for waiting in lane.drain():
                self._forget(waiting)

    def _park(self, lane: Lane, until: datetime) -> None:
        """Give what waits in a lane back to the table until an instant."""
        rows = lane.drain()
        for row in rows:
            self._forget(row)
            self._out += 1
            self._results.append(Outcome(row.id, "parked", attempts=row.attempts, until=until))
        if rows:
            lane.parked_until = until.timestamp()
            self._has_results.set()
            self._wake_at(lane.parked_until)

    def _forget(self, row: Leased) -> None:
        if row.id in self._mine:
            self._mine.discard(row.id)
            self._claimed -= row.claimed

    def _wake_at(self, instant: float) -> None:
        if not self._stopping:
            delay = max(instant - self._now(), 0.0)
            asyncio.get_running_loop().call_later(delay, self.wake)

    def _needs_recorder(self) -> None:
        if not self._supervisor.alive("sender.recorder"):
            with suppress(ValueError):
                self._supervisor.run("sender.recorder", self._record_loop)

    async def _record_loop(self) -> None:
        while True:
            await self._has_results.wait()
            self._has_results.clear()
            batch, self._results = self._results, []
            written = False
            try:
                if batch:
                    self._probe("before_record")
                    await self._write(batch)
                written = True
            finally:
                if not written:
                    self._results[:0] = batch
                    self._has_results.set()
            self._out -= len(batch)
            self._still()
            self._call_workers(1)

    async def _write(self, batch: list[Outcome]) -> None:
        """Results are never lost: while the database does not take them, they wait here, and with
        them every further call beyond the window."""
        tries = 0
        while True:
            try:
                await self._store.write(
                    lambda session: record(
                        session.connection(),
                        batch,
                        lease=self.lease,
                        now=self._town_now(session),
                    )
                )
            except StoreClosed:
                raise
            except Exception as fault:  # noqa: BLE001 - whatever the database says, once more
                _log.error("results could not be recorded", count=len(batch), exc_info=fault)
                tries += 1
                await self._pause(min(2.0**tries / 8, 5.0))
            else:
                return

    # -- small things -----------------------------------------------------------------------------
    async def _lookup(self, row_id: int) -> Shown | None:
        known = self._known.get(row_id)
        if known is not None:
            return Shown("sent", known)
        return await self._store.read(lambda session: shown(session.connection(), row_id))

    def _remember(self, row_id: int, message_id: str) -> None:
        if len(self._known) >= _REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[row_id] = message_id

    def _still(self) -> None:
        if self._out == 0 and self._awake == 0:
            self._quiet.set()

    def _now(self) -> float:
        return self._wall.now().timestamp()
