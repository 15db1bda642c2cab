"""The rows this instance has in its hands, from when they come until what became of them is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from bot.outbox.lanes import Lane, Lanes
from bot.outbox.leased import Leased
from bot.outbox.load import Load
from bot.outbox.pace import Pacing
from models.outbox.record import Outcome


class Hands:
    """``note`` takes a result to be written. ``out``: calls that are out, and results that are not
    yet written."""

    def __init__(
        self,
        lanes: Lanes,
        load: Load,
        pacing: Pacing,
        note: Callable[[Outcome], None],
        now: Callable[[], float],
    ) -> None:
        self.out = 0
        self._lanes = lanes
        self._load = load
        self._pacing = pacing
        self._record = note
        self._now = now
        self._mine: set[int] = set()

    def take(self, row: Leased) -> None:
        """Into its lane; once, however often it comes."""
        if row.id in self._mine:
            return
        now = self._now()
        if not row.lease_until:
            row.lease_until = now + self._pacing.lease.total_seconds()
        self._mine.add(row.id)
        self._load.take(row)
        lane = self._lanes.put(row)
        if row.claimed or now > lane.parked_until + self._pacing.grace:
            lane.parked_until = 0.0
        elif lane.parked_until:  # earlier ones are in the table: it must follow them
            self.park(lane, instant(max(lane.parked_until, now)))

    def note(self, lane: Lane, row: Leased, outcome: Outcome) -> None:
        """A call has ended, counted as out until that is written: a repeated update may make the
        row due meanwhile."""
        self._load.let_go(row)
        self._record(outcome)
        if outcome.end == "parked" and outcome.until is not None:
            # Whatever waits behind it goes back too, or it would overtake.
            self.park(lane, outcome.until)
            lane.parked_until = outcome.until.timestamp()
        elif outcome.end == "gone":
            for waiting in lane.drain():
                self.forget(waiting)

    def park(self, lane: Lane, until: datetime) -> None:
        """Give what waits in a lane back to the table until an instant."""
        for row in lane.drain():
            self._load.let_go(row)
            self.out += 1
            self._record(Outcome(row.id, "parked", attempts=row.attempts, until=until))
            lane.parked_until = until.timestamp()

    def forget(self, row: Leased) -> None:
        """It is not ours any more, and nothing is written about it."""
        self._mine.discard(row.id)
        self._load.let_go(row)

    def written(self, outcomes: list[Outcome]) -> None:
        """These results are in the database."""
        self.out -= len(outcomes)
        self._mine.difference_update(outcome.id for outcome in outcomes)


def instant(seconds: float) -> datetime:
    """Seconds of the wall clock as the instant they are."""
    return datetime.fromtimestamp(seconds, UTC)
