"""The crowd in the town, on both databases, and its rows read plainly."""

from __future__ import annotations

import pytest

from models.clocks import FixedClock
from models.store import Store
from tests.audiences.counting import Counting
from tests.audiences.crowd import TODAY, crowd
from tests.audiences.plainly import Plainly
from tests.furniture import Furniture, huadian


@pytest.fixture
def furniture() -> Furniture:
    return crowd


@pytest.fixture
def counting(store: Store, wall: FixedClock) -> Counting:
    return Counting(store, wall)


@pytest.fixture
def plainly(store: Store, wall: FixedClock) -> Plainly:
    return store.read_now(lambda db: Plainly.read(db, huadian(), wall.now(), TODAY))
