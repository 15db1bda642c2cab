"""Everything but the web pages, built once: the store, the engine, the sender, the clock.

Tests, scripts and the service itself build the same core; they differ in the channels they plug
in and the clocks they hand over.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.channels.base import Channel
from bot.dialogue.engine import Engine
from bot.dialogue.messages import Outgoing
from bot.intake import Intake
from bot.metrics import Metrics
from bot.outbox.sender import Pacing, Sender
from bot.supervise import Supervisor
from handlers.book import book
from models.clocks import TownClock, WallClock
from models.outbox.claim import AccountRef, Claimed
from models.store import Store
from models.town import pinned
from models.work import CLOCK, Work
from scheduler.clock import Clock
from scheduler.jobs import jobs


def nothing(_point: str) -> None:
    """The probe of a service that nobody is trying to kill."""


@dataclass
class Core:
    """The running parts. ``start`` begins to send and to tick, ``stop`` ends both."""

    store: Store
    town_clock: TownClock
    wall: WallClock
    engine: Engine
    sender: Sender
    clock: Clock
    intake: Intake
    supervisor: Supervisor
    metrics: Metrics

    def start(self) -> None:
        self.sender.start()
        self.clock.start(self.supervisor.run)

    async def stop(self) -> None:
        await self.clock.stop()
        await self.sender.stop()
        await self.supervisor.stop()


def build(
    store: Store,
    channels: Mapping[str, Channel],
    *,
    wall: WallClock,
    instance: str = "one",
    movable: bool = False,
    pacing: Pacing | None = None,
    probe: Callable[[str], None] = nothing,
) -> Core:
    """Wire the core. ``movable``: the town clock may be moved (the demo, tests)."""
    metrics = Metrics()
    supervisor = Supervisor(count=lambda fault: metrics.faults.labels(fault).inc())
    town_clock = TownClock(wall, movable=movable)
    engine = Engine(book(), town_clock)

    def speak(
        session: Session, account: AccountRef, message: str, args: dict[str, Any], row: Claimed
    ) -> Outgoing | None:
        return engine.speak(session, account.id, message, args)

    sender = Sender(
        store,
        channels,
        speak,
        wall,
        town_clock.now,
        instance,
        supervisor=supervisor,
        pacing=pacing or Pacing(),
        probe=probe,
        count=lambda channel, result: metrics.sent.labels(channel, result).inc(),
    )
    blind = tuple(name for name, one in channels.items() if not one.abilities.tells_seen)
    clock = Clock(
        store,
        jobs(blind),
        clock_work(town_clock),
        town_clock,
        wall=wall,
        after=sender.wake,
        settle=lambda: _sent(sender),
        count=lambda result: metrics.ticks.labels(result).inc(),
    )
    intake = Intake(
        store,
        engine,
        sender,
        after=clock.nudge,
        count=lambda channel, kind: metrics.updates.labels(channel, kind).inc(),
        probe=probe,
    )
    return Core(store, town_clock, wall, engine, sender, clock, intake, supervisor, metrics)


async def _sent(sender: Sender) -> None:
    """Until everything that is due now has gone out."""
    await sender.sweep()
    await sender.settled()


def clock_work(town_clock: TownClock) -> Callable[[Session], Work]:
    """What a job of the clock works with: the clock as actor, the town now in force."""

    def make(session: Session) -> Work:
        now = town_clock.now(session)
        number = pinned.current_number(session)
        town = pinned.town_at(session, number)
        return Work(session, now, town, number, CLOCK, f"clock:{secrets.token_hex(8)}")

    return make
