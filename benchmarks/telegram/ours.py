"""The shipped service on a file of its own, as a process: what ``bot.app`` starts, less the pages.

Two things differ from a town's server. The platform's pace is lifted (one message a second to a
chat, thirty in all: that is what would be measured, and nobody else keeps to it), and the clock
runs from the morning the file was written for, so that every run asks the same questions.

    python -m benchmarks.telegram.ours FOLDER API PORT SHIFT [--profile]
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import json
import pstats
import signal
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web

from benchmarks.telegram.hook import SECRET
from bot import logs
from bot.app import collect_seldom, running
from bot.channels.telegram.channel import ABILITIES
from bot.channels.telegram.service import Choices, TelegramService
from bot.channels.webchat.channel import WebChat
from bot.core import build
from bot.platforms import TELEGRAM, join_telegram
from bot.web.site import make_site
from models import keys
from models.clocks import SystemClock, TownClock
from models.store import Store

TOKEN = "4200:bench"  # noqa: S105 - of a bot that does not exist
KEYS, DATABASE = "keys.json", "bench.db"


class ShiftedClock:
    """The machine's clock, so many seconds later: it runs, and goes on after a restart."""

    def __init__(self, seconds: float) -> None:
        self._clock = SystemClock()
        self._shift = timedelta(seconds=seconds)

    def now(self) -> datetime:
        return self._clock.now() + self._shift


def site_of(store: Store, given: argparse.Namespace, wall: ShiftedClock) -> web.Application:
    """Wired as ``bot.app.assemble`` does it."""
    api, port = given.api, given.port
    chat = WebChat(store, TownClock(wall, movable=False))
    choices = Choices(TOKEN, api, f"http://127.0.0.1:{port}", "webhook", SECRET)
    telegram = TelegramService(choices, store, wall, pictures=_no_picture)
    telegram.channel.abilities = replace(ABILITIES, per_second=0, chat_per_second=0, chat_burst=0)
    core = build(store, {chat.name: chat, TELEGRAM: telegram.channel}, wall=wall)
    chat.clock = core.town_clock
    store.on_commit = core.metrics.committed
    join_telegram(telegram, core, lambda _line: None)
    hooks = telegram.routes()
    site = make_site(hooks, base_url=choices.base_url, for_machines=[hook.path for hook in hooks])
    if given.talk_only:
        core.clock = _StillClock()  # type: ignore[assignment]
    site.cleanup_ctx.append(running(core, chat, telegram))
    return site


class _StillClock:
    """Instead of the clock where only the talk is measured: no helpers are looked for."""

    def start(self, _run: object) -> None:
        """Nothing ticks."""

    async def stop(self) -> None:
        """Nothing has ticked."""


async def _no_picture(_address: str, _photo: int) -> bytes | None:
    return None


async def serve(store: Store, given: argparse.Namespace) -> None:
    logs.watch(asyncio.get_running_loop())
    site = site_of(store, given, ShiftedClock(given.shift))
    collect_seldom()
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", given.port).start()
    profiles = _Profiles(store) if given.profile else None
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    if profiles is not None:
        loop.add_signal_handler(signal.SIGUSR1, profiles.begin)
        loop.add_signal_handler(signal.SIGUSR2, profiles.end)
    print("ready", flush=True)
    await stopped.wait()
    await runner.cleanup()


class _Profiles:
    """The writer's thread and the event loop's, between two signals."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._loop = cProfile.Profile(time.thread_time)
        self._writer = cProfile.Profile(time.thread_time)

    def begin(self) -> None:
        self._store.write_now(lambda _session: self._writer.enable())
        self._loop.enable()

    def end(self) -> None:
        self._loop.disable()
        self._store.write_now(lambda _session: self._writer.disable())
        for name, profile in (("the writer", self._writer), ("the event loop", self._loop)):
            print(f"-- {name}", flush=True)
            pstats.Stats(profile).sort_stats("tottime").print_stats(45)
        print("-- end", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("api")
    options.add_argument("port", type=int)
    options.add_argument("shift", type=float)
    options.add_argument("--talk-only", action="store_true", help="the clock does not tick")
    options.add_argument("--profile", action="store_true")
    given = options.parse_args()
    logs.configure("json", "warning")
    ring = json.loads((given.folder / KEYS).read_text())
    keys.install(keys.Keyring.from_settings(*ring))
    wall = ShiftedClock(given.shift)
    store = Store.open(f"sqlite:///{given.folder / DATABASE}", wall=wall)
    store.lock_instance()
    try:
        asyncio.run(serve(store, given))
    finally:
        store.close()


if __name__ == "__main__":
    main()
