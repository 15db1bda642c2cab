"""What the store itself costs, and whether its writer belongs in a thread or in the event loop.

Each line compares with something measured in the same run, because a bare number from a shared
machine says nothing. CPU is that of the whole process, all threads.

    python -m benchmarks.store
"""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from models.base import Base, SettingRow
from models.store import Store
from models.store.sqlite import BATCH, SqliteStore, Writer
from models.store.tickets import Ticket

JOBS = 1600
WAITING = (1, 8, 32, 128)
ROWS = SettingRow.__table__

Write = Callable[[Callable[[Session], Any]], Awaitable[Any]]


def nothing(_session: Session) -> None:
    """A job without work: what remains is the store."""


def three_statements(session: Session) -> None:
    """About what one message does at the least."""
    value = session.execute(select(ROWS.c.value).where(ROWS.c.key == "counter")).scalar_one()
    session.execute(update(SettingRow).values(value=value + "1").where(ROWS.c.key == "other"))
    session.execute(insert(SettingRow).values(key=f"k{time.perf_counter_ns()}", value="x"))


class Inline:
    """The rejected design: the same writer, run by the event loop itself."""

    def __init__(self, store: SqliteStore) -> None:
        self._writer = store._writer  # noqa: SLF001 - the benchmark looks inside on purpose
        self._waiting: list[Ticket] = []

    async def write(self, job: Callable[[Session], Any]) -> Any:
        loop = asyncio.get_running_loop()
        ticket = Ticket(job, loop)
        if not self._waiting:
            loop.call_soon(self._flush)
        self._waiting.append(ticket)
        return await ticket.waiter

    def _flush(self) -> None:
        batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
        self._writer.run(batch)
        for ticket in batch:
            ticket.settle()
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._flush)


async def many(write: Write, job: Callable[[Session], Any], waiting: int) -> tuple[float, float]:
    """(CPU ms, wall ms) for one job with that many callers at once."""
    jobs = max(JOBS if waiting > 1 else JOBS // 4, waiting)

    async def caller() -> None:
        for _ in range(jobs // waiting):
            await write(job)

    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(waiting)))
    done = jobs // waiting * waiting
    return (time.process_time() - cpu) / done * 1e3, (time.perf_counter() - wall) / done * 1e3


async def stall(write: Write, waiting: int) -> float:
    """How long a socket waits for the loop (99th of 100) while the store is busy, in ms."""
    waits: list[float] = []
    busy = asyncio.gather(*(_keep_busy(write) for _ in range(waiting)))
    while not busy.done():
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        waits.append((time.perf_counter() - began) * 1e3 - 1)
    return sorted(waits)[len(waits) * 99 // 100]


async def _keep_busy(write: Write) -> None:
    for _ in range(50):
        await write(three_statements)


def bare(store: SqliteStore, job: Callable[[Session], Any]) -> float:
    """CPU ms of the job alone: no store, no savepoint, one endless transaction."""
    writer: Writer = store._writer  # noqa: SLF001
    raw: Any = writer._raw  # noqa: SLF001
    raw.execute("BEGIN")
    raw.in_job = True
    with Session(writer._connection, autoflush=False) as session:  # noqa: SLF001
        raw.execute("SAVEPOINT job")
        cpu = time.process_time()
        for _ in range(JOBS):
            job(session)
        spent = (time.process_time() - cpu) / JOBS * 1e3
    raw.in_job = False
    raw.execute("ROLLBACK")
    return spent


async def compare(store: SqliteStore) -> None:
    inline = Inline(store)
    base = bare(store, three_statements)
    print(f"the three statements alone: {base:.3f} ms CPU")
    for waiting in WAITING:
        empty = await many(store.write, nothing, waiting)
        thread = await many(store.write, three_statements, waiting)
        loop = await many(inline.write, three_statements, waiting)
        stalls = await stall(store.write, waiting), await stall(inline.write, waiting)
        print(
            f"{waiting:4d} waiting: store alone {empty[0]:.3f} ms CPU; with work: thread "
            f"{thread[0]:.3f} ms CPU, {thread[1]:.3f} ms wall ({thread[0] / base:.2f} x bare); "
            f"inline {loop[0]:.3f} ms CPU, {loop[1]:.3f} ms wall; "
            f"thread/inline {thread[0] / loop[0]:.2f} CPU, {thread[1] / loop[1]:.2f} wall; "
            f"loop stalls {stalls[0]:.1f} / {stalls[1]:.1f} ms"
        )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{Path(folder) / 'bench.db'}")
        assert isinstance(store, SqliteStore)
        store.write_now(lambda session: Base.metadata.create_all(session.connection()))
        store.write_now(lambda session: session.add(SettingRow(key="counter", value="1")))
        asyncio.run(compare(store))
        store.close()


if __name__ == "__main__":
    main()
