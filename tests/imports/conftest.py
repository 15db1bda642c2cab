"""The small town with the coordinator at her phone."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from models.clocks import FixedClock
from models.store import Store
from tests.furniture import Furniture, sample_town
from tests.talks.phones import Person
from tests.talks.world import World, open_world


@pytest.fixture
def furniture() -> Furniture:
    return sample_town


@pytest.fixture
async def town(store: Store, wall: FixedClock) -> AsyncIterator[World]:
    world = open_world(store, wall)
    world.known("limin")
    yield world
    await world.core.stop()


@pytest.fixture
def limin(town: World) -> Person:
    """李敏, at the desk of 阳光社区."""
    return town.person("limin")
