"""How fast a platform may be called: token buckets that keep something back for whoever waits.

Without a reserve the last token always goes to the notice that happened to be next, and the
resident who has just pressed a button waits behind two hundred thousand people who have not.
"""

from __future__ import annotations

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
"""The share of a budget that a message of this class must leave behind for better ones."""


def reserve(priority: int, size: float) -> float:
    """What must be left; never so much that this class would wait for ever."""
    return min(RESERVE[Priority(priority)] * size, max(size - 1.0, 0.0))


class Bucket:
    """``per_second`` calls in the long run, ``burst`` at once. Times are seconds of the wall
    clock. ``per_second`` 0 is no limit."""

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


@dataclass(frozen=True, slots=True)
class Pacing:
    """``window``: calls out and not yet recorded. ``chunk``: rows claimed in one transaction.
    ``patience``: seconds a call may take. ``attempts``: tries before a row has failed.
    ``keep``: a pause longer than this gives the rows back to the table. ``grace``: how long a lane
    waits for its parked rows to come back before it lets newer ones go. ``poll``: seconds between
    looks into the table when nobody calls."""

    window: int = 128
    chunk: int = 16
    lease: timedelta = timedelta(seconds=60)
    patience: float = 15.0
    attempts: int = 8
    longest_backoff: float = 300.0
    keep: float = 2.0
    grace: float = 5.0
    poll: float = 1.0


USUAL = Pacing()
