"""The shipped service on a file of its own, with a notice to send: a process the driver starts.

    python -m benchmarks.sending.ours FOLDER API PORT SHIFT [--paced] [--profile]

It prints "ready" once it listens, and begins to send at SIGUSR1.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import json
import pstats
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

from aiohttp import web

from benchmarks.sending.notice import Notices
from benchmarks.telegram.hook import SECRET
from benchmarks.telegram.ours import DATABASE, KEYS, TOKEN, ShiftedClock
from bot import logs
from bot.app import collect_seldom, running
from bot.channels.telegram.channel import ABILITIES
from bot.channels.telegram.service import Choices, TelegramService
from bot.channels.webchat.channel import WebChat
from bot.core import Core, build
from bot.platforms import TELEGRAM, join_telegram
from bot.web.site import make_site
from models import keys
from models.clocks import TownClock
from models.store import Store

FREE = replace(ABILITIES, per_second=0, chat_per_second=0, chat_burst=0)


def wired(
    store: Store, given: argparse.Namespace, wall: ShiftedClock
) -> tuple[web.Application, Core]:
    """As ``bot.app.assemble`` does it. The clock ticks as it always does."""
    chat = WebChat(store, TownClock(wall, movable=False))
    choices = Choices(TOKEN, given.api, f"http://127.0.0.1:{given.port}", "webhook", SECRET)
    telegram = TelegramService(choices, store, wall, pictures=_no_picture)
    if not given.paced:
        telegram.channel.abilities = FREE
    core = build(store, {chat.name: chat, TELEGRAM: telegram.channel}, wall=wall)
    core.sender.speak = Notices(core.sender.speak)
    chat.clock = core.town_clock
    store.on_commit = core.metrics.committed
    join_telegram(telegram, core, lambda _line: None)
    hooks = telegram.routes()
    site = make_site(hooks, base_url=choices.base_url, for_machines=[hook.path for hook in hooks])
    site.cleanup_ctx.append(running(core, chat, telegram))
    return site, core


async def _no_picture(_address: str, _photo: int) -> bytes | None:
    return None


async def serve(store: Store, given: argparse.Namespace) -> None:
    logs.watch(asyncio.get_running_loop())
    site, _core = wired(store, given, ShiftedClock(given.shift))
    collect_seldom()
    runner = web.AppRunner(site, access_log=None)
    profile = _Profiles(store) if given.profile else None
    if profile is not None:
        profile.begin()
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", given.port).start()
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    print("ready", flush=True)
    await stopped.wait()
    if profile is not None:
        profile.end()
    await runner.cleanup()


class _Profiles:
    """The writer's thread and the event loop's."""

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
            print(f"-- {name}", file=sys.stderr)
            pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(40)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("api")
    options.add_argument("port", type=int)
    options.add_argument("shift", type=float)
    options.add_argument("--paced", action="store_true", help="at the platform's pace")
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
