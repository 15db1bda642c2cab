"""What the proofs share: keys for other processes, a folder with a short path, a way to quote."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
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


@pytest.fixture
def quote(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], None]:
    """Say a figure: a long proof prints it, a short one keeps it for whoever looks (``-rP``)."""

    def say(line: str) -> None:
        if request.node.get_closest_marker("prove") is None:
            sys.stdout.write(f"{line}\n")
            return
        with capsys.disabled():
            sys.stdout.write(f"\n{line}\n")

    return say
