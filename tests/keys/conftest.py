"""Every test here turns keys of its own; the run's keys are put back afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models import keys
from models.clocks import FixedClock
from models.keys import Keyring
from models.store import Store
from tests.keys.town import KeyTown, fresh_file


@pytest.fixture(autouse=True)
def give_back(keyring: Keyring) -> Iterator[None]:
    yield
    keys.install(keyring)


@pytest.fixture
def town(store: Store, tmp_path: Path, wall: FixedClock) -> KeyTown:
    path = tmp_path / "keys" / "keys.env"
    fresh_file(path)
    town = KeyTown(store, path, wall)
    town.start()
    town.fill()
    return town
