"""``world``: a database with people and phones, and whatever the test started is ended."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from structlog.testing import capture_logs

from models.clocks import FixedClock
from models.store import Store
from tests.outbox.world import World


@pytest.fixture(autouse=True)
def _logged() -> Iterator[None]:
    """Faults are provoked here; drawing them for the eye would take longer than the tests."""
    with capture_logs():
        yield


@pytest.fixture
async def world(store: Store, wall: FixedClock) -> AsyncIterator[World]:
    made = World(store, wall)
    yield made
    await made.end()


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
