"""The sample town, with people at their phones."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from models.clocks import FixedClock
from models.store import Store
from tests.furniture import Furniture, sample_town
from tests.talks.world import World, open_world


@pytest.fixture
def furniture() -> Furniture:
    return sample_town


@pytest.fixture
async def town(store: Store, wall: FixedClock) -> AsyncIterator[World]:
    world = open_world(store, wall)
    yield world
    await world.core.stop()
