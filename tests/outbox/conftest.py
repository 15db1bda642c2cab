"""``world``: a database with people and phones, and whatever the test started is ended."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from models.clocks import FixedClock
from models.store import Store
from tests.outbox.world import World


@pytest.fixture
async def world(store: Store, wall: FixedClock) -> AsyncIterator[World]:
    made = World(store, wall)
    yield made
    await made.end()
