"""Another process: it turns the keys and may be killed at it, or settles doors at a given instant.

``python -m tests.keys.child turn URL FILE`` (``KILL_AT=step:nth`` says where it dies), or
``doors URL FILE MANY``, which begins at the instant it reads from a line.
"""

from __future__ import annotations

import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from models import keys
from models.clocks import FixedClock
from models.keys import file
from models.register.commands import household_at
from models.rotation.turning import Turning
from models.store import Store
from models.town.reading import read_town
from models.town.schema import Town
from models.work import CLOCK, Work
from tests.killpoints import KillAt

TOWN_FILE = Path(__file__).parents[2] / "towns" / "huadian.yaml"
APART = 0.01
NOW = datetime(2026, 12, 8, 9, 38, tzinfo=UTC)


def turn(store: Store, path: Path) -> None:
    Turning(
        store, path, file.read(path), FixedClock(NOW),
        pause=lambda _seconds: None, probe=KillAt.from_env(),
    ).turn()  # fmt: skip


def settle(store: Store, town: Town, many: int, at: float) -> None:
    """One door after the other, each at the instant at which the other process does it too."""
    for number in range(many):
        while time.monotonic() < at + number * APART:
            pass

        def job(session: Session, number: int = number) -> None:
            work = Work(session, NOW, town, 1, CLOCK, f"door:{number}")
            household_at(work, "e", 1, 2, f"new {number}", "g")

        store.write_now(job)


def main(what: str, url: str, path: str, many: str = "0") -> None:
    keys.install(file.read_ring(Path(path)))
    with closing(Store.open(url)) as store:
        if what == "turn":
            turn(store, Path(path))
            return
        town = read_town(TOWN_FILE)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        at = float(sys.stdin.readline())
        settle(store, town, int(many), at)


if __name__ == "__main__":
    main(*sys.argv[1:])
