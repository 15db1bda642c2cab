"""What is looked at every few seconds: one class a sign, each says what is wrong now or nothing.

Seconds are monotonic: a clock of the machine that is set back or forward is no alarm, and hides
none. A sign never trusts what it looks at: it measures since when something has not moved.
"""

from __future__ import annotations

import asyncio
import errno
import shutil
import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy.exc import DBAPIError

from bot.watch.board import Trouble

FULL = 25
"""With less than this part of the room that is wanted, a disk is as good as full."""
_NO_ROOM_CODES = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})
_NO_ROOM_STATES = frozenset({"53100"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds after which each is an alarm; with a look every ``every`` all stay within a minute.
    ``free``: bytes that a disk must have left; with less than a part of it, it is full.
    ``patience``: how long one look may take, ``answer``: how long a database or a platform."""

    every: float = 5.0
    loop: float = 15.0
    clock: float = 30.0
    tick: float = 45.0
    job: float = 10.0
    sender: float = 12.0
    calls: float = 40.0
    queue_head: float = 35.0
    ask_every: float = 15.0
    probe_every: float = 10.0
    patience: float = 10.0
    answer: float = 8.0
    free: int = 500 * 2**20


class Sign(Protocol):
    async def look(self, now: float) -> Iterable[Trouble]:
        """What is wrong at ``now``."""
        ...


class LoopSign:
    """The loop that everything runs on shows every second that it gets its turn."""

    def __init__(self, beat: Callable[[], float], limits: Limits) -> None:
        self._beat = beat
        self._limits = limits

    async def look(self, now: float) -> Iterable[Trouble]:
        return [Trouble("loop")] if now - self._beat() > self._limits.loop else []


class Ticking(Protocol):
    """What the clock shows: when it last went on, and which job is at work since when."""

    @property
    def beat(self) -> float: ...

    @property
    def at_work(self) -> tuple[str, float] | None: ...


class ClockSign:
    """Our own clock goes on; and the one that leads has ticked, as the database says."""

    def __init__(
        self, clock: Ticking, tick_age: Callable[[], Awaitable[float | None]], limits: Limits
    ) -> None:
        self._clock = clock
        self._tick_age = tick_age
        self._limits = limits
        self._since: float | None = None

    async def look(self, now: float) -> Iterable[Trouble]:
        if self._since is None:
            self._since = now
        job = self._clock.at_work
        if job is not None and now - job[1] > self._limits.job:
            return [Trouble("clock", reason=f"job.{job[0]}")]
        if now - self._clock.beat > self._limits.clock:
            return [Trouble("clock", reason="stopped")]
        if now - self._since < self._limits.tick:  # what stands there may be of before the start
            return []
        age = await self._tick_age()
        if age is not None and age > self._limits.tick:
            return [Trouble("clock", reason="nobody_ticks", shared=True)]
        return []


@dataclass
class Line:
    """The calls to one channel that the sender has out. Fed by ``Watched``."""

    channel: str
    out: int = 0
    unanswered: int = 0
    silent_since: float | None = None

    def begins(self, now: float) -> None:
        self.out += 1
        if self.silent_since is None:
            self.silent_since = now

    def answered(self) -> None:
        self.out -= 1
        self.unanswered, self.silent_since = 0, None

    def hung(self) -> None:
        self.out -= 1
        self.unanswered += 1

    def stuck(self, now: float, limit: float) -> bool:
        """Calls are out, or have hung one after another, and for long none was answered."""
        if self.silent_since is None or not (self.out or self.unanswered > 1):
            return False
        return now - self.silent_since > limit


class SenderSign:
    """The sender lives, takes what is due, and its calls come back. ``head`` is the first due row
    that is no notice (notices may be paused)."""

    def __init__(
        self,
        alive: Callable[[], bool],
        lines: Iterable[Line],
        head: Callable[[], Awaitable[int | None]],
        limits: Limits,
    ) -> None:
        self._alive = alive
        self._lines = list(lines)
        self._head = head
        self._limits = limits
        self._lived: float | None = None
        self._first: int | None = None
        self._since = 0.0

    async def look(self, now: float) -> Iterable[Trouble]:
        if self._lived is None or self._alive():
            self._lived = now
        if now - self._lived > self._limits.sender:
            return [Trouble("sender", reason="ended")]
        stuck = [line for line in self._lines if line.stuck(now, self._limits.calls)]
        if stuck:
            return [Trouble("sender", line.channel, "calls_hang") for line in stuck]
        first = await self._head()
        if first is None or first != self._first:
            self._first, self._since = first, now
        if first is not None and now - self._since > self._limits.queue_head:
            return [Trouble("sender", reason="takes_nothing", shared=True)]
        return []


class PlatformSign:
    """A platform takes a small call. ``ask`` says "", "token" or "platform"."""

    def __init__(self, channel: str, ask: Callable[[], Awaitable[str]], limits: Limits) -> None:
        self._channel = channel
        self._ask = ask
        self._limits = limits
        self._asked: float | None = None
        self._row = 0
        self._found: list[Trouble] = []

    async def look(self, now: float) -> Iterable[Trouble]:
        if self._asked is None:  # a service that has just begun has other things to say first
            self._asked = now
        if now - self._asked < self._limits.ask_every:
            return self._found
        self._asked = now
        answer = await self._ask()
        self._row = self._row + 1 if answer == "platform" else 0
        if answer == "token":
            self._found = [Trouble("token", self._channel, "revoked", shared=True)]
        elif self._row > 1:
            self._found = [Trouble("platform", self._channel, "no_answer", shared=True)]
        elif not answer:
            self._found = []
        return self._found


class StoreSign:
    """There is room on the disks, and the database takes a row. ``probe`` writes one and raises
    what the store raises. One that is slow or busy once is no trouble yet, a full disk is."""

    def __init__(
        self,
        probe: Callable[[], Awaitable[object]],
        folders: Iterable[Path],
        limits: Limits,
        free: Callable[[Path], int] | None = None,
    ) -> None:
        self._probe = probe
        self._folders = list(folders)
        self._limits = limits
        self._free = free or (lambda folder: shutil.disk_usage(folder).free)
        self._probed: float | None = None
        self._row = 0
        self._found: list[Trouble] = []

    async def look(self, now: float) -> Iterable[Trouble]:
        due = self._probed is None or now - self._probed >= self._limits.probe_every
        if due or self._row:  # once something is wrong, every look wants to know
            self._probed = now
            await self._try()
        return [*self._found, *self._room()]

    def _room(self) -> list[Trouble]:
        least = min((self._free(folder) for folder in self._folders), default=self._limits.free)
        if least >= self._limits.free:
            return []
        if least < self._limits.free / FULL:
            return [Trouble("disk", reason="no_room")]
        return [Trouble("disk_low", reason="little_room")]

    async def _try(self) -> None:
        try:
            async with asyncio.timeout(self._limits.answer):
                await self._probe()
        except Exception as fault:  # noqa: BLE001 - whatever it is, nothing can be written now
            self._row += 1
            if no_room(fault):
                self._found = [Trouble("disk", reason="cannot_write")]
            elif self._row > 1:
                self._found = [Trouble("database", reason=type(fault).__name__)]
        else:
            self._row, self._found = 0, []


class QueueSign:
    """More waits than the sender wants to see. Only the one that claims knows it."""

    def __init__(self, too_long: Callable[[], bool]) -> None:
        self._too_long = too_long

    async def look(self, now: float) -> Iterable[Trouble]:
        return [Trouble("queue", reason="too_long")] if self._too_long() else []


def no_room(fault: BaseException | None) -> bool:
    """Whether a fault of the store comes from a disk that takes no more."""
    while fault is not None:
        if isinstance(fault, sqlite3.Error) and _primary(fault) in _NO_ROOM_CODES:
            return True
        if isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return True
        if getattr(fault, "sqlstate", None) in _NO_ROOM_STATES:
            return True
        fault = fault.orig if isinstance(fault, DBAPIError) else fault.__cause__
    return False


def _primary(fault: sqlite3.Error) -> int:
    """The primary result code: the extended one says where in the file it happened."""
    return getattr(fault, "sqlite_errorcode", 0) & 0xFF
