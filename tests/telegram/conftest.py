"""After every test here: nothing the service asked of the fake is unknown to the Bot API.

``api``, ``bot`` and ``hook`` are for the tests of the fake itself.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from aiohttp import ClientSession, ClientTimeout, web
from aiohttp.test_utils import TestServer

from models.clocks import FixedClock
from tests.botapi import STARTED, FakeBotApi
from tests.botapi.client import Bot, Hook


@pytest.fixture(autouse=True)
def _every_call_is_described() -> Iterator[None]:
    STARTED.clear()
    yield
    wrong = [line for api in STARTED for line in api.violations]
    STARTED.clear()
    assert not wrong


@pytest.fixture
def seconds() -> list[float]:
    """The fake's own time, in seconds: ``seconds[0] += 1`` lets one pass."""
    return [0.0]


@pytest.fixture
async def api(wall: FixedClock, seconds: list[float]) -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi(wall=wall, tick=lambda: seconds[0]) as running:
        running.webhook.pause = 0.001
        yield running


@pytest.fixture
async def bot(api: FakeBotApi) -> AsyncIterator[Bot]:
    async with ClientSession(timeout=ClientTimeout(total=10)) as session:
        yield Bot(api, session)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    made, app = Hook(), web.Application()
    app.router.add_post("/hook", made.take)
    async with TestServer(app) as server:
        made.url = str(server.make_url("/hook"))
        yield made
