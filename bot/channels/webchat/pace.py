"""How fast one session may go: generous for fingers, tight for programs.

Kept in memory: it protects this process. What must hold over all processes (five tries at a
link's digits) is counted in the database instead.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from models.clocks import WallClock

_MOST_KEYS = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Pace:
    """A token bucket for each key; the least recently used keys are forgotten."""

    def __init__(self, clock: WallClock, *, per_second: float, burst: int) -> None:
        self._clock = clock
        self._per_second = per_second
        self._burst = burst
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def allows(self, key: str) -> bool:
        now = self._clock.now().timestamp()
        bucket = self._buckets.pop(key, None) or _Bucket(self._burst, now)
        refilled = bucket.left + max(0.0, now - bucket.at) * self._per_second
        bucket.left, bucket.at = min(float(self._burst), refilled), now
        self._buckets[key] = bucket
        if len(self._buckets) > _MOST_KEYS:
            self._buckets.popitem(last=False)
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True
