"""A site over the scripted town, and browsers that behave like browsers (they send an Origin)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import TypeAlias

import pytest
from aiohttp import ClientResponse, ClientSession, CookieJar, JsonPayload
from aiohttp.test_utils import TestServer

from models.clocks import FixedClock
from models.store import Store
from tests.webchat.scripted import ScriptedTown, make_town_site


class Browser:
    """One cookie jar. ``origin`` None: a program that sends no Origin."""

    def __init__(self, server: TestServer) -> None:
        self.root = str(server.make_url("")).rstrip("/")
        self.session = ClientSession(cookie_jar=CookieJar(unsafe=True))

    async def get(self, path: str, **kwargs: object) -> ClientResponse:
        return await self.session.get(self.root + path, allow_redirects=False, **kwargs)  # type: ignore[arg-type]

    async def post(self, path: str, *, origin: str | None = "", **kwargs: object) -> ClientResponse:
        headers = {} if origin is None else {"Origin": origin or self.root}
        return await self.session.post(
            self.root + path,
            allow_redirects=False,
            headers=headers,
            **kwargs,  # type: ignore[arg-type]
        )

    async def page(self, path: str) -> str:
        answer = await self.get(path, headers={"Accept": "text/html"})
        return await answer.text()

    async def start(self, prefix: str = "") -> None:
        answer = await self.post(f"{prefix}/", data={"lang": "zh"})
        assert answer.status == 303

    async def item(self, item: object, prefix: str = "") -> dict[str, object]:
        answer = await self.post(f"{prefix}/chat/send", data=JsonPayload(item))
        body: dict[str, object] = await answer.json()
        return body

    async def shown(self, prefix: str = "", after: int = 0) -> dict[str, list[dict[str, object]]]:
        answer = await self.get(f"{prefix}/chat/poll?after={after}")
        body: dict[str, list[dict[str, object]]] = await answer.json()
        return body


MakeBrowser: TypeAlias = Callable[[], Browser]


@pytest.fixture
def site_store(sqlite_url: str, wall: FixedClock) -> Iterator[Store]:
    """The pages are the same on both databases; the rows have tests of their own for both."""
    opened = Store.open(sqlite_url, wall=wall)
    yield opened
    opened.close()


@pytest.fixture
async def site(
    site_store: Store, wall: FixedClock
) -> AsyncIterator[tuple[ScriptedTown, TestServer]]:
    town, app = make_town_site(site_store, wall)
    server = TestServer(app)
    await server.start_server()
    yield town, server
    await server.close()


@pytest.fixture
def town(site: tuple[ScriptedTown, TestServer]) -> ScriptedTown:
    return site[0]


@pytest.fixture
async def open_browser(site: tuple[ScriptedTown, TestServer]) -> AsyncIterator[MakeBrowser]:
    opened: list[Browser] = []

    def make() -> Browser:
        opened.append(Browser(site[1]))
        return opened[-1]

    yield make
    for browser in opened:
        await browser.session.close()


@pytest.fixture
async def browser(open_browser: MakeBrowser) -> Browser:
    return open_browser()
