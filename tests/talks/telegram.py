"""The same town with its people on Telegram: a fake Bot API, and the service's own way to it.

A phone here is what stands in a chat with the bot. What people do becomes an update, fetched by
polling or delivered to the webhook, and nothing is looked at before the bot has confirmed it.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Literal

from aiohttp.test_utils import TestServer, unused_port
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.channels.base import Channel
from bot.channels.telegram.channel import ABILITIES
from bot.channels.telegram.service import Choices, Counts, TelegramService
from bot.channels.telegram.webhook import PATH
from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.desk import Desk
from bot.channels.webchat.routes import chat_routes
from bot.core import build
from bot.dialogue.messages import Option, Outgoing
from bot.dialogue.say import NOTHING
from bot.doorkeeper import Doorkeeper
from bot.web.site import make_site
from models.clocks import FixedClock, TownClock
from models.register.tables import Account
from models.store import Store
from tests.botapi import FakeBotApi, Message
from tests.botapi import Person as Phone
from tests.furniture import settle
from tests.talks.phones import Person as Someone
from tests.talks.world import World

Mode = Literal["polling", "webhook"]
FIRST = 700_001
_LABEL = re.compile(r"(?:(\d+) )?(?:[☑☐] )?(.*)")
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
# A clock that stands still fills no bucket: the pace has tests of its own.
UNPACED = replace(ABILITIES, per_second=0, chat_per_second=0, chat_burst=0)


@dataclass
class TelegramHandset:
    """One person's chat with the bot."""

    world: TelegramWorld
    phone: Phone

    async def start(self, payload: str) -> None:
        await self.phone.start(payload if _PAYLOAD.fullmatch(payload) else "")
        await self.world.answered()

    async def text(self, words: str) -> None:
        await self.phone.says(words)
        await self.world.answered()

    async def tap(self, token: str) -> None:
        await self.phone.taps(token)
        await self.world.answered()

    async def photo(self, *pictures: bytes) -> None:
        if len(pictures) == 1:
            await self.phone.photo(pictures[0])
        else:
            await self.phone.album(list(pictures))
        await self.world.answered()

    async def other(self, kind: str, text: str = "") -> None:
        does: dict[str, Callable[[], Awaitable[object]]] = {
            "sticker": self.phone.sticker,
            "voice": self.phone.voice,
            "file": self.phone.file,
            "contact": lambda: self.phone.contact(text),
            "location": lambda: self.phone.location(42.97, 126.75),
            "unknown": lambda: self.phone.sends(dice={"emoji": "🎲", "value": 4}),
        }
        await does[kind]()
        await self.world.answered()

    async def look(self) -> None:
        """Telegram says nothing of who looks."""
        await self.world.answered()

    def messages(self) -> list[tuple[str, Outgoing]]:
        return [(f"{one.id}.{one.text}", _as_shown(one)) for one in self.phone.shown]


def _as_shown(one: Message) -> Outgoing:
    options = tuple(_option(label, data) for row in one.buttons for label, data in row)
    return Outgoing(tuple((one.text or one.caption).split("\n")), options)


def _option(label: str, data: str) -> Option:
    found = _LABEL.fullmatch(label)
    assert found is not None
    number = int(found[1]) if found[1] else None
    if data.startswith("http"):
        return Option(found[2], "", number, url=data)
    return Option(found[2], data, number)


@dataclass(kw_only=True)
class TelegramWorld(World):
    """A town whose people all write on Telegram."""

    telegram: FakeBotApi
    service: TelegramService
    numbers: dict[str, int]
    root: str

    def _at(self, address: str, name: str) -> Someone:
        if name not in self.people:
            number = self.numbers.setdefault(address, FIRST + len(self.numbers))
            self.people[name] = Someone(name, TelegramHandset(self, self.phone(number)))
        return self.people[name]

    def phone(self, number: int) -> Phone:
        """Whoever is known here has started the bot at some time."""
        phone = self.telegram.person(number)
        phone.chat.state = "open"
        return phone

    async def comes_in(self) -> None:
        await self.telegram.idle()


def _numbered(session: Session) -> dict[str, int]:
    """Give everybody's account a number, as Telegram does; by the address it had."""
    addresses = session.scalars(select(Account.address).order_by(Account.id)).all()
    numbers = {address: FIRST + place for place, address in enumerate(addresses)}
    for address, number in numbers.items():
        session.execute(
            update(Account).where(Account.address == address).values(address=str(number))
        )
    return numbers


@asynccontextmanager
async def open_telegram_world(
    store: Store, wall: FixedClock, mode: Mode, hides: frozenset[str] = NOTHING
) -> AsyncIterator[TelegramWorld]:
    """Build it on an empty database that has the tables, the web chat beside it. Only what comes in
    runs by itself."""
    port = unused_port()
    async with FakeBotApi(wall=wall) as telegram:
        ids = store.write_now(lambda session: settle(session, "telegram"))
        numbers = store.write_now(_numbered)
        choices = Choices(telegram.token, telegram.url, f"http://127.0.0.1:{port}", mode)

        async def picture(_address: str, _photo_id: int) -> bytes | None:
            return None

        service = TelegramService(choices, store, wall, pictures=picture)
        service.channel.abilities = UNPACED
        chat = WebChat(store, TownClock(wall, movable=False))
        channels: dict[str, Channel] = {"telegram": service.channel, chat.name: chat}
        core = build(store, channels, wall=wall, hides={"telegram": hides})
        service.join(core.intake, core.supervisor, _uncounted())
        desk = Desk(chat, intake=core.intake, door=Doorkeeper(core.town_clock), wall=wall)
        routes = [*chat_routes(desk), *service.routes()]
        server = TestServer(make_site(routes, base_url="", for_machines=[PATH]), port=port)
        await server.start_server()
        service.start()
        for phone in numbers.values():
            telegram.person(phone).chat.state = "open"
        try:
            yield TelegramWorld(
                core=core,
                channel=service.channel,
                wall=wall,
                ids=ids,
                telegram=telegram,
                service=service,
                numbers=numbers,
                root=choices.base_url,
            )
        finally:
            await service.stop()
            await server.close()
            await core.stop()
            await service.close()


def _uncounted() -> Counts:
    return Counts(
        refused=lambda _reason: None,
        conflicts=lambda _reason: None,
        waiting=lambda _number: None,
        settled=lambda _name: None,
    )
