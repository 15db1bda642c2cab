"""The same town with its people at real web pages: cookies, HTTP, and what a page itself says.

A phone here knows nothing of the service but its addresses. It signs in, sends items with ids of
its own, reads its history, and reports what was looked at, as ``chat.js`` does.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientResponse, ClientSession, CookieJar, FormData
from aiohttp.test_utils import TestServer

from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.desk import Desk
from bot.channels.webchat.routes import chat_routes
from bot.core import build
from bot.dialogue.messages import Option, Outgoing
from bot.doorkeeper import Doorkeeper
from bot.web.site import make_site
from models.clocks import FixedClock, TownClock
from models.store import Store
from tests.furniture import settle
from tests.talks.phones import Person as Someone
from tests.talks.world import World

PREFIX = "/phone/1"
DEMO = "demo-"


@dataclass
class WebHandset:
    """One browser with a cookie jar of its own, in the hands of the person of ``address``."""

    world: WebWorld
    address: str
    session: ClientSession
    items: dict[int, dict[str, Any]] = field(default_factory=dict)
    edits: dict[int, int] = field(default_factory=dict)
    signed_in: bool = False

    # -- what a page does ------------------------------------------------------------------------
    async def start(self, payload: str) -> None:
        """Come in anew: a sample person by the demo's door, a stranger by the front page."""
        await self.post("/out")
        if self.address.startswith(DEMO):
            await self.post("/be", key=self.address.removeprefix(DEMO), lang="zh")
        else:
            await self.post("/", lang="zh")
        self.signed_in = True
        await self.world.answered()

    async def text(self, words: str) -> None:
        await self.does({"kind": "text", "text": words})

    async def tap(self, token: str) -> None:
        about = next(
            number
            for number, shown in reversed(self.items.items())
            if any(option["tap"] == token for option in shown.get("options", ()))
        )
        await self.does({"kind": "tap", "tap": token, "about": str(about)})

    async def photo(self, *pictures: bytes) -> None:
        numbers = [(await self.uploads(picture))["id"] for picture in pictures]
        await self.does({"kind": "photos", "photos": numbers})

    async def other(self, kind: str, text: str = "") -> None:
        raise NotImplementedError(f"a page has no way to send a {kind}")

    async def look(self) -> None:
        """The page is open in front of its owner: what stands on it was seen."""
        shown = [
            str(number)
            for number, one in self.items.items()
            if one["sender"] == "service" and not one["seen"] and not one["withdrawn"]
        ]
        if shown:
            await self.does({"kind": "seen", "seen": shown})
        else:
            await self.world.answered()

    async def uploads(self, picture: bytes) -> dict[str, Any]:
        answer = await self.post("/chat/upload", body=picture)
        told: dict[str, Any] = await answer.json()
        return told

    async def picture(self, path: str) -> tuple[int, bytes]:
        async with self.session.get(f"{self.world.root}{PREFIX}{path}") as answer:
            return answer.status, await answer.read()

    # -- what stands on it -----------------------------------------------------------------------
    async def refresh(self) -> None:
        if not self.signed_in:
            return
        async with self.session.get(f"{self.world.root}{PREFIX}/chat/poll?after=0") as answer:
            parcel = await answer.json()
        fresh = {one["id"]: one for one in parcel["messages"]}
        for number, one in fresh.items():
            old = self.items.get(number)
            if old is not None and _changed(old, one):
                self.edits[number] = self.edits.get(number, 0) + 1
        self.items = fresh

    def messages(self) -> list[tuple[str, Outgoing]]:
        return [
            (f"{number}.{self.edits.get(number, 0)}", _as_shown(one))
            for number, one in self.items.items()
            if one["sender"] == "service" and not one["withdrawn"]
        ]

    # -- the wire --------------------------------------------------------------------------------
    async def does(self, item: dict[str, Any]) -> None:
        if not self.signed_in:
            await self.start("")
        item = {"id": secrets.token_hex(8), **item}
        answer = await self.post("/chat/send", json=item)
        told = await answer.json()
        assert told == {"ack": item["id"]}, f"not taken: {told}"
        await self.world.answered()

    async def post(
        self, path: str, *, json: Any = None, body: bytes | None = None, **fields: str
    ) -> ClientResponse:
        answer = await self.session.post(
            f"{self.world.root}{PREFIX}{path}",
            headers={"Origin": self.world.root},
            allow_redirects=False,
            json=json,
            data=None if json is not None else body if body is not None else FormData(fields),
        )
        assert answer.status < 400, f"{path} answered {answer.status}"
        return answer


def _changed(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Another text or other buttons: buttons that were only taken off are nothing new to read."""
    return bool(
        old["lines"] != new["lines"] or (new["options"] and old["options"] != new["options"])
    )


def _as_shown(one: dict[str, Any]) -> Outgoing:
    options = tuple(Option(**option) for option in one["options"])
    return Outgoing(tuple(one["lines"]), options, one["speaker"], tuple(one["photos"]))


@dataclass
class WebWorld(World):
    """A town whose people all sit at web pages."""

    root: str = ""

    @property
    def chat(self) -> WebChat:
        assert isinstance(self.channel, WebChat)
        return self.channel

    def _at(self, address: str, name: str) -> Someone:
        if name not in self.people:
            session = ClientSession(cookie_jar=CookieJar(unsafe=True))
            self.people[name] = Someone(name, WebHandset(self, address, session))
        return self.people[name]

    async def _goes_out(self) -> None:
        await super()._goes_out()
        for phone in self.phones():
            await phone.refresh()

    def phones(self) -> list[WebHandset]:
        return [one.handset for one in self.people.values() if isinstance(one.handset, WebHandset)]


@asynccontextmanager
async def open_web_world(store: Store, wall: FixedClock) -> AsyncIterator[WebWorld]:
    """Build it on an empty database that has the tables; nothing runs by itself."""
    chat = WebChat(store, TownClock(wall, movable=False))
    ids = store.write_now(lambda session: settle(session, chat.name))
    core = build(store, {chat.name: chat}, wall=wall, movable=False)
    door = Doorkeeper(core.town_clock)
    desk = Desk(chat, intake=core.intake, door=door, wall=wall, prefix=PREFIX, demo=door)
    server = TestServer(make_site(chat_routes(desk), base_url=""))
    await server.start_server()
    world = WebWorld(core, chat, wall, ids, root=str(server.make_url("")).rstrip("/"))
    try:
        yield world
    finally:
        for phone in world.phones():
            await phone.session.close()
        await server.close()
        await core.stop()
