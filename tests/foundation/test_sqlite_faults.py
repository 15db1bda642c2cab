"""The writer when things go wrong: full disk, failed commit, a held lock, a killed process."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.store import AlreadyRunning, CommitFailed, Store, StoreBusy
from models.store.sqlite import BATCH, SqliteStore
from tests.foundation.scratch import Counter, Pointer, add_one, count


@contextmanager
def one_batch(store: SqliteStore) -> Iterator[None]:
    """What is handed in meanwhile goes into the writer's next batch together."""
    held, free = threading.Event(), threading.Event()

    def hold(_session: Session) -> None:
        held.set()
        free.wait(10)

    holder = threading.Thread(target=store.write_now, args=(hold,))
    holder.start()
    held.wait(10)
    try:
        yield
    finally:
        free.set()
        holder.join()


async def together(store: SqliteStore, jobs: list[Callable[[Session], Any]]) -> list[Any]:
    with one_batch(store):
        waiting = [asyncio.ensure_future(store.write(job)) for job in jobs]  # noqa: TID251
        await asyncio.sleep(0)
    return await asyncio.gather(*waiting, return_exceptions=True)


def dangle(session: Session) -> None:
    session.add(Pointer(counter="nowhere"))


async def test_what_waits_is_committed_together_up_to_the_cap(lite: SqliteStore) -> None:
    sizes: list[int] = []
    lite.on_commit = lambda jobs, _seconds: sizes.append(jobs)
    await together(lite, [add_one] * (BATCH + 10))
    assert sizes == [1, BATCH, 10]


async def test_a_failed_commit_is_repeated_job_by_job(lite: SqliteStore) -> None:
    outcomes = await together(lite, [add_one, dangle, add_one])
    assert outcomes[0] == 1
    assert isinstance(outcomes[1], CommitFailed)
    assert outcomes[2] == 2
    assert lite.read_now(count) == 2


async def test_a_refusal_seen_in_a_failed_batch_is_judged_again(lite: SqliteStore) -> None:
    """The job refused because of its neighbour's row; the neighbour's row never came to be."""

    def take_badly(session: Session) -> None:
        session.add(Counter(name="place"))
        dangle(session)

    def take(session: Session) -> str:
        if session.get(Counter, "place") is not None:
            raise LookupError
        session.add(Counter(name="place"))
        return "mine"

    outcomes = await together(lite, [take_badly, take])
    assert isinstance(outcomes[0], CommitFailed)
    assert outcomes[1] == "mine"


async def test_a_full_disk_fails_the_job_that_needs_it_and_nobody_else(lite: SqliteStore) -> None:
    def hoard(session: Session) -> None:
        session.execute(text("CREATE TABLE heap AS SELECT zeroblob(4000000) AS weight"))

    raw = lite._writer._raw
    (pages,) = raw.execute("PRAGMA page_count").fetchone()
    raw.execute(f"PRAGMA max_page_count = {pages + 5}")
    outcomes = await together(lite, [add_one, hoard, add_one])
    assert [outcomes[0], outcomes[2]] == [1, 2]
    assert "full" in str(outcomes[1])
    assert lite.read_now(count) == 2


async def test_a_lock_held_by_another_program_is_reported_and_survived(
    lite: SqliteStore, sqlite_url: str
) -> None:
    lite._writer._raw.execute("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy, match="try again"):
        await lite.write(add_one)
    other.execute("ROLLBACK")
    other.close()
    assert await lite.write(add_one) == 1


def test_a_commit_is_on_the_disk_when_it_returns(lite: SqliteStore) -> None:
    raw = lite._writer._raw
    settings = {
        name: raw.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_new_file_is_readable_by_its_owner_only(tmp_path: Any) -> None:
    Store.open(f"sqlite:///{tmp_path}/new/town.db").close()
    assert (tmp_path / "new" / "town.db").stat().st_mode & 0o777 == 0o600


def test_a_second_service_on_the_same_file_is_refused_until_the_first_ends(
    lite: SqliteStore, sqlite_url: str
) -> None:
    second = Store.open(sqlite_url)
    lite.lock_instance()
    lite.lock_instance()
    with pytest.raises(AlreadyRunning, match="stop it first"):
        second.lock_instance()
    lite.close()
    second.lock_instance()
    second.close()


KILLED = """
import asyncio, os, signal, sys
from models.store import Store
from tests.foundation.scratch import Counter

point, after = sys.argv[2], int(sys.argv[3])
store = Store.open(sys.argv[1])
passed = 0

def probe(name):
    global passed
    passed += name == point
    if passed == after:
        os.kill(os.getpid(), signal.SIGKILL)

async def caller(who):
    for number in range(1000):
        name = f"{who}-{number}"
        await store.write(lambda session: session.add(Counter(name=name)))
        os.write(1, f"{name}\\n".encode())

async def main():
    await asyncio.gather(*(caller(who) for who in range(8)))

store.probe = probe
asyncio.run(main())
"""


@pytest.mark.parametrize("point", ["before_commit", "after_commit"])
@pytest.mark.parametrize("after", [1, 17])
def test_a_killed_process_loses_nothing_it_acknowledged(
    lite: SqliteStore, sqlite_url: str, point: str, after: int
) -> None:
    command = [sys.executable, "-c", KILLED, sqlite_url, point, str(after)]
    ended = subprocess.run(command, stdout=subprocess.PIPE, check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    acknowledged = set(ended.stdout.decode().split())
    kept = set(lite.read_now(lambda session: [row.name for row in session.query(Counter)]))
    assert acknowledged <= kept
    # Committed and not yet acknowledged: at most one job for each caller.
    assert len(kept - acknowledged - {"first"}) <= 8
    assert len(kept) >= after
