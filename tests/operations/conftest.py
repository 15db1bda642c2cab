"""``house``: a service under watch on either database; faults are provoked here, not printed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from models.clocks import FixedClock
from models.store import Store
from tests.furniture import Furniture, sample_town
from tests.operations.house import House, house_of


@pytest.fixture
def furniture() -> Furniture:
    return sample_town


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    with capture_logs() as lines:
        yield lines


@pytest.fixture
async def house(store: Store, wall: FixedClock) -> AsyncIterator[House]:
    async with house_of(store, wall) as made:
        yield made
