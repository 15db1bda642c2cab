"""Telegram as a part of the service: all its pieces put together for the app, started and stopped.

The channel must exist before the core, which sends through it, and what comes in must exist after
it, because it is handed to the core: hence two steps.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from aiohttp import web
from telegram.error import TelegramError

from bot.channels.base import Intake
from bot.channels.telegram.api import Api
from bot.channels.telegram.channel import Pictures, Telegram
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.reception import Count, Reception
from bot.channels.telegram.settling import Hook, Settling, secret_for
from bot.channels.telegram.trouble import Trouble
from bot.channels.telegram.waiting import Waiting
from bot.channels.telegram.webhook import PATH, Webhook
from bot.supervise import Supervisor
from models.clocks import WallClock
from models.store import Store


@dataclass(frozen=True, slots=True)
class Choices:
    """What the operator has decided. ``base_url``: where people and Telegram reach us."""

    token: str
    base: str
    base_url: str
    mode: Literal["polling", "webhook"]
    secret: str = ""
    connections: int = 40


@dataclass(frozen=True, slots=True)
class Counts:
    """``refused`` and ``conflicts`` count by reason; ``waiting`` is a gauge of what waits at the
    platform; ``settled`` hears the bot's name once it is known."""

    refused: Count
    conflicts: Count
    waiting: Callable[[int], None]
    settled: Callable[[str], None]


class TelegramService:
    """``channel`` goes into the core; then ``join`` takes what the core has made."""

    def __init__(
        self, choices: Choices, store: Store, wall: WallClock, *, pictures: Pictures
    ) -> None:
        self.choices = choices
        self.api = Api(choices.token, base=choices.base)
        self.waiting = Waiting()
        self.channel = Telegram(
            self.api, pictures=pictures, base_url=choices.base_url, waiting=self.waiting
        )
        self._store = store
        self._wall = wall
        self._polling: Polling | None = None
        self._webhook: Webhook | None = None

    def join(self, intake: Intake, supervisor: Supervisor, counts: Counts) -> None:
        """Wire the way in. Nothing starts yet."""
        self._supervisor = supervisor
        self.waiting.announce = self._announce
        reception = Reception(
            self.api, intake, self._wall, waiting=self.waiting, count=counts.refused
        )
        hook = None
        if self.choices.mode == "webhook":
            secret = self.choices.secret or secret_for(self.choices.token)
            hook = Hook(f"{self.choices.base_url}{PATH}", secret, self.choices.connections)
            self._webhook = Webhook(reception, secret, count=counts.refused)
        else:
            self._polling = Polling(
                self.api,
                reception,
                self._store,
                self._wall,
                supervisor=supervisor,
                count=counts.refused,
                conflicts=counts.conflicts,
            )
        self._settling = Settling(
            self.api,
            self._store,
            Trouble(self.api, self._wall, counts.conflicts),
            hook,
            waiting=counts.waiting,
            settled=counts.settled,
        )

    def routes(self) -> list[web.RouteDef]:
        """The webhook's address, where there is one."""
        return self._webhook.routes() if self._webhook is not None else []

    @property
    def up(self) -> bool:
        """Whether Telegram answers."""
        return self.api.pulse.up

    def start(self) -> None:
        self._supervisor.run("telegram.settling", self._settling.loop)
        if self._polling is not None:
            self._polling.start()

    async def stop(self) -> None:
        """Take nothing in any more. The core may still send."""
        await self._supervisor.stop("telegram.settling")
        if self._polling is not None:
            await self._polling.stop()
        self.waiting.stop()

    async def close(self) -> None:
        """Let go of the connections, when the core has stopped."""
        await self.api.close()

    def _announce(self, address: str) -> None:
        if self.up:
            self._supervisor.once("telegram.typing", self._type(address))

    async def _type(self, address: str) -> None:
        """Show that something is on its way. Best effort: the answer itself is on its way too."""
        with suppress(TelegramError):
            await self.api.call("sendChatAction", chat_id=int(address), action="typing")
