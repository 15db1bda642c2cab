"""What the operator has chosen for the watch, and the platforms' spare connections."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from bot.channels.base import Channel
from bot.platforms import TELEGRAM, telegram_of
from bot.settings import Settings
from bot.watch.bell import Bell
from bot.watch.signs import Limits
from bot.watch.wiring import Spare, Watching
from models.clocks import WallClock
from models.store import Store
from models.store.urls import parse_url, sqlite_file

ANSWER = 8.0
"""Seconds a platform may take for the smallest of all calls."""


def watching_of(settings: Settings, store: Store, wall: WallClock) -> Watching:
    limits = Limits(free=settings.alarm_free_mb * 2**20)
    spares = {}
    if settings.telegram_token is not None:
        spares[TELEGRAM] = partial(_spare_telegram, settings, store, wall)
    return Watching(
        spares=spares,
        folders=_folders(settings),
        instance=settings.instance,
        bell=Bell(settings.alarm_command),
        limits=limits,
    )


def _folders(settings: Settings) -> tuple[Path, ...]:
    """Where the service writes; a server's own disk is asked by writing a row."""
    folders = {settings.data_dir}
    url = parse_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        folders.add(sqlite_file(url).parent)
    return tuple(sorted(folder for folder in folders if folder.is_dir()))


def _spare_telegram(settings: Settings, store: Store, wall: WallClock) -> Spare:
    """Never joined: it takes nothing in. Made in the loop that uses it."""
    from bot.channels.telegram.pulse import NoAnswer  # noqa: PLC0415 - only where it is asked for
    from bot.channels.telegram.request import TooMany  # noqa: PLC0415

    telegram = telegram_of(settings, store, wall)
    if telegram is None:
        raise LookupError("there is no token for this platform")

    async def ask() -> str:
        try:
            async with asyncio.timeout(ANSWER):
                await telegram.api.call("getMe")
        except (NoAnswer, TimeoutError):
            return "platform"
        except TooMany:
            return ""
        except Exception:  # noqa: BLE001 - a refusal is an answer, but for one
            return "" if telegram.up else "token"
        return ""

    channel: Channel = telegram.channel
    return Spare(channel, ask, telegram.close)
