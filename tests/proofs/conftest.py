"""What the proofs share: keys for other processes, the service's own logs, a way to quote."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator

import pytest
import structlog

from bot.logs import configure
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
def service_logs() -> Iterator[None]:
    """Logs as the service writes them. Logging is one for the whole process: it is given back as
    it was."""
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, sys.excepthook
    configure("json")
    yield
    sys.excepthook = hook
    logging.raiseExceptions = True
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


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
