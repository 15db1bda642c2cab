"""A few families, and the whole sample town for the talks; each on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from models.clocks import FixedClock
from models.store import Store
from tests.family.home import Home, open_home
from tests.furniture import Furniture, sample_town, town_alone
from tests.talks.world import World, open_world


@pytest.fixture
def furniture(request: pytest.FixtureRequest) -> Furniture:
    return sample_town if "town" in request.fixturenames else town_alone


@pytest.fixture
def home(store: Store, wall: FixedClock) -> Home:
    return open_home(store, wall)


@pytest.fixture
async def town(store: Store, wall: FixedClock) -> AsyncIterator[World]:
    world = open_world(store, wall)
    yield world
    await world.core.stop()
