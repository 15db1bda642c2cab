"""The scratch tables, ready in the test's own database."""

from collections.abc import Iterator

import pytest

from models.clocks import FixedClock
from models.store import Store
from models.store.sqlite import SqliteStore
from tests.foundation import scratch


@pytest.fixture
def desk(store: Store) -> Store:
    """A store with the scratch tables."""
    store.write_now(scratch.create)
    return store


@pytest.fixture
def lite(sqlite_url: str, wall: FixedClock) -> Iterator[SqliteStore]:
    """SQLite only, with the scratch tables."""
    opened = Store.open(sqlite_url, wall=wall)
    assert isinstance(opened, SqliteStore)
    opened.write_now(scratch.create)
    yield opened
    opened.close()
