"""A town with two chat programs, stopped when the test is over."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from models.clocks import FixedClock
from models.store import Store
from tests.furniture import Furniture, sample_town
from tests.linking.site import WebAndChat, open_web_and_chat
from tests.linking.world import TwoChats, open_two_chats


@pytest.fixture
def furniture() -> Furniture:
    return sample_town


@pytest.fixture
async def town(store: Store, wall: FixedClock) -> AsyncIterator[TwoChats]:
    world = open_two_chats(store, wall)
    yield world
    await world.core.stop()


@pytest.fixture
async def web(store: Store, wall: FixedClock) -> AsyncIterator[WebAndChat]:
    async with open_web_and_chat(store, wall) as town:
        yield town
