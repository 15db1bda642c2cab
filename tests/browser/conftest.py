"""A real Chromium against the real pages over the scripted town.

Where Chromium or axe-core is missing, the tests are skipped with one line that says what to do.
All tests share one event loop, so that they can share one browser: starting it costs more than
most of the tests.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from models.clocks import FixedClock
from models.store import Store
from tests.browser.get_axe import get_axe
from tests.webchat.scripted import ScriptedTown, make_town_site

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


def chromium() -> str | None:
    return (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )


@pytest.fixture(scope="session")
def axe() -> str:
    path = get_axe()
    if path is None:
        pytest.skip("axe-core is not there: install npm, then run python tests/browser/get_axe.py")
    return path.read_text(encoding="utf-8")


@dataclass
class Screen:
    """A page and what it did behind the scenes."""

    page: Page
    root: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    async def goes(self, path: str) -> None:
        await self.page.goto(self.root + path)

    async def starts(self, query: str = "") -> None:
        await self.goes("/" + query)
        await self.page.click("button.main")
        await self.page.wait_for_selector(".choices .button")

    async def says(self, text: str) -> None:
        await self.page.fill("#words-in", text)
        await self.page.press("#words-in", "Enter")

    async def sees(self, text: str) -> None:
        await self.page.get_by_text(text).first.wait_for(timeout=8000)

    async def violations(self, axe: str) -> list[str]:
        """What axe finds, also inside the frames. Evaluated past the policy, which forbids it."""
        for frame in self.page.frames:
            await frame.evaluate(axe)
        found = await self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{one['id']}: {[node['html'][:140] for node in one['nodes']][:3]}"
            for one in found["violations"]
        ]


OpenScreen: TypeAlias = Callable[..., Coroutine[Any, Any, Screen]]


@pytest_asyncio.fixture(loop_scope="session")
async def served(sqlite_url: str, wall: FixedClock) -> AsyncIterator[tuple[ScriptedTown, str]]:
    store = Store.open(sqlite_url, wall=wall)
    town, app = make_town_site(store, wall)
    server = TestServer(app)
    await server.start_server()
    yield town, str(server.make_url("")).rstrip("/")
    await server.close()
    store.close()


@pytest.fixture
def town(served: tuple[ScriptedTown, str]) -> ScriptedTown:
    return served[0]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def driver() -> AsyncIterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium: install Debian's chromium, or set CHROMIUM to its path")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_screen(
    driver: Browser, served: tuple[ScriptedTown, str]
) -> AsyncIterator[OpenScreen]:
    opened_here: list[BrowserContext] = []

    async def opened(
        width: int = 360,
        height: int = 740,
        theme: Literal["light", "dark"] = "light",
        init: str = "",
    ) -> Screen:
        context = await driver.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            reduced_motion="reduce",  # what still fades in has no contrast yet
        )
        opened_here.append(context)
        if init:
            await context.add_init_script(init)
        screen = Screen(await context.new_page(), served[1])
        screen.page.on("request", lambda request: screen.requests.append(request.url))
        screen.page.on("websocket", lambda socket: screen.requests.append(socket.url))
        screen.page.on(
            "console",
            lambda said: (
                screen.complaints.append(said.text) if said.type in {"error", "warning"} else None
            ),
        )
        screen.page.on("pageerror", lambda fault: screen.complaints.append(str(fault)))
        return screen

    yield opened
    for context in opened_here:
        await context.close()
