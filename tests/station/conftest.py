"""The sample town with a family and two stations, with and without phones, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from models.clocks import FixedClock
from models.store import Store
from tests.furniture import Furniture, sample_town, settle
from tests.station.room import Room, in_world, opened
from tests.talks.world import World, open_world


@pytest.fixture
def furniture() -> Furniture:
    return sample_town


@pytest.fixture
def room(store: Store, wall: FixedClock) -> Room:
    ids = store.write_now(lambda session: settle(session, "memory"))
    return opened(store, wall, dict(ids))


@pytest.fixture
async def town(store: Store, wall: FixedClock) -> AsyncIterator[World]:
    world = open_world(store, wall)
    in_world(world)
    yield world
    await world.core.stop()
