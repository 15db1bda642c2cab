"""The desk of Yangguang: Li Min on duty, grid worker Zhou Min, and Aunt Wang who lives in grid 3."""

from __future__ import annotations

import pytest

from models.clocks import FixedClock
from models.store import Store
from tests.duty.desk import Desk, open_desk
from tests.furniture import Furniture, town_alone


@pytest.fixture
def furniture() -> Furniture:
    return town_alone


@pytest.fixture
def here(store: Store, wall: FixedClock) -> Desk:
    return open_desk(store, wall)


@pytest.fixture
def wang(here: Desk) -> int:
    return here.agreed("王桂兰")


@pytest.fixture
def li(here: Desk) -> int:
    return here.staff("李敏", "coordinator", "yangguang")


@pytest.fixture
def zhou(here: Desk) -> int:
    return here.staff("周敏", "grid_worker", "g03")


@pytest.fixture
def stranger(here: Desk) -> int:
    """Somebody who has nothing to do with it."""
    return here.agreed("于德海", "g11")


@pytest.fixture
def elsewhere(here: Desk) -> int:
    """A coordinator of another street."""
    return here.staff("白雪", "coordinator", "fuhua")
