"""The sample town, in talks and in rows, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from models.clocks import FixedClock
from models.store import Store
from tests.care.plans import Plans
from tests.furniture import Furniture, huadian, sample_town, settle
from tests.talks.world import World, open_world


@pytest.fixture
def furniture() -> Furniture:
    return sample_town


@pytest.fixture
def plans(store: Store, wall: FixedClock) -> Plans:
    ids = store.write_now(lambda session: settle(session, "memory"))
    return Plans(store, wall, huadian(), dict(ids))


@pytest.fixture
async def town(store: Store, wall: FixedClock) -> AsyncIterator[World]:
    world = open_world(store, wall)
    yield world
    await world.core.stop()
