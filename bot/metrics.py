"""What the operator can watch: one object with every number the service counts about itself.

Labels are types, states and channels, never ids: a label for each person would be a register of
people, and would grow without end. Each instance has its own registry, so that tests and two
services in one process do not share counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# The promise is 20 ms for a command; the steps around it show how near a start is to breaking it.
_HOLD_STEPS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2.0)


class Metrics:
    """All counters, by the name the code uses. The name a scraper sees begins with doorstep_."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.updates = self._counter("updates", "Messages taken in", "channel", "result")
        self.commands = self._counter("commands", "Commands run", "command")
        self.refusals = self._counter("refusals", "Things refused, by reason", "refusal")
        self.forged_links = self._counter(
            "forged_links", "Links not signed by us, or too old", "kind"
        )
        self.dead_letters = self._counter(
            "dead_letters", "Updates given up after three tries", "channel"
        )
        self.alarms = self._counter("alarms", "Alarms raised", "result")
        self.sent = self._counter("sent", "Messages handed to a channel", "channel", "result")
        self.ticks = self._counter("clock_ticks", "Ticks of the clock", "result")
        self.faults = self._counter(
            "faults", "Unexpected faults, each with a line in the log", "fault"
        )
        self.writer_hold = Histogram(
            "doorstep_writer_hold_seconds",
            "How long one piece of work held the writer",
            registry=self.registry,
            buckets=_HOLD_STEPS,
        )
        self.writer_batch = Histogram(
            "doorstep_writer_batch_size",
            "How many messages were committed together",
            registry=self.registry,
            buckets=(1, 2, 4, 8, 16, 32, 64),
        )
        self.queue = self._gauge("outbox_queue", "Outbox rows, by state", "state")
        self.oldest_due = self._gauge("outbox_oldest_due_seconds", "Age of the oldest due row")
        self.tick_age = self._gauge("clock_last_tick_age_seconds", "Seconds since the last tick")
        self.talks_open = self._gauge("talks_open", "Talks that wait for an answer")
        self.sockets = self._gauge("webchat_sockets", "Open web chat pages")
        self.turned_away = self._counter(
            "turned_away",
            "What came as an update and was not taken, by reason",
            "channel",
            "reason",
        )
        self.conflicts = self._counter(
            "update_conflicts", "Somebody else takes a bot's updates", "channel", "reason"
        )
        self.channel_up = self._gauge("channel_up", "Whether the platform answers", "channel")
        self.alarm = self._gauge("alarm", "Whether something is wrong now, by kind", "kind")
        self.watch_age = self._gauge("watch_last_look_age_seconds", "Seconds since the last look")
        self.waiting_there = self._gauge(
            "updates_waiting", "Updates that wait at the platform", "channel"
        )

    @staticmethod
    def counting(counter: Counter) -> Callable[..., None]:
        """A function that counts one by its labels. Finding a labelled counter costs as much as a
        statement, and this runs for every message: each is found once."""
        known: dict[tuple[str, ...], Counter] = {}

        def count(*labels: str) -> None:
            child = known.get(labels)
            if child is None:
                child = known[labels] = counter.labels(*labels)
            child.inc()

        return count

    def committed(self, jobs: int, seconds: float) -> None:
        """One batch of the writer: how many jobs, and what each of them held it for."""
        self.writer_batch.observe(jobs)
        self.writer_hold.observe(seconds / max(jobs, 1))

    def show_queue(self, states: Mapping[str, int]) -> None:
        """Replace the whole picture: a state that is empty now must not keep its old number."""
        self.queue.clear()
        for state, rows in states.items():
            self.queue.labels(state).set(rows)

    def text(self) -> bytes:
        """What /metrics answers."""
        return generate_latest(self.registry)

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"doorstep_{name}", says, labels, registry=self.registry)

    def _gauge(self, name: str, says: str, *labels: str) -> Gauge:
        return Gauge(f"doorstep_{name}", says, labels, registry=self.registry)
