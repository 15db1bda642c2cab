"""The care clock of a whole town, while fifty people talk: run as a process of its own. Prints its
figures as one line of JSON. SECONDS of talk come first and after each step, to see how long anybody
waits on this machine anyway.

    python -m tests.care.proving FOLDER SECONDS HOMES ILL    HOMES 0: all of them
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.app import collect_seldom
from bot.core import Core, build, clock_work
from models import keys
from models.care.tables import DueItem
from models.clocks import town_instant
from models.sample.full import full
from models.sample.people import SampleTown
from models.store import Store
from scheduler.care import Care
from tests.care.year import BEGINS, fall_ill, people_come
from tests.databases import create_tables
from tests.furniture import huadian
from tests.proofs.talkers import Talking, longest, peak
from tests.proofs.town import RunningClock, ahead_of

NIGHT, MORNING = time(2), time(9)
"""When the round begins; when people are spoken to."""
LOOKS = 0.5
"""Seconds between two looks whether the clock is through with it."""
DAY = timedelta(days=1)
STEPS = (
    ("the first round", BEGINS, NIGHT),
    ("the next round", BEGINS + DAY, NIGHT),
    ("the next morning", BEGINS + DAY, MORNING),
)


@dataclass
class Proof:
    """The running town, and what was measured."""

    core: Core
    channel: Talking
    wall: RunningClock
    figures: dict[str, Any] = field(default_factory=dict)
    commits: list[float] = field(default_factory=list)

    async def quiet(self, name: str, seconds: float) -> None:
        """Everybody talks and the clock has nothing to do for anybody."""
        self.channel.waits.clear()
        await asyncio.sleep(seconds)
        self.figures[name] = self.channel.figures()

    async def step(self, name: str, day: date, hour: time) -> None:
        """What the care clock does at an hour of a day, with how long anybody waited meanwhile."""
        made, spoken = await self.core.store.read(_items)
        self._goes_to(town_instant(day, hour))
        self.channel.waits.clear()
        self.commits.clear()
        began = perf_counter()
        busy = True
        while busy:
            await asyncio.sleep(LOOKS)
            busy = await self.core.store.read(self._is_busy)
        items, rungs = await self.core.store.read(_items)
        self.figures[name] = {
            "seconds": round(perf_counter() - began, 1),
            "items made": items - made,
            "spoken of": rungs - spoken,
            "longest commit ms": longest(self.commits),
            **self.channel.figures(),
        }

    def _goes_to(self, moment: datetime) -> None:
        self.wall.ahead = timedelta(seconds=ahead_of(moment))

    def _is_busy(self, session: Session) -> bool:
        work = clock_work(self.core.town_clock)(session)
        due = Care().next_due(work)
        return due is not None and due <= work.now


def _items(session: Session) -> tuple[int, int]:
    """How many items there are, and how often any of them was spoken of."""
    made = session.scalar(select(func.count()).select_from(DueItem)) or 0
    return made, session.scalar(select(func.sum(DueItem.rung))) or 0


def _town(homes: int) -> Iterator[SampleTown]:
    """Staff and the first homes of the full town; all of it for 0."""
    return islice(full(huadian(), chunk=homes), 2) if homes else full(huadian())


async def prove(folder: Path, quiet: float, homes: int, ill: int) -> dict[str, Any]:
    """The database is made in the folder."""
    url = f"sqlite:///{folder / 'proof.db'}"
    create_tables(url)
    wall, channel = RunningClock(ahead_of(town_instant(BEGINS, time(1)))), Talking()
    store = Store.open(url, wall=wall)
    people_come(store, huadian(), _town(homes), wall.now())
    store.write_now(lambda session: fall_ill(session, ill))
    core = build(store, {channel.name: channel}, wall=wall)
    collect_seldom()
    proof = Proof(core, channel, wall)
    store.on_commit = lambda _jobs, seconds: proof.commits.append(seconds)
    core.sender.start()
    try:
        async with channel.all_talk(core.intake):
            await proof.quiet("before", quiet)
            core.clock.start(core.supervisor.run)
            for name, day, hour in STEPS:
                await proof.step(name, day, hour)
                await proof.quiet(f"after {name}", quiet)
    finally:
        await core.stop()
        store.close()
    proof.figures["fallen silent"] = channel.fallen_silent
    proof.figures["memory MB"] = peak()
    return proof.figures


def main() -> None:
    logging.disable(logging.ERROR)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    keys.install(keys.Keyring.from_settings(*keys.generate()))
    folder, quiet, homes, ill = sys.argv[1:]
    figures = asyncio.run(prove(Path(folder), float(quiet), int(homes), int(ill)))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
