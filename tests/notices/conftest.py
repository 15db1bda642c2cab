"""The sample town on the afternoon of talk F, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from models.clocks import FixedClock
from models.store import Store
from tests.furniture import Furniture, sample_town
from tests.talks.world import World, open_world


@pytest.fixture
def furniture() -> Furniture:
    return sample_town


@pytest.fixture
def wall() -> FixedClock:
    """Wednesday 16 December, 15:20 in Huadian."""
    return FixedClock(datetime(2026, 12, 16, 7, 20, tzinfo=UTC))


@pytest.fixture
async def town(store: Store, wall: FixedClock) -> AsyncIterator[World]:
    world = open_world(store, wall)
    yield world
    await world.core.stop()
