"""The town with the web chat over real HTTP and a second chat program beside it."""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from aiohttp import ClientResponse, ClientSession, CookieJar, FormData
from aiohttp.test_utils import TestServer

from bot.channels.memory import MemoryChannel
from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.desk import Desk
from bot.channels.webchat.routes import chat_routes
from bot.core import build
from bot.doorkeeper import Doorkeeper
from bot.web.site import make_site
from models.access.elsewhere import TELEGRAM_USERNAME
from models.base import SettingRow
from models.clocks import FixedClock, TownClock
from models.store import Store
from tests.furniture import settle
from tests.linking.world import BLIND, BOT, TwoChats

_TAGS = re.compile(r"<[^>]+>")


class Site(Protocol):
    """A town with pages at ``root``."""

    root: str

    async def settle(self) -> None: ...


@dataclass
class Browser:
    """A page in somebody's hands: it follows links, taps, and reads what stands there."""

    town: Site
    session: ClientSession

    async def get(self, path: str) -> ClientResponse:
        return await self.session.get(f"{self.town.root}{path}", allow_redirects=False)

    async def page(self, path: str) -> str:
        answer = await self.session.get(f"{self.town.root}{path}", headers={"Accept": "text/html"})
        return _TAGS.sub(" ", await answer.text())

    async def post(self, path: str, **fields: str) -> ClientResponse:
        answer = await self.session.post(
            f"{self.town.root}{path}",
            headers={"Origin": self.town.root},
            allow_redirects=False,
            data=FormData(fields),
        )
        await self.town.settle()
        return answer

    async def it_is_me(self, path: str, digits: str = "") -> str:
        """The tap on the page of a link; what is read then."""
        answer = await self.post(path, digits=digits)
        if answer.status == 303:
            return await self.words()
        return _TAGS.sub(" ", await answer.text())

    async def says(self, words: str) -> str:
        return await self._item({"kind": "text", "text": words})

    async def taps(self, label: str) -> str:
        found = [
            (shown["id"], option["tap"])
            for shown in await self.messages()
            for option in shown["options"]
            if option["label"] == label
        ]
        assert found, f"no button {label!r} in:\n{await self.words()}"
        return await self._item({"kind": "tap", "about": str(found[-1][0]), "tap": found[-1][1]})

    async def _item(self, item: dict[str, Any]) -> str:
        item = {"id": secrets.token_hex(8), **item}
        answer = await self.session.post(
            f"{self.town.root}/chat/send", headers={"Origin": self.town.root}, json=item
        )
        assert await answer.json() == {"ack": item["id"]}
        await self.town.settle()
        return await self.words()

    async def messages(self) -> list[dict[str, Any]]:
        async with self.session.get(f"{self.town.root}/chat/poll?after=0") as answer:
            if answer.status == 401:
                return []
            parcel = await answer.json()
        return [one for one in parcel["messages"] if one["sender"] == "service"]

    async def words(self) -> str:
        """All that stands on the page, buttons in brackets; "" for somebody who is not signed in."""
        return "\n".join(
            "\n".join([*one["lines"], *(f"[{option['label']}]" for option in one["options"])])
            for one in await self.messages()
        )


@dataclass
class WebAndChat(TwoChats):
    """``other`` is the chat program the cast use; ``browser`` gives somebody a browser."""

    root: str = ""
    browsers: list[Browser] = field(default_factory=list)

    def browser(self) -> Browser:
        self.browsers.append(Browser(self, ClientSession(cookie_jar=CookieJar(unsafe=True))))
        return self.browsers[-1]


@asynccontextmanager
async def open_web_and_chat(store: Store, wall: FixedClock) -> AsyncIterator[WebAndChat]:
    """Build it on an empty database; the cast's accounts are at the chat program."""
    chat, other = WebChat(store, TownClock(wall, movable=False)), MemoryChannel("telegram", BLIND)

    def prepare(session: Any) -> dict[str, int]:
        session.add(SettingRow(key=TELEGRAM_USERNAME, value=BOT))
        return settle(session, other.name)

    ids = store.write_now(prepare)
    core = build(store, {chat.name: chat, other.name: other}, wall=wall)
    desk = Desk(chat, intake=core.intake, door=Doorkeeper(core.town_clock), wall=wall)
    server = TestServer(make_site(chat_routes(desk), base_url=""))
    await server.start_server()
    town = WebAndChat(core, chat, wall, ids, other=other)
    town.root = str(server.make_url("")).rstrip("/")
    other.intake, other.settle = core.intake, town.settle
    try:
        yield town
    finally:
        for browser in town.browsers:
            await browser.session.close()
        await server.close()
        await core.stop()
