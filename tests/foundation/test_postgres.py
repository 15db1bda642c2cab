"""What only a server can do to us: deadlocks, lost connections, other processes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.clocks import FixedClock, NeverBack, TownClock
from models.store import CommitUnknown, Store, SwallowedFault
from tests.foundation import scratch
from tests.foundation.scratch import Counter, add_one, count


@pytest.fixture
def server_store(postgresql_url: str, wall: FixedClock) -> Iterator[Store]:
    opened = Store.open(postgresql_url, wall=wall)
    opened.write_now(scratch.create)
    opened.write_now(lambda session: session.add(Counter(name="second", value=0)))
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _only_when_wanted(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--db") == "sqlite":
        pytest.skip("PostgreSQL was not asked for")


def backend(session: Session) -> int:
    return int(session.execute(text("SELECT pg_backend_pid()")).scalar_one())


def end(url: str, pid: int) -> None:
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))


async def test_two_jobs_that_deadlock_both_come_through(server_store: Store) -> None:
    meet = threading.Barrier(2)
    first_time = {"first": True, "second": True}

    def lock_both(mine: str, other: str) -> None:
        def job(session: Session) -> None:
            session.get_one(Counter, mine, with_for_update=True).value += 1
            session.flush()
            if first_time[mine]:
                first_time[mine] = False
                meet.wait(10)
            session.get_one(Counter, other, with_for_update=True).value += 1

        server_store.write_now(job)

    await asyncio.gather(
        asyncio.to_thread(lock_both, "first", "second"),
        asyncio.to_thread(lock_both, "second", "first"),
    )
    assert server_store.read_now(count) == 2
    assert server_store.read_now(lambda session: count(session, "second")) == 2


async def test_a_serialization_fault_is_tried_again(server_store: Store) -> None:
    meet = threading.Barrier(2)
    runs: list[int] = []

    def job(session: Session) -> None:
        session.connection(execution_options={"isolation_level": "SERIALIZABLE"})
        counter = session.get_one(Counter, "first")
        runs.append(counter.value)
        if len(runs) <= 2:
            meet.wait(10)
        counter.value += 1

    await asyncio.gather(server_store.write(job), server_store.write(job))
    assert server_store.read_now(count) == 2
    assert len(runs) == 3


async def test_a_connection_lost_before_commit_is_tried_again(
    server_store: Store, postgresql_url: str
) -> None:
    runs: list[int] = []

    def job(session: Session) -> int:
        runs.append(backend(session))
        if len(runs) == 1:
            end(postgresql_url, runs[0])
        return add_one(session)

    assert await server_store.write(job) == 1
    assert len(runs) == 2
    assert server_store.read_now(count) == 1


async def test_a_connection_lost_in_commit_is_left_to_the_caller(
    server_store: Store, postgresql_url: str
) -> None:
    pids: list[int] = []

    def job(session: Session) -> None:
        pids.append(backend(session))
        add_one(session)

    server_store.probe = lambda point: end(postgresql_url, pids[-1]) if point[0] == "b" else None
    with pytest.raises(CommitUnknown):
        await server_store.write(job)
    server_store.probe = lambda _point: None
    assert len(pids) == 1
    assert await server_store.write(add_one) == 1


async def test_an_idle_connection_that_died_is_replaced_unnoticed(
    server_store: Store, postgresql_url: str
) -> None:
    for _ in range(4):
        end(postgresql_url, server_store.write_now(backend))
    assert await server_store.write(add_one) == 1
    end(postgresql_url, server_store.read_now(backend))
    assert await server_store.read(count) == 1


async def test_a_job_that_swallowed_a_fault_is_not_told_it_was_committed(
    server_store: Store,
) -> None:
    def swallow(session: Session) -> None:
        add_one(session)
        session.flush()
        try:
            session.execute(text("INSERT INTO scratch_counters VALUES ('first', 5)"))
        except IntegrityError:
            return

    with pytest.raises(SwallowedFault, match="begin_nested"):
        await server_store.write(swallow)
    assert server_store.read_now(count) == 0


def test_one_process_leads_and_another_takes_over(server_store: Store, postgresql_url: str) -> None:
    other = Store.open(postgresql_url)
    assert server_store.try_lead("clock")
    assert server_store.try_lead("clock")
    assert not other.try_lead("clock")
    assert other.try_lead("sender")
    server_store.stop_leading("clock")
    assert not server_store.still_leads("clock")
    assert other.try_lead("clock")
    assert other.still_leads("clock")
    other.close()
    assert server_store.try_lead("clock")


def test_a_leader_whose_connection_dies_knows_it(server_store: Store, postgresql_url: str) -> None:
    other = Store.open(postgresql_url)
    assert server_store.try_lead("clock")
    with psycopg.connect(postgresql_url, autocommit=True) as admin:
        row = admin.execute("SELECT pid FROM pg_locks WHERE locktype = 'advisory'").fetchone()
        assert row is not None
        end(postgresql_url, row[0])
    assert not server_store.still_leads("clock")
    assert other.try_lead("clock")
    assert not server_store.try_lead("clock")
    other.close()


def test_of_two_who_move_the_town_clock_the_later_instant_stands(
    server_store: Store, postgresql_url: str, wall: FixedClock
) -> None:
    second = Store.open(postgresql_url, wall=wall)
    town = TownClock(wall, movable=True)
    tomorrow, soon = wall.now() + timedelta(days=1), wall.now() + timedelta(hours=1)

    def overtaken(session: Session) -> None:
        town.now(session)
        second.write_now(lambda other: town.advance_to(other, tomorrow))
        town.advance_to(session, soon)

    with pytest.raises(NeverBack):
        server_store.write_now(overtaken)
    second.close()
    assert server_store.read_now(town.now) == tomorrow
