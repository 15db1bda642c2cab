"""The whole service with its real Telegram, run from the inside of a process.

A life of the kill proof is this and nothing else; the fault runs run it where they can look at it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.channels.base import Abilities, Channel
from bot.channels.telegram.service import Choices, Counts, TelegramService
from bot.channels.telegram.webhook import PATH
from bot.core import Core, build, nothing
from bot.dialogue.messages import Incoming
from bot.outbox.sender import Pacing
from bot.web.site import make_site
from models.clocks import WallClock
from models.store import Store
from tests.proofs.service import Mode
from tests.proofs.town import TELEGRAM, UNPACED

UNCOUNTED = Counts(
    refused=lambda _reason: None,
    conflicts=lambda _reason: None,
    waiting=lambda _number: None,
    settled=lambda _name: None,
)


@dataclass(frozen=True)
class Reach:
    """The bot and how it is reached. ``port``: where the webhook listens, also while it polls."""

    token: str
    base: str
    port: int
    mode: Mode


def _itself(channel: Channel) -> Channel:
    return channel


@asynccontextmanager
async def running(
    store: Store,
    wall: WallClock,
    reach: Reach,
    *,
    pacing: Pacing,
    abilities: Abilities = UNPACED,
    probe: Callable[[str], None] = nothing,
    through: Callable[[Channel], Channel] = _itself,
    prepare: Callable[[TelegramService], None] = lambda _: None,
) -> AsyncIterator[Core]:
    """``through``: what stands between the sender and the channel. Stops of its own accord."""

    async def picture(_address: str, _photo_id: int) -> bytes | None:
        return None

    choices = Choices(reach.token, reach.base, f"http://127.0.0.1:{reach.port}", reach.mode)
    telegram = TelegramService(choices, store, wall, pictures=picture)
    telegram.channel.abilities = abilities
    prepare(telegram)
    channels = {TELEGRAM: through(telegram.channel)}
    core = build(store, channels, wall=wall, pacing=pacing, probe=probe)

    async def take(incoming: Incoming) -> object:
        answered = await core.intake(incoming)
        probe("before_answer")
        return answered

    telegram.join(take, core.supervisor, UNCOUNTED)
    site = web.AppRunner(
        make_site(telegram.routes(), base_url="", for_machines=[PATH]), access_log=None
    )
    await site.setup()
    await web.TCPSite(site, "127.0.0.1", reach.port).start()
    core.start()
    telegram.start()
    try:
        yield core
    finally:
        await telegram.stop()
        await site.cleanup()
        await core.stop()
        await telegram.close()
