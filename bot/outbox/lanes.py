"""Which message goes next: one lane an account, one line a channel, the most urgent first.

Within a lane there is one call at a time, so a later message never overtakes an earlier one of its
class; different lanes run side by side. Nothing here knows tasks, clocks or databases: it is asked
"what may go now, and if nothing, when?".
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from itertools import count

from bot.channels.base import Abilities
from bot.outbox.leased import Leased
from bot.outbox.pace import Bucket, Wall, kept_free

NOBODY = 99
"""Worse than any priority."""


class Lane:
    """The messages that wait for one account.

    ``parked_until``: its rows went back to the table until then. Until they come back from there,
    or a moment later, new ones follow them, or they would overtake.
    """

    __slots__ = ("address", "busy", "line", "pace", "parked_until", "queued", "ready_at", "waiting")

    def __init__(self, line: Line, address: str, pace: Bucket | None) -> None:
        self.line = line
        self.address = address
        self.waiting: list[tuple[int, int, Leased]] = []
        self.busy = False
        self.queued = NOBODY
        self.ready_at = 0.0
        self.pace = pace
        self.parked_until = 0.0

    def drain(self) -> list[Leased]:
        """Take everything out, in order."""
        rows = [row for _, _, row in sorted(self.waiting, key=lambda entry: entry[:2])]
        self.waiting.clear()
        return rows


class Line:
    """All of one channel: its lanes, its wall, and whether it rests as a whole."""

    def __init__(self, name: str, abilities: Abilities) -> None:
        self.name = name
        self.abilities = abilities
        self.wall = Wall(abilities.per_second)
        self.rests_until = 0.0
        self.lanes: dict[str, Lane] = {}
        self.ready: list[tuple[int, int, Lane]] = []
        self.later: list[tuple[float, int, Lane]] = []

    def lane(self, address: str) -> Lane:
        lane = self.lanes.get(address)
        if lane is None:
            able = self.abilities
            pace = Bucket(able.chat_per_second, able.chat_burst) if able.chat_per_second else None
            lane = self.lanes[address] = Lane(self, address, pace)
        return lane


class Lanes:
    """Everything this instance has still to send. ``window`` is how many calls may be out."""

    def __init__(self, channels: Mapping[str, Abilities], window: int) -> None:
        self.lines = {name: Line(name, abilities) for name, abilities in channels.items()}
        self.wake_at = 0.0
        """When to ask again if ``next`` had nothing (0: only after something has changed)."""
        self._window = window
        self._keep = [kept_free(priority, window) for priority in range(5)]
        self._turn = count()

    def put(self, row: Leased) -> Lane:
        lane = self.lines[row.channel].lane(row.address)
        heapq.heappush(lane.waiting, (row.priority, next(self._turn), row))
        self._offer(lane)
        return lane

    def next(self, now: float, out: int) -> tuple[Lane, Leased] | None:
        """The message that may go now, its lane marked busy. ``out``: calls that are out."""
        self.wake_at = 0.0
        lines = [line for line in self.lines.values() if line.ready or line.later]
        for line in lines:
            self._awake(line, now)
        lines.sort(key=_head)
        for line in lines:
            lane = self._first(line, now, out)
            if lane is not None:
                return lane, self._take(lane, now)
        return None

    def done(self, lane: Lane, now: float) -> None:
        """The call for this lane has ended; whoever waits in it may go."""
        lane.busy = False
        if lane.waiting:
            self._offer(lane)
        elif (
            lane.parked_until == 0.0
            and lane.ready_at <= now
            and (lane.pace is None or lane.pace.full(now))
        ):
            lane.line.lanes.pop(lane.address, None)

    def pause(self, lane: Lane, until: float) -> None:
        lane.ready_at = max(lane.ready_at, until)

    def sweep(self, now: float, grace: float) -> None:
        """Let go of lanes that nobody needs any more."""
        for line in self.lines.values():
            for lane in list(line.lanes.values()):
                if lane.parked_until and lane.parked_until + grace < now:
                    lane.parked_until = 0.0
                if not lane.waiting and not lane.busy:
                    self.done(lane, now)

    def more(self) -> bool:
        """Whether anything else waits that may perhaps go now."""
        return any(line.ready for line in self.lines.values())

    def all(self) -> Iterator[Lane]:
        return (lane for line in self.lines.values() for lane in list(line.lanes.values()))

    def resting(self, now: float) -> dict[str, float]:
        """The channels that must not be called, and until when."""
        return {
            line.name: line.rests_until for line in self.lines.values() if line.rests_until > now
        }

    # -- inside -----------------------------------------------------------------------------------
    def _offer(self, lane: Lane) -> None:
        if lane.busy:
            return
        best = lane.waiting[0][0]
        if best < lane.queued:
            lane.queued = best
            heapq.heappush(lane.line.ready, (best, next(self._turn), lane))

    def _awake(self, line: Line, now: float) -> None:
        while line.later and line.later[0][0] <= now:
            lane = heapq.heappop(line.later)[2]
            if lane.waiting:
                self._offer(lane)
        if line.later:
            self._wake(line.later[0][0])

    def _first(self, line: Line, now: float, out: int) -> Lane | None:
        while line.ready:
            priority, _, lane = line.ready[0]
            if lane.busy or not lane.waiting or priority != lane.queued:
                self._skip(line)
                continue
            if line.rests_until > now:
                self._wake(line.rests_until)
                return None
            if self._window - out <= self._keep[priority]:
                return None
            wait = line.wall.wait(priority, now)
            if wait > 0.0:
                self._wake(now + wait)
                return None
            at = max(lane.ready_at, now + (lane.pace.wait(priority, now) if lane.pace else 0.0))
            if at > now:
                self._skip(line)
                heapq.heappush(line.later, (at, next(self._turn), lane))
                self._wake(at)
                continue
            return lane
        return None

    def _skip(self, line: Line) -> None:
        priority, _, lane = heapq.heappop(line.ready)
        if priority == lane.queued:
            lane.queued = NOBODY

    def _take(self, lane: Lane, now: float) -> Leased:
        self._skip(lane.line)
        lane.busy = True
        row = heapq.heappop(lane.waiting)[2]
        row.call = lane.line.wall.take(now, row.cost)
        if lane.pace is not None:
            lane.pace.take()
        return row

    def _wake(self, at: float) -> None:
        self.wake_at = min(self.wake_at or at, at)


def _head(line: Line) -> int:
    return line.ready[0][0] if line.ready else NOBODY
