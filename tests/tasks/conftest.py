"""Everything about tasks happens in the same neighbourhood."""

from __future__ import annotations

import pytest

from models.clocks import FixedClock
from models.store import Store
from tests.furniture import Furniture, town_alone
from tests.tasks.neighbourhood import Neighbourhood, settle


@pytest.fixture
def furniture() -> Furniture:
    return town_alone


@pytest.fixture
def here(store: Store, wall: FixedClock) -> Neighbourhood:
    return settle(store, wall)


@pytest.fixture
def wang(here: Neighbourhood) -> int:
    """Who is cold: lives in grid 3 of Yangguang."""
    return here.person("王桂兰", "g03")
