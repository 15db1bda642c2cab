"""Rounds: everybody at once as fast as it goes, and everybody once a second."""

from __future__ import annotations

import asyncio
import math
import random
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from benchmarks.telegram.bots import Stage
from benchmarks.telegram.people import Seen

MILLI = 1e3
PATIENCE = 1.0
"""Seconds after a round in which replies still count. Then the latency is lifted, so that a queue
of minutes does not hold up the run."""

REST = 1.0
"""Seconds in which a bot may finish what nobody waits for."""


@dataclass(slots=True)
class Round:
    """What one bot did in one round. ``busy``: the share of its core the driver used."""

    seconds: float
    replies: int
    cpu: float
    calls: Counter[str]
    callbacks: int
    latencies: list[float]
    busy: float
    late: int = 0

    @property
    def rate(self) -> float:
        return self.replies / self.seconds

    @property
    def each(self) -> float:
        """Seconds of CPU for an update."""
        return self.cpu / max(self.replies, 1)


@dataclass(slots=True)
class Rounds:
    """All rounds of one bot at one latency."""

    rounds: list[Round] = field(default_factory=list)

    def latency(self, share: float) -> float:
        """Milliseconds; infinite if that many were never replied to in the round."""
        found = sorted(one for each in self.rounds for one in each.latencies)
        if not found:
            return math.inf
        return found[min(int(len(found) * share), len(found) - 1)] * MILLI

    def each_update(self, what: float) -> float:
        """Something of all rounds for each update."""
        return what / max(sum(one.replies for one in self.rounds), 1)


async def closed(stage: Stage, seconds: float) -> Round:
    """Everybody taps as soon as the reply is on the phone."""
    return await _measured(stage, seconds, _at_once)


async def paced(stage: Stage, seconds: float) -> Round:
    """Everybody acts once a second, each at their own moment of it."""
    return await _measured(stage, seconds, _once_a_second)


async def _at_once(stage: Stage, seconds: float) -> int:
    stage.crowd.everybody()
    await asyncio.sleep(seconds)
    return 0


async def _once_a_second(stage: Stage, seconds: float) -> int:
    """Returns how many times somebody's second came while they still waited."""
    crowd, chance = stage.crowd, random.Random(7)
    count, late = len(crowd.people), 0
    began = time.perf_counter()
    for number in range(int(seconds * count)):
        due = began + (number + chance.random()) / count
        pause = due - time.perf_counter()
        if pause > 0:
            await asyncio.sleep(pause)
        one = crowd.people[number % count]
        if one.heard and not one.waits_since:
            crowd.act(one)
        else:
            late += 1
    return late


Way = Callable[[Stage, float], Awaitable[int]]


async def _measured(stage: Stage, seconds: float, how: Way) -> Round:
    bot, crowd = stage.bot, stage.crowd
    bot.tell(signal.SIGCONT)
    crowd.seen = seen = Seen()
    bot.api.calls = calls = Counter[str]()
    began, cpu, own = time.perf_counter(), bot.cpu(), time.process_time()
    late = await how(stage, seconds)
    took, spent = time.perf_counter() - began, bot.cpu() - cpu
    busy = (time.process_time() - own) / took
    replies, counted, callbacks = seen.replies, Counter(calls), seen.callbacks
    crowd.going = False
    if not await crowd.quiet(PATIENCE):
        await _give_up(stage)
    latencies = [*seen.latencies, *([math.inf] * (seen.posted - len(seen.latencies)))]
    await _pause(stage)
    return Round(took, replies, spent, counted, callbacks, latencies, busy, late)


async def _pause(stage: Stage) -> None:
    """Stop the bot when it has no call out: one that is would run into its time limit. What it
    still works off without calling anybody is given a little time, too."""
    bot, end, before = stage.bot, time.perf_counter() + REST, -1.0
    while True:
        await asyncio.sleep(0.06)
        cpu = bot.cpu()
        resting, before = cpu - before < 0.02, cpu
        if bot.api.idle(0.12) and (resting or time.perf_counter() > end):
            break
        if time.perf_counter() > end + 15.0:
            break
    bot.tell(signal.SIGSTOP)


async def _give_up(stage: Stage) -> None:
    """The rest has taken too long and does not count, but must be over before the next round."""
    crowd, latency = stage.crowd, stage.bot.api.latency
    for one in crowd.people:
        one.counts = False
    stage.bot.api.latency = 0.0
    await crowd.quiet(20.0)
    stage.bot.api.latency = latency
