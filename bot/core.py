"""Everything but the web pages, built once: the store, the engine, the sender, the clock.

Tests, scripts and the service itself build the same core; they differ in the channels they plug
in and the clocks they hand over.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from sqlalchemy.orm import Session

from bot.channels.base import Channel
from bot.dialogue.engine import Engine
from bot.intake import Intake
from bot.metrics import Metrics
from bot.outbox.sender import Pacing, Sender
from bot.speaking import EngineSpeaker, edits_of, paces_of
from bot.supervise import Supervisor
from bot.watch.calls import Watched
from bot.watch.signs import Line
from handlers.book import book
from models.clocks import TownClock, WallClock
from models.store import Store
from models.town import pinned
from models.work import CLOCK, Work
from models.worktime import WorkCalendar
from scheduler.clock import Clock
from scheduler.imports import ImportKeeper
from scheduler.jobs import jobs
from scheduler.photos import PhotoKeeper

PAGES_LOOK = 0.3
"""Seconds a page needs to show a message and report it."""


def _quiet_until(session: Session, now: datetime) -> datetime | None:
    try:
        town = pinned.current(session)
    except pinned.NoTown:
        return None  # nobody lives here yet
    ends = WorkCalendar.of(town).next_loud(now)
    return ends if ends > now else None


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
    photos: PhotoKeeper
    imports: ImportKeeper
    intake: Intake
    supervisor: Supervisor
    metrics: Metrics
    lines: Sequence[Line]
    """The calls that are out, by channel."""

    def start(self) -> None:
        self.sender.start()
        self.clock.start(self.supervisor.run)
        self.supervisor.run("photos", self.photos.loop)
        self.supervisor.run("imports", self.imports.loop)

    def revive(self) -> None:
        """Begin again what should never end and has ended. What crashed begins again by itself."""
        if self.supervisor.ended("sender"):
            self.sender.start()
        if self.supervisor.ended("clock"):
            self.supervisor.run("clock", self.clock.loop)

    async def stop(self) -> None:
        await self.clock.stop()
        await self.sender.stop()
        await self.supervisor.stop()
        self.photos.close()
        self.imports.close()


def build(
    store: Store,
    channels: Mapping[str, Channel],
    *,
    wall: WallClock,
    instance: str = "one",
    movable: bool = False,
    hides: Mapping[str, frozenset[str]] | None = None,
    pacing: Pacing | None = None,
    probe: Callable[[str], None] = nothing,
    time: Callable[[], float] = monotonic,
) -> Core:
    """Wire the core. ``movable``: the town clock may be moved (the demo, tests). ``hides``: kinds
    of private details that a channel must not show, by its name. ``time``: monotonic seconds, by which
    the watch sees whether anything moves."""
    metrics = Metrics()
    supervisor = Supervisor(count=lambda fault: metrics.faults.labels(fault).inc())
    town_clock = TownClock(wall, movable=movable)
    work_for_clock = clock_work(town_clock)
    engine = Engine(book(), town_clock, hides or {}, paces_of(channels))
    watched = {name: Watched(channel, time) for name, channel in channels.items()}
    sender = Sender(
        store,
        watched,
        EngineSpeaker(engine, edits_of(channels)),
        wall,
        town_clock.now,
        instance,
        supervisor=supervisor,
        pacing=pacing or Pacing(),
        probe=probe,
        count=Metrics.counting(metrics.sent),
        quiet_until=_quiet_until,
    )
    blind = tuple(name for name, one in channels.items() if not one.abilities.tells_seen)
    clock = Clock(
        store,
        jobs(blind),
        work_for_clock,
        town_clock,
        wall=wall,
        after=sender.wake,
        settle=lambda: _sent(sender, pause=movable),
        count=Metrics.counting(metrics.ticks),
        time=time,
    )
    photos, imports = _fetchers(store, channels, work_for_clock, wall, sender.wake)
    intake = _intake(store, engine, sender, (clock.nudge, photos.wake), metrics, probe)
    return Core(
        store, town_clock, wall, engine, sender, clock, photos, imports, intake, supervisor, metrics,
        [channel.line for channel in watched.values()],
    )  # fmt: skip


def _fetchers(
    store: Store,
    channels: Mapping[str, Channel],
    work_for_clock: Callable[[Session], Work],
    wall: WallClock,
    after: Callable[[], None],
) -> tuple[PhotoKeeper, ImportKeeper]:
    """Who brings in pictures and lists, after the commit that mentioned them."""

    def fetch(channel: str, source: str) -> Awaitable[bytes]:
        return channels[channel].fetch(source)

    photos = PhotoKeeper(store, fetch, work_for_clock, wall, after=after)
    names = channels.keys()
    return photos, ImportKeeper(store, fetch, work_for_clock, wall, channels=names, after=after)


def _intake(
    store: Store,
    engine: Engine,
    sender: Sender,
    hear: tuple[Callable[[], None], Callable[[], None]],
    metrics: Metrics,
    probe: Callable[[str], None],
) -> Intake:
    """The door for updates. ``hear``: who is told of what people did, and of photos."""
    after, photos = hear
    return Intake(
        store,
        engine,
        sender,
        after=after,
        photos=photos,
        count=Metrics.counting(metrics.updates),
        count_refusal=Metrics.counting(metrics.refusals),
        count_dead_letter=Metrics.counting(metrics.dead_letters),
        probe=probe,
    )


async def _sent(sender: Sender, *, pause: bool) -> None:
    """Until everything that is due now has gone out; in the demo with a moment for open pages to
    say that they have shown it, before the clock jumps on."""
    await sender.sweep()
    await sender.settled()
    if pause:
        await asyncio.sleep(PAGES_LOOK)


def clock_work(town_clock: TownClock) -> Callable[[Session], Work]:
    """What a job of the clock works with: the clock as actor, the town now in force."""

    def make(session: Session) -> Work:
        now = town_clock.now(session)
        number = pinned.current_number(session)
        town = pinned.town_at(session, number)
        return Work(session, now, town, number, CLOCK, f"clock:{secrets.token_hex(8)}")

    return make
