"""The sample town and its talks, each on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from models.clocks import FixedClock
from models.store import Store
from tests.bookings.hall import Hall
from tests.furniture import Furniture, huadian, sample_town, settle
from tests.talks.world import World, open_world


@pytest.fixture
def furniture() -> Furniture:
    return sample_town


@pytest.fixture
def hall(store: Store, wall: FixedClock) -> Hall:
    ids = store.write_now(lambda session: settle(session, "memory"))
    return Hall(store, wall, huadian(), dict(ids))


@pytest.fixture
async def town(store: Store, wall: FixedClock) -> AsyncIterator[World]:
    world = open_world(store, wall)
    yield world
    await world.core.stop()
