"""What comes due is done once, in chunks, in order; one job's fault stops no other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot.core import clock_work
from models.base import SettingRow
from models.clocks import FixedClock, NeverBack, TownClock
from models.store import Store
from models.town.apply import apply_town
from models.work import Work
from scheduler.clock import LONGEST_WAY, RELIEVED_AFTER, ROUNDS, Clock, Job
from tests.databases import create_tables
from tests.furniture import huadian

TOWN = huadian()


class Appointments:
    """Rows "name:instant" that come due; done ones are written down with the time they were."""

    def __init__(self, name: str, chunk: int = 2) -> None:
        self.name = name
        self.chunk = chunk
        self.keys: list[str] = []

    def _open(self, session: Session) -> list[tuple[str, datetime]]:
        rows = session.execute(
            select(SettingRow.key, SettingRow.value).where(SettingRow.key.startswith(self.name))
        )
        return sorted(
            ((key, datetime.fromisoformat(at)) for key, at in rows), key=lambda one: one[1]
        )

    def run(self, work: Work) -> int:
        self.keys.append(work.key)
        due = [key for key, at in self._open(work.session) if at <= work.now][: self.chunk]
        for key in due:
            work.session.execute(delete(SettingRow).where(SettingRow.key == key))
            work.session.add(SettingRow(key=f"done:{key}", value=work.now.isoformat()))
        return len(due)

    def next_due(self, work: Work) -> datetime | None:
        return next((at for _, at in self._open(work.session)), None)


class Broken:
    name = "broken"

    def __init__(self) -> None:
        self.tries = 0

    def run(self, work: Work) -> int:
        self.tries += 1
        raise ZeroDivisionError

    def next_due(self, work: Work) -> datetime | None:
        raise ZeroDivisionError


class Bench:
    """A town with a movable clock and jobs of choice."""

    def __init__(self, store: Store, wall: FixedClock) -> None:
        self.store = store
        self.wall = wall
        self.town = TownClock(wall, movable=True)
        self.steps: list[datetime] = []
        self.heard = 0
        self.pauses: list[float] = []
        store.write_now(lambda s: apply_town(s, TOWN, now=wall.now(), by="test"))

    def clock(self, *jobs: Job) -> Clock:
        return Clock(
            self.store,
            jobs,
            clock_work(self.town),
            self.town,
            self.wall,
            after=self._hear,
            settle=self._settle,
            pause=self._pause,
        )

    def due(self, name: str, *minutes: float) -> None:
        at = [self.wall.now() + timedelta(minutes=minute) for minute in minutes]
        rows = [{"key": f"{name}:{n}", "value": one.isoformat()} for n, one in enumerate(at)]
        self.store.write_now(lambda session: session.execute(insert(SettingRow), rows))

    def done(self) -> dict[str, float]:
        """What was done, and at which minute."""
        rows = self.store.read_now(
            lambda session: session.execute(
                select(SettingRow.key, SettingRow.value).where(SettingRow.key.startswith("done:"))
            ).all()
        )
        began = self.wall.now()
        return {
            key.removeprefix("done:"): (datetime.fromisoformat(at) - began).total_seconds() / 60
            for key, at in rows
        }

    def _hear(self) -> None:
        self.heard += 1

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def _settle(self) -> None:
        self.steps.append(await self.store.read(self.town.now))


@pytest.fixture
def bench(store: Store, wall: FixedClock) -> Bench:
    return Bench(store, wall)


async def test_a_tick_does_everything_due_in_chunks_of_their_own_transaction(bench: Bench) -> None:
    bench.due("job", -1, -2, -3, -4, 0, 5)
    job = Appointments("job")
    clock = bench.clock(job)
    assert await clock.tick() == 5
    assert len(bench.done()) == 5
    assert len(job.keys) == 4
    assert len(set(job.keys)) == 4
    assert bench.heard == 3
    assert clock.last_tick == bench.wall.now()
    assert await clock.tick() == 0


async def test_it_gives_way_while_people_wait_and_not_otherwise(bench: Bench) -> None:
    bench.due("job", -1, -2, -3)
    clock = bench.clock(Appointments("job"))
    await clock.tick()
    assert bench.pauses == []
    bench.due("more", -1, -2, -3)
    clock = bench.clock(Appointments("more"))
    bench.store.awaited += 1
    await clock.tick()
    assert len(bench.done()) == 6
    assert len(bench.pauses) == 3
    assert all(0 < pause <= LONGEST_WAY for pause in bench.pauses)


async def test_a_long_queue_goes_on_at_the_next_tick(bench: Bench) -> None:
    bench.due("job", *[-1.0] * (ROUNDS + 10))
    clock = bench.clock(Appointments("job", chunk=1))
    assert await clock.tick() == ROUNDS
    assert await clock.tick() == 10


async def test_a_job_that_raises_is_logged_and_stops_no_other(bench: Bench) -> None:
    bench.due("job", -1)
    broken = Broken()
    clock = bench.clock(broken, Appointments("job"))
    with capture_logs() as logged:
        assert await clock.tick() == 1
        await clock.tick()
    assert broken.tries == 1
    assert [line["queue"] for line in logged] == ["broken"]
    bench.wall.advance(minutes=1)
    with capture_logs():
        await clock.tick()
    assert broken.tries == 2


async def test_moving_the_clock_stops_at_every_due_instant_in_order(bench: Bench) -> None:
    bench.due("early", 3, 7)
    bench.due("late", 5, 11)
    start = bench.wall.now()
    clock = bench.clock(Appointments("early"), Appointments("late"))
    await clock.advance(start + timedelta(minutes=10))
    assert bench.done() == {"early:0": 3, "late:0": 5, "early:1": 7}
    assert [(step - start).total_seconds() / 60 for step in bench.steps] == [0, 3, 5, 7, 10]


async def test_the_clock_never_goes_back(bench: Bench) -> None:
    clock = bench.clock()
    await clock.advance(bench.wall.now() + timedelta(hours=1))
    with pytest.raises(NeverBack):
        await clock.advance(bench.wall.now())


async def test_a_job_that_does_not_know_its_time_does_not_stop_the_clock(bench: Bench) -> None:
    bench.due("job", 3)
    with capture_logs():
        await bench.clock(Broken(), Appointments("job")).advance(
            bench.wall.now() + timedelta(minutes=10)
        )
    assert bench.done() == {"job:0": 3}


async def test_one_that_is_always_due_and_does_nothing_does_not_hold_the_clock(
    bench: Bench,
) -> None:
    class Stuck(Appointments):
        def run(self, work: Work) -> int:
            return 0

    bench.due("stuck", -5, 3)
    await bench.clock(Stuck("stuck")).advance(bench.wall.now() + timedelta(minutes=10))
    assert bench.steps[-1] == bench.wall.now() + timedelta(minutes=10)


async def test_another_instance_knows_that_somebody_ticks(bench: Bench) -> None:
    leader, other = bench.clock(), bench.clock()
    await leader.tick()
    other._store = Follower(bench.store)  # type: ignore[assignment]  # one that never leads
    await other.tick()
    assert other.last_tick == bench.wall.now()


class Follower:
    def __init__(self, store: Store) -> None:
        self._store = store
        self.read = store.read

    def try_lead(self, name: str) -> bool:
        return False


async def test_the_bell_rings_and_a_nudge_rings_at_once(bench: Bench) -> None:
    clock = bench.clock()
    loops: list[Callable[[], object]] = []
    clock.start(lambda _name, loop: loops.append(loop))
    task = asyncio.get_running_loop().create_task(clock.loop())
    async with asyncio.timeout(10):
        while clock.last_tick is None:  # noqa: ASYNC110 - the loop says nothing when it has ticked
            await asyncio.sleep(0)
    await clock.stop()
    task.cancel()
    assert loops == [clock.loop]
    assert await clock.tick() == 0


class Bulky:
    """Writes a megabyte in each chunk, so many times."""

    name = "bulky"

    def __init__(self, chunks: int) -> None:
        self.left = chunks

    def run(self, work: Work) -> int:
        if not self.left:
            return 0
        self.left -= 1
        row = SettingRow(key=f"bulk:{self.left}", value="x" * MEGABYTE)
        work.session.add(row)
        return 1

    def next_due(self, work: Work) -> datetime | None:
        return None


MEGABYTE = 1_000_000


async def test_a_long_queue_leaves_the_writer_no_long_log_to_move(
    tmp_path: Path, wall: FixedClock
) -> None:
    """SQLite's writer stops by itself to move 4,000 pages of log into the file; the clock does it beside
    the writer before that."""
    url = f"sqlite:///{tmp_path / 'clock.db'}"
    create_tables(url)
    store = Store.open(url, wall=wall)
    clock = Bench(store, wall).clock(Bulky(ROUNDS - 1))
    try:
        assert await clock.tick() == ROUNDS - 1
        longest = (tmp_path / "clock.db-wal").stat().st_size
        assert longest < (RELIEVED_AFTER + 4) * MEGABYTE
    finally:
        await clock.stop()
        store.close()
