"""Builds the service from its settings and runs it: the only place that knows all the rooms.

``prepare`` makes or checks everything that can be wrong before a port is opened; ``serve`` opens
it and stays until it is told to stop.
"""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
import typer
from aiohttp import web
from sqlalchemy.orm import Session

from bot import health, logs
from bot.channels.base import Channel
from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.desk import Desk
from bot.channels.webchat.pace import Pace
from bot.channels.webchat.routes import chat_routes
from bot.cli.faults import Problem
from bot.cli.opened import erasures_of, make_room
from bot.core import Core, build, nothing
from bot.demo import Town as DemoTown
from bot.demo import settle_sample_town
from bot.doorkeeper import Doorkeeper
from bot.keywatch import KeyWatch
from bot.metrics import Metrics
from bot.platforms import TELEGRAM, hidden_on, join_telegram, telegram_of
from bot.settings import Settings
from bot.watch.choices import watching_of
from bot.watch.watch import Watch
from bot.watch.wiring import watch_over
from bot.web.demo import DemoPage
from bot.web.notice_pages import NoticePages
from bot.web.site import make_site
from migrations import run as migrations
from models import keys
from models.clocks import SystemClock, TownClock, WallClock
from models.outbox.watch import oldest_due, queue_counts
from models.privacy.replaying import REMEMBERS, to_replay
from models.store import Store
from models.talks.rows import open_talks
from models.town import pinned
from models.town.apply import fingerprint
from models.town.reading import read_town
from scheduler.erasures import Aftermath

if TYPE_CHECKING:
    from bot.channels.telegram.service import TelegramService

log = structlog.get_logger(__name__)

PHONES = (("/phone/1", "wang"), ("/phone/2", "zhao"), ("/phone/3", "limin"))


@dataclass
class Service:
    """The core, its channels and its pages."""

    settings: Settings
    core: Core
    chat: WebChat
    site: web.Application
    watch: Watch
    telegram: TelegramService | None = None


def prepare(settings: Settings, tell: Callable[[str], None]) -> Store:
    """Open the database, made and filled if this is the demo. Raises what the operator can mend.

    The instance's lock comes before everything else: a second one must not migrate under the
    first."""
    keys.install(settings.keyring())
    if settings.demo:
        make_room(settings)
    elif migrations.current(settings.database_url) != migrations.head():
        raise Problem(
            "The database has another schema than this version: run `python -m bot migrate`."
        )
    store = Store.open(settings.database_url, wall=SystemClock(), workers=settings.workers)
    try:
        store.lock_instance()
        if settings.demo:
            tell("Preparing the database")
            migrations.upgrade(settings.database_url)
        store.write_now(keys.check_keys)
        if settings.demo:
            settle_sample_town(store, settings.town, tell)
        else:
            _require_applied(store, settings)
            _require_forgotten(store, settings)
    except BaseException:
        store.close()
        raise
    return store


def _require_applied(store: Store, settings: Settings) -> None:
    """What runs is what was applied; a file that says otherwise must not be forgotten."""
    store.read_now(pinned.current_number)
    version = store.read_now(pinned.latest)
    if version is None or version.sha256 != fingerprint(read_town(settings.town)):
        raise Problem(
            "The town file is not what is in force: look with `python -m bot town diff`, "
            "then run `python -m bot town apply`."
        )


def _require_forgotten(store: Store, settings: Settings) -> None:
    """A database put back by hand must not serve people who had asked to be deleted."""
    noted = erasures_of(settings)
    again = store.read_now(lambda session: to_replay(session, noted))
    if again:
        raise Problem(REMEMBERS.format(count=len(again)))


def assemble(
    settings: Settings,
    store: Store,
    wall: WallClock,
    probe: Callable[[str], None] = nothing,
    tell: Callable[[str], None] = nothing,
) -> Service:
    """Everything wired, nothing started. ``tell`` says to the operator what is only known later."""
    chat = WebChat(store, TownClock(wall, movable=settings.demo))
    telegram = telegram_of(settings, store, wall)
    channels: dict[str, Channel] = {chat.name: chat}
    if telegram is not None:
        channels[TELEGRAM] = telegram.channel
    core = build(
        store,
        channels,
        wall=wall,
        instance=settings.instance,
        movable=settings.demo,
        hides=hidden_on(settings),
        probe=probe,
    )
    chat.clock = core.town_clock
    store.on_commit = core.metrics.committed
    watch = watch_over(core, channels, watching_of(settings, store, wall))
    routes = _routes(settings, core, chat, _vitals(core, watch, telegram))
    hooks: list[web.RouteDef] = []
    if telegram is not None:
        join_telegram(telegram, core, tell)
        hooks = telegram.routes()
    site = make_site(
        [*routes, *hooks],
        base_url=settings.base_url,
        for_machines=[hook.path for hook in hooks],
    )
    beside = {
        "keys": KeyWatch(store, settings.instance).loop,
        "erasures": Aftermath(store, settings.erasures_path, core.town_clock.now).loop,
    }
    site.cleanup_ctx.append(running(core, chat, telegram, beside))
    site.cleanup_ctx.append(watching(core, watch))
    return Service(settings, core, chat, site, watch, telegram)


def _routes(
    settings: Settings, core: Core, chat: WebChat, vitals: health.Vitals
) -> list[web.RouteDef]:
    door = Doorkeeper(core.town_clock)
    prefixes = ["", *(prefix for prefix, _who in PHONES)] if settings.demo else [""]
    desks = [
        Desk(
            chat,
            intake=core.intake,
            door=door,
            wall=core.wall,
            prefix=prefix,
            demo=door if settings.demo and prefix else None,
            refused_link=lambda kind: core.metrics.forged_links.labels(kind).inc(),
        )
        for prefix in prefixes
    ]
    routes = [route for desk in desks for route in chat_routes(desk)]
    pace = Pace(core.wall, per_second=5, burst=60)
    routes += NoticePages(core.store, core.town_clock, pace.allows).routes()
    if settings.demo:
        routes += DemoPage(door.identities(), PHONES, DemoTown(core)).routes()
    return [*routes, *health.routes(vitals, core.metrics)]


def _vitals(core: Core, watch: Watch, telegram: TelegramService | None) -> health.Vitals:
    async def refresh(metrics: Metrics) -> None:
        metrics.watch_age.set(watch.age)
        if telegram is not None:
            metrics.channel_up.labels(TELEGRAM).set(telegram.up)
        await core.store.read(lambda session: _measure(core, metrics, session))

    return health.Vitals(
        wall=core.wall,
        database=lambda: core.store.read(pinned.current_number),
        last_tick=lambda: core.clock.last_tick,
        sender_alive=core.sender.alive,
        refresh=refresh,
        alarms=watch.reasons,
    )


def _measure(core: Core, metrics: Metrics, session: Session) -> None:
    """What is only known by looking: the queue and its age, talks that are open."""
    now = core.town_clock.now(session)
    since = oldest_due(session, now)
    metrics.show_queue(queue_counts(session))
    metrics.oldest_due.set((now - since).total_seconds() if since else 0)
    metrics.talks_open.set(open_talks(session))


def running(
    core: Core,
    chat: WebChat,
    telegram: TelegramService | None,
    beside: Mapping[str, Callable[[], Awaitable[None]]] | None = None,
) -> Callable[[web.Application], AsyncIterator[None]]:
    """``beside``: what else is kept running, by its name."""

    async def run(_app: web.Application) -> AsyncIterator[None]:
        core.start()
        core.supervisor.run("webchat", lambda: chat.hub.watch(core.store))
        for name, loop in (beside or {}).items():
            core.supervisor.run(name, loop)
        if telegram is not None:
            telegram.start()
        yield
        if telegram is not None:
            await telegram.stop()
        await core.stop()
        if telegram is not None:
            await telegram.close()

    return run


def watching(core: Core, watch: Watch) -> Callable[[web.Application], AsyncIterator[None]]:
    """The watch comes last and goes first: what is being stopped is no alarm."""

    async def run(_app: web.Application) -> AsyncIterator[None]:
        watch.start()
        core.supervisor.run("watch", watch.beating)
        yield
        await core.supervisor.stop("watch")
        await watch.stop()

    return run


def serve(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM. The last line printed is the link."""
    logs.configure(settings.log_format, settings.log_level)

    def tell(line: str) -> None:
        typer.echo(f"· {line}", err=True)

    store = prepare(settings, tell)
    try:
        asyncio.run(_serve(settings, store, tell))
    finally:
        store.close()


def collect_seldom() -> None:
    """What was built at the start stays for good, and hardly anything a message makes is a cycle:
    looking through it all after every 700 objects cost a tenth of the processor."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


async def _serve(settings: Settings, store: Store, tell: Callable[[str], None]) -> None:
    logs.watch(asyncio.get_running_loop())
    service = assemble(settings, store, SystemClock(), tell=tell)
    collect_seldom()
    async with _listening(service):
        link = f"{settings.base_url}/demo" if settings.demo else f"{settings.base_url}/"
        service.watch.ready()
        typer.echo(f"\nDoorstep is open · 家门口开着：\n{link}")
        await _until_stopped()


@asynccontextmanager
async def _listening(service: Service) -> AsyncIterator[None]:
    runner = web.AppRunner(service.site, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, service.settings.host, service.settings.port).start()
        yield
    finally:
        await runner.cleanup()


async def _until_stopped() -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    await stopped.wait()
    log.info("stopping")
