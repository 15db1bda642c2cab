"""How many rows this instance takes into its hands: what goes out in about a second.

More would make a pause or a correction of a notice come too late, and keep from other instances
what they could send; fewer would leave the platform waiting for the database.
"""

from __future__ import annotations

from time import perf_counter

from bot.outbox.leased import Leased
from bot.outbox.pace import EVENLY, Pacing
from models.messages import Priority

FEWEST = 32
_MEASURED = 0.25
"""Seconds over which the pace is measured."""
_FOR_MANY = 0.75
"""The share that what many get may have: an alarm that comes due meanwhile is claimed at once."""
_SMALLEST = 32


class Load:
    """Counts the claimed rows in hand, and says how many may come."""

    def __init__(self, pacing: Pacing) -> None:
        self._most = 2 * pacing.window
        self._ahead = min(FEWEST, self._most)
        self._largest = pacing.chunk
        self._hold = pacing.hold
        self._chunk = min(_SMALLEST, pacing.chunk)
        self._since = perf_counter()
        self._done = 0
        self.all = 0
        self.many = 0

    def take(self, row: Leased) -> None:
        if row.claimed:
            self.all += 1
            self.many += row.priority >= EVENLY

    def let_go(self, row: Leased) -> None:
        """It went out, or back into the table."""
        if row.claimed:
            self.all -= 1
            self.many -= row.priority >= EVENLY
            self._done += 1

    def room(self, *, at_least: float = 0.0) -> tuple[int, Priority]:
        """How many rows may be claimed now, and what the worst of them may be. ``at_least``: a
        smaller share of all that many may have is not worth a transaction."""
        self._measure()
        allowed = max(int(self._ahead * _FOR_MANY), 1)
        many = allowed - self.many
        if many >= max(at_least * allowed, 1):
            return min(many, self._chunk), Priority.NOTICE
        return max(min(self._ahead - self.all, self._chunk), 0), Priority.URGENT

    def hungry(self) -> bool:
        """Whether half of what many may have has gone out."""
        return self.many <= self._ahead * _FOR_MANY / 2

    def held(self, rows: int, seconds: float) -> None:
        """So many rows had the writer for so long, in seconds of its own work: the next chunk is as
        large as it may be. What others took of the processor meanwhile says nothing about it."""
        if rows < self._chunk:
            return
        fits = self._hold / max(seconds / rows, 1e-6)
        smallest = min(_SMALLEST, self._largest)
        self._chunk = int(max(min(fits, self._chunk * 2, self._largest), smallest))

    def _measure(self) -> None:
        took = perf_counter() - self._since
        if took < _MEASURED:
            return
        a_second = int(self._done / took)
        self._ahead = max(min(a_second, self._most), min(FEWEST, self._most))
        self._since, self._done = perf_counter(), 0
