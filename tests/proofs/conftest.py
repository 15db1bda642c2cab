"""What the proofs share: keys that other processes can be given, and a folder with a short path."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import keys
from tests.proofs.town import Keys


@pytest.fixture
def own_keys(keyring: keys.Keyring) -> Iterator[Keys]:
    """Keys that other processes can be given."""
    own = Keys.fresh()
    own.install()
    yield own
    keys.install(keyring)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path: a socket's may have about a hundred characters."""
    made = Path(tempfile.mkdtemp(prefix="ds-proof-"))
    yield made
    shutil.rmtree(made)
