"""How fast a platform may be called, so that whoever waits is not made to wait by those who do not.

Over all chats there is a *wall*: so many calls in any one second, and the platform refuses
everything for a while once there is one more. What many get goes out evenly, a little below the
wall: the gap is where the answer goes to somebody who has just pressed a button. Each answer takes
the place of one of the many, so that the gap is there again at once.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import timedelta

from models.messages import Priority

RESERVE = {
    Priority.EMERGENCY: 0.0,
    Priority.ANSWER: 0.0,
    Priority.URGENT: 0.1,
    Priority.ORDINARY: 0.2,
    Priority.NOTICE: 0.4,
}
"""The share that a message of this class must leave behind for better ones."""
EVENLY = Priority.ORDINARY
"""From this class on nobody waits for it: it never goes out in a burst."""
_SHARE = 0.968
"""How near the wall the many come; with 30 a second that is 29.04: nearer, and answers wait."""
_MADE_UP = 4
"""Places of the many that may be made up for after a stall."""
_LATE = 0.012
"""Seconds by which a call of the many may come nearer to the one before it without harm."""
_CLOSE = 0.005
"""The same for an answer: less, because somebody waits for it."""


def reserve(priority: int, size: float) -> float:
    """What must be left; never so much that this class would wait for ever."""
    return min(RESERVE[Priority(priority)] * size, max(size - 1.0, 0.0))


_KEPT_FREE = (0.0, 0.0, 0.1, 0.15, 0.25)


def kept_free(priority: int, window: int) -> int:
    """How many of the calls that may be out a class leaves to better ones; never all of them."""
    return min(int(_KEPT_FREE[priority] * window), window - 1)


class Bucket:
    """``per_second`` calls in the long run, ``burst`` at once: the pace of one chat. Times are
    seconds of the wall clock. ``per_second`` 0 is no limit."""

    __slots__ = ("_at", "_keep", "_left", "per_second", "size")

    def __init__(self, per_second: float, burst: int) -> None:
        self.per_second = per_second
        self.size = float(max(burst, per_second, 1))
        self._left = self.size
        self._at = 0.0
        self._keep = [reserve(priority, self.size) for priority in Priority]

    def wait(self, priority: int, now: float) -> float:
        """Seconds until a message of this class may go; 0 is now."""
        if not self.per_second:
            return 0.0
        self._fill(now)
        missing = 1.0 + self._keep[priority] - self._left
        return missing / self.per_second if missing > 1e-9 else 0.0

    def take(self) -> None:
        """One call goes out, whether or not there was room: a debt is waited for."""
        if self.per_second:
            self._left -= 1.0

    def full(self, now: float) -> bool:
        if self.per_second:
            self._fill(now)
        return self._left >= self.size

    def _fill(self, now: float) -> None:
        if now > self._at:
            self._left = min(self.size, self._left + (now - self._at) * self.per_second)
            self._at = now


class Call:
    """One call on the wall. ``at``: when it reached the platform, at the latest, as far as known."""

    __slots__ = ("at", "began")

    def __init__(self, began: float) -> None:
        self.at = self.began = began


class Wall:
    """Never more than ``per_second`` calls in any one second. 0 is no limit.

    A call counts from when it can have reached the platform at the latest: when it is answered,
    less the quickest answer there was lately. So a stall of this process between two calls does
    not make them arrive nearer to each other than the platform allows.
    """

    def __init__(self, per_second: float) -> None:
        self.per_second = per_second
        self.size = max(int(per_second), 1)
        span = self.size / per_second if per_second else 0.0
        self._span = {True: span * (1 + _LATE), False: span * (1 + _CLOSE)}
        self._gap = span / self.size / _SHARE if per_second else 0.0
        self._calls: deque[Call] = deque(maxlen=self.size)
        self._keep = [
            0 if priority >= EVENLY else round(reserve(priority, self.size))
            for priority in Priority
        ]
        self._next = 0.0
        self._quickest = 0.0

    def wait(self, priority: int, now: float) -> float:
        """Seconds until a message of this class may go; 0 is now."""
        if not self.per_second:
            return 0.0
        evenly = priority >= EVENLY
        free = self._calls.maxlen or 1
        over = len(self._calls) + self._keep[priority] - free
        until = self._next if evenly else 0.0
        if over >= 0:
            until = max(until, self._calls[over].at + self._span[evenly])
        # Seconds since 1970 as floats: less than a microsecond is nothing.
        return until - now if until - now > 1e-6 else 0.0

    def take(self, now: float, cost: int = 1) -> Call | None:
        """A call goes out now. ``cost``: it is so many, one right after the other."""
        if not self.per_second:
            return None
        call = Call(now)
        for _ in range(cost):
            self._calls.append(call)
        # Timers are late, and processors busy: a few places are made up for, below the wall.
        self._next = max(self._next, now - self._gap * _MADE_UP) + self._gap * cost
        self._next = min(self._next, now + self._span[True])
        return call

    def landed(self, call: Call | None, now: float) -> None:
        """The call was answered."""
        if call is None:
            return
        took = now - call.began
        self._quickest = min(took, self._quickest * 1.02 or took)
        call.at = max(call.at, now - self._quickest)


@dataclass(frozen=True, slots=True)
class Pacing:
    """``window``: calls out and not yet recorded. ``chunk``: rows claimed in one transaction, at
    most; ``hold``: seconds for which a claim may have the writer, which is what decides how many
    they are. ``patience``: seconds a call may take. ``attempts``: tries before a row has failed.
    ``keep``: a pause longer than this gives the rows back to the table. ``grace``: how long a lane
    waits for its parked rows to come back before it lets newer ones go. ``poll``: seconds between
    looks into the table when nobody calls; ``shared_poll``: the same where other instances may
    have written into it; ``lead``: seconds between asking who leads. ``crowded``: so many rows
    that are no notices may wait before notices do; ``oldest``: for so long may an answer have been
    due before notices wait."""

    window: int = 128
    chunk: int = 96
    hold: float = 0.008
    lease: timedelta = timedelta(seconds=60)
    patience: float = 15.0
    attempts: int = 8
    longest_backoff: float = 300.0
    keep: float = 2.0
    grace: float = 5.0
    poll: float = 1.0
    shared_poll: float = 0.25
    lead: float = 1.0
    crowded: int = 2_000
    oldest: timedelta = timedelta(seconds=60)


USUAL = Pacing()
