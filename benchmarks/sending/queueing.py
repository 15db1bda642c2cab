"""A notice to everybody becomes rows, while fifty people talk: on both databases.

The clock does it, chunk by chunk, as it does all its work: it gives way to whoever waits.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, bindparam, func, select, text
from sqlalchemy.orm import Session

from benchmarks.measure import MILLI, Verdict, say
from benchmarks.scene import NOW, TOWN, install_keys
from benchmarks.sending.notice import BenchNotice, Notices
from bot.channels.memory import EVERYTHING, MemoryChannel
from bot.core import build
from models.base import UtcTime
from models.clocks import SystemClock
from models.outbox.spreading import CHUNKS, spread
from models.outbox.tables import OutboxRow
from models.register.tables import Person
from models.store import Store
from models.tables import metadata
from models.town.apply import apply_town
from models.town.reading import read_town
from models.work import Work
from tests.databases import PostgresServer

EVERYBODY, SOME, TALKERS = 216_028, 30_000, 50
EVERY = 2.5
"""Seconds after which somebody writes again: twenty messages a second in all."""
SECONDS, P95_MS, LOCK_MS = 15.0, 200.0, 20.0
_FROM = (
    " FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :people) "
    "SELECT i FROM n) AS everybody"
)
_PEOPLE = (
    "INSERT INTO people (id, name, called, language, consent, created_at, sample, gender, minor, "
    "school, gone) SELECT i, 'x', '', 'zh', :consent, :at, :yes, '', :no, '', ''" + _FROM,
    "INSERT INTO accounts (id, person_id, channel, address, state, last_used_at, abroad) "
    "SELECT i, i, 'memory', 'p' || i, 'live', :at, ''" + _FROM,
    "INSERT INTO talks (account_id, serial, fresh, touched_at) SELECT i, 0, :no, :at" + _FROM,
)


class Ahead:
    """The machine's clock, on the morning of the town."""

    def __init__(self) -> None:
        self._clock = SystemClock()
        self._shift = NOW - self._clock.now()

    def now(self) -> datetime:
        return self._clock.now() + self._shift


@dataclass
class Spreading:
    """A job of the clock: rows for the next so many people. ``held``: seconds of each chunk, ``cpu``:
    those of them that this thread worked and not others on its core."""

    people: int
    name: str = "bench_spread"
    done: int = 0
    began: float = 0.0
    ended: float = 0.0
    held: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    on: bool = False

    def run(self, work: Work) -> int:
        if not self.on or self.done >= self.people:
            return 0
        self.began = self.began or time.perf_counter()
        size = CHUNKS[work.session.connection().dialect.name]
        at, spent = time.perf_counter(), time.thread_time()
        chunk = select(Person.id.label("person_id")).where(
            Person.id > self.done, Person.id <= min(self.done + size, self.people)
        )
        made = spread(work.session.connection(), 1, BenchNotice(1), chunk, now=work.now)
        self.held.append(time.perf_counter() - at)
        self.cpu.append(time.thread_time() - spent)
        self.done += size
        self.ended = time.perf_counter()
        return made

    def next_due(self, work: Work) -> datetime | None:
        return None


async def run(folder: Path, quick: bool) -> None:  # noqa: FBT001 - a flag of the command line
    people = SOME if quick else EVERYBODY
    install_keys()
    await _on("SQLite", f"sqlite:///{folder / 'queue.db'}", people)
    try:
        server = PostgresServer()
    except Exception as fault:  # noqa: BLE001 - a machine without it measures the other half
        say(f"  SKIPPED PostgreSQL: it does not start here ({type(fault).__name__})")
        return
    try:
        await _on("PostgreSQL", server.empty()[1], people)
    finally:
        server.stop()


async def _on(name: str, url: str, people: int) -> None:
    wall = Ahead()
    store = Store.open(url, wall=wall)
    store.write_now(lambda session: _settle(session, people))
    # The platform takes thirty a second meanwhile, as Telegram does.
    channel = MemoryChannel(abilities=replace(EVERYTHING, per_second=30))
    core = build(store, {"memory": channel}, wall=wall)
    core.sender.speak = Notices(core.sender.speak)
    job = Spreading(people)
    core.clock._jobs = (*core.clock._jobs, job)  # noqa: SLF001 - the clock's list is made by build
    channel.intake = core.intake
    core.start()
    try:
        alone = await _talk(channel, until=_after(6.0))
        job.on = True
        core.clock.nudge()
        beside = await _talk(channel, until=lambda: job.done >= job.people)
    finally:
        await core.stop()
    rows = store.read_now(_rows)
    store.close()
    _report(name, job, rows, alone, beside)


def _report(name: str, job: Spreading, rows: int, alone: list[float], beside: list[float]) -> None:
    held, cpu = sorted(job.held), sorted(job.cpu)
    took = job.ended - job.began
    say(
        f"{name}: {rows:,} rows in {len(held):,} chunks; a chunk {held[len(held) // 2] * MILLI:.1f} ms, "
        f"of a hundred one over {held[int(len(held) * 0.99)] * MILLI:.1f}, the longest "
        f"{held[-1] * MILLI:.1f} (of CPU here {cpu[len(cpu) // 2] * MILLI:.1f}, the longest "
        f"{cpu[-1] * MILLI:.1f}); {TALKERS} people talked, {len(beside):,} messages, p95 "
        f"{_p95(beside):.0f} ms (before: {_p95(alone):.0f})",
        Verdict("all are queued", SECONDS, took, "s"),
        Verdict("a reply, p95", P95_MS, _p95(beside), "ms"),
        *_lock(name, held),
        Verdict("rows that are missing", 0, job.people - rows),
    )


def _lock(name: str, held: list[float]) -> list[Verdict]:
    """Where there is one writer, everybody waits for a chunk."""
    if name != "SQLite":
        return []
    most = held[int(len(held) * 0.99)] * MILLI
    return [Verdict("a chunk has the writer, 99 of 100", LOCK_MS, most, "ms")]


def _after(seconds: float) -> Any:
    end = time.perf_counter() + seconds
    return lambda: time.perf_counter() > end


async def _talk(channel: MemoryChannel, until: Any) -> list[float]:
    """Fifty people, each again and again, until then; how long each waited for the reply."""
    waits: list[float] = []

    async def one(number: int) -> None:
        address = f"p{number}"
        await asyncio.sleep(number / TALKERS * EVERY)
        while not until():
            began = time.perf_counter()
            shown = len(channel.phone(address).calls)
            await channel.starts(address)
            with suppress(TimeoutError):
                async with asyncio.timeout(10):
                    while len(channel.phone(address).calls) == shown:  # noqa: ASYNC110 - no event
                        await asyncio.sleep(0.002)
            waits.append(time.perf_counter() - began)
            await asyncio.sleep(max(EVERY - (time.perf_counter() - began), 0.0))

    await asyncio.gather(*(one(number) for number in itertools.islice(itertools.count(1), TALKERS)))
    return waits


def _p95(waits: list[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.95)] * MILLI if waits else float("inf")


def _rows(session: Session) -> int:
    counted = select(func.count()).select_from(OutboxRow).where(OutboxRow.notice_id == 1)
    return session.execute(counted).scalar_one()


def _settle(session: Session, people: int) -> None:
    connection = session.connection()
    metadata.create_all(connection)
    town = read_town(TOWN)
    apply_town(session, town, now=NOW, by="benchmark")
    given = {
        "people": people, "consent": town.purpose("help").version,
        "at": NOW - timedelta(hours=1), "yes": True, "no": False,
    }  # fmt: skip
    typed = (
        bindparam("at", type_=UtcTime),
        bindparam("yes", type_=Boolean),
        bindparam("no", type_=Boolean),
    )
    for statement in _PEOPLE:
        used = [one for one in typed if f":{one.key}" in statement]
        connection.execute(
            text(statement).bindparams(*used),
            {key: one for key, one in given.items() if f":{key}" in statement},
        )
    session.flush()
    connection.execute(text("ANALYZE"))
