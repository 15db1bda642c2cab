"""The watch of a running service: which signs it looks at, and by which ways it reaches people.

A platform gets connections of the watch's own, so that it can be asked and used while the service's
loop hangs. Everything else is reached through that loop: the pages hang on it too.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from bot.channels.base import Channel
from bot.core import Core
from bot.dialogue.messages import Outgoing
from bot.watch.bell import Bell
from bot.watch.board import Trouble
from bot.watch.looking import first_due, touch
from bot.watch.people import Hearer, hearers
from bot.watch.signs import (
    ClockSign,
    Limits,
    LoopSign,
    PlatformSign,
    QueueSign,
    SenderSign,
    Sign,
    StoreSign,
)
from bot.watch.telling import Teller, Way
from bot.watch.watch import Equipment, Watch
from scheduler.clock import last_tick

T = TypeVar("T")


@dataclass(frozen=True)
class Spare:
    """A platform's channel for the watch alone. ``ask`` says "", "token" or "platform"."""

    channel: Channel
    ask: Callable[[], Awaitable[str]]
    close: Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Watching:
    """What may differ between services. ``spares`` by channel: called in the watch's own loop.
    ``folders``: whose disks must have room."""

    spares: Mapping[str, Callable[[], Spare]] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()
    instance: str = ""
    bell: Bell | None = None
    limits: Limits = field(default_factory=Limits)
    queue_too_long: Callable[[], bool] | None = None
    time: Callable[[], float] = monotonic


def watch_over(core: Core, channels: Mapping[str, Channel], choices: Watching) -> Watch:
    """The watch of this service; to be started in the loop that the service runs on."""

    @asynccontextmanager
    async def equip(watch: Watch) -> AsyncIterator[Equipment]:
        home = watch.home
        spares = {name: make() for name, make in choices.spares.items()}
        ways = {name: across(home, channel) for name, channel in channels.items()}
        ways |= {name: _straight(spare.channel) for name, spare in spares.items()}
        several = core.store.dialect != "sqlite"
        try:
            yield Equipment(
                signs=_signs(core, watch, spares, choices),
                teller=Teller(ways, instance=choices.instance if several else ""),
                people=partial(_people, core, frozenset(ways)),
                leads=partial(_leads, core, choices.limits),
                revive=partial(_revive, core, home),
            )
        finally:
            for spare in spares.values():
                await spare.close()

    return Watch(equip, core.metrics, bell=choices.bell, limits=choices.limits, time=choices.time)


def _signs(
    core: Core,
    watch: Watch,
    spares: Mapping[str, Spare],
    choices: Watching,
) -> list[Sign]:
    limits, home = choices.limits, watch.home

    async def probe() -> None:
        await _in(home, core.store.write(touch))

    async def head() -> int | None:
        wall = core.wall.now()
        return await _or_none(
            core.store.read(lambda session: first_due(session, core.town_clock.now(session), wall))
        )

    async def tick_age() -> float | None:
        at = await _or_none(core.store.read(last_tick))
        return (core.wall.now() - at).total_seconds() if at is not None else None

    def too_long() -> bool:  # whoever claims has counted
        return core.sender.leads and bool(core.sender.notices_wait)

    return [
        LoopSign(lambda: watch.beat, limits),
        ClockSign(core.clock, tick_age, limits),
        SenderSign(core.sender.alive, core.lines, head, limits),
        StoreSign(probe, choices.folders, limits),
        QueueSign(choices.queue_too_long or too_long),
        *(PlatformSign(name, spare.ask, limits) for name, spare in spares.items()),
    ]


async def _people(core: Core, channels: frozenset[str]) -> list[Hearer]:
    def look(session: Session) -> list[Hearer]:
        return hearers(session, core.town_clock.now(session), channels)

    return await core.store.read(look)


async def _leads(core: Core, limits: Limits) -> bool:
    """One instance tells of what all of them see; alone on a file, that is this one."""
    try:
        async with asyncio.timeout(limits.answer):
            return await asyncio.to_thread(core.store.try_lead, "watch")
    except TimeoutError:
        return False


def _revive(core: Core, home: asyncio.AbstractEventLoop, trouble: Trouble) -> None:
    if trouble.kind in ("clock", "sender"):
        home.call_soon_threadsafe(core.revive)


# -- from one loop into the other ------------------------------------------------------------------
async def _in(home: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, T]) -> T:
    """Run something in the service's loop and wait here for its end."""
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, home))


def across(home: asyncio.AbstractEventLoop, channel: Channel) -> Way:
    """Through a channel that belongs to the service's loop."""

    async def show(address: str, message: Outgoing, key: str) -> None:
        await _in(home, channel.send(address, message, key=key))

    return show


def _straight(channel: Channel) -> Way:
    async def show(address: str, message: Outgoing, key: str) -> None:
        await channel.send(address, message, key=key)

    return show


async def _or_none(looking: Awaitable[T]) -> T | None:
    """A database that does not answer has a sign of its own."""
    try:
        return await looking
    except Exception:  # noqa: BLE001 - see above
        return None
