"""Lists from files: fetched and read after the commit that brought them, then row by row.

A list of twenty thousand is an hour's work for the writer if it is done in one go, and everybody
in town would wait for it. So the file is read in a process of its own, its rows are held against
the register in reading transactions, and only then written, a few milliseconds at a time, with a
rest after each chunk for as long as anybody waits for an answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from time import perf_counter
from typing import TypeVar

import structlog
from sqlalchemy.orm import Session

from models.clocks import WallClock, to_town
from models.imports.checked import Checked, Entry
from models.imports.chunks import apply_chunk, count, stage, undo_chunk
from models.imports.claims import (
    ATTEMPTS,
    Claimed,
    any_free,
    ask_what,
    claim,
    forget_rows,
    refuse_file,
    renew,
    tried,
    try_later,
)
from models.imports.judging import judged, scope_of
from models.imports.kinds import KINDS
from models.imports.reading import Table, read_table
from models.imports.refusals import NotFetched
from models.refusals import Refusal
from models.store import Store
from models.work import Work

PATIENCE = 120.0
POLL = 1.0
LOOKED_AT = 60
"""Rows that are held against the register in one reading transaction."""
FEW = 4
"""The same for what is looked at by doing it and undoing it at once: that takes the writer."""
GIVES_WAY = 2.0
"""How much longer than it worked a list rests while anybody waits."""
LONGEST_WAY = 0.2
RELIEVED_AFTER = 8
"""Chunks: each touches some two hundred pages, and the writer stops to flush after 4,000."""
FORGOTTEN = 100
_log = structlog.get_logger("scheduler.imports")
T = TypeVar("T")

Fetch = Callable[[str, str], Awaitable[bytes]]
"""(channel, source) to the bytes of a file; LookupError if the platform has it no more."""


class ImportKeeper:
    """Works off lists one by one. ``channels``: those whose files can be fetched from here.
    ``after`` hears each commit that may have told somebody something."""

    def __init__(
        self,
        store: Store,
        fetch: Fetch,
        work_for_clock: Callable[[Session], Work],
        wall: WallClock,
        *,
        channels: Collection[str],
        after: Callable[[], None] = lambda: None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._fetch = fetch
        self._work_for_clock = work_for_clock
        self._wall = wall
        self._channels = tuple(channels)
        self._after = after
        self._pause = pause
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="doorstep-imports")
        self._seen_at = wall.now()
        self._chunks = 0

    def close(self) -> None:
        self._reader.shutdown(wait=False, cancel_futures=True)

    async def loop(self) -> None:
        """Work whenever there is something to do. To be run under supervision."""
        while True:
            free = await self._store.read(
                lambda session: any_free(session, self._wall.now(), self._channels)
            )
            if not (free and await self.run_once()):
                await asyncio.sleep(POLL)

    async def run_once(self, only: int | None = None) -> bool:
        """Bring one list to the end of its stage; False if there is none. ``only``: this one."""
        work = await self._store.write(
            lambda session: claim(session, self._wall.now(), self._channels, only)
        )
        if work is None:
            return False
        self._seen_at = self._wall.now()
        try:
            await self._do(work)
        except Exception as fault:  # noqa: BLE001 - one list's fault must not stop the others
            await self._later(work, fault)
        self._after()
        return True

    async def _do(self, job: Claimed) -> None:
        if job.state == "waiting":
            await self._try(job)
        elif job.state == "applying":
            await self._in_chunks(job.id, apply_chunk)
        else:
            await self._in_chunks(job.id, undo_chunk)

    async def _later(self, job: Claimed, fault: Exception) -> None:
        """Again after a growing pause; a file that never comes or is never read is given up. What
        was begun is never given up: it would be half done."""
        _log.warning(
            "a list was not finished", state=job.state, attempt=job.attempts, exc_info=fault
        )
        if job.state == "waiting" and job.attempts >= ATTEMPTS:
            await self._refuse(job.id, NotFetched())
            return
        until = self._wall.now() + timedelta(seconds=5 * 2 ** min(job.attempts, 7))
        await self._store.write(lambda session: try_later(session, job.id, until))

    # -- a file -----------------------------------------------------------------------------------
    async def _try(self, job: Claimed) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                data = await self._fetch(job.channel, job.source)
        except LookupError:
            await self._refuse(job.id, NotFetched())
            return
        town, today = await self._look_at(lambda work: (work.town, to_town(work.now).date()))
        loop = asyncio.get_running_loop()
        try:
            table = await loop.run_in_executor(
                self._reader, read_table, data, job.what, town, today
            )
        except Refusal as refusal:
            await self._refuse(job.id, refusal)
            return
        if table is None:
            await self._write(partial(ask_what, import_id=job.id))
        else:
            await self._judge(job, table)

    async def _refuse(self, import_id: int, refusal: Refusal) -> None:
        about = [type(refusal).__name__, vars(refusal)]
        await self._write(partial(refuse_file, import_id=import_id, about=about))

    # -- its rows ---------------------------------------------------------------------------------
    async def _judge(self, job: Claimed, table: Table) -> None:
        while await self._chunk(lambda work: forget_rows(work.session, job.id, FORGOTTEN)):
            pass
        kind = KINDS[table.what]
        scope = await self._look_at(partial(scope_of, job=job, index=table.index))
        see = self._chunk if kind.by_trying else self._look_at
        step = FEW if kind.by_trying else LOOKED_AT
        for at in range(0, len(table.rows), step):
            part = table.rows[at : at + step]
            await self._stage(job.id, await see(partial(judged, kind=kind, scope=scope, rows=part)))
        counts = await self._look_at(partial(count, import_id=job.id))
        await self._write(
            partial(tried, import_id=job.id, what=table.what, about=table.about, counts=counts)
        )

    async def _stage(self, import_id: int, rows: Sequence[tuple[Entry, Checked]]) -> None:
        while rows:
            kept = await self._chunk(partial(stage, import_id=import_id, rows=rows))
            rows = rows[kept:]
            await self._stay(import_id)

    async def _in_chunks(self, import_id: int, chunk: Callable[[Work, int], bool]) -> None:
        while await self._chunk(lambda work: chunk(work, import_id)):
            await self._stay(import_id)

    async def _stay(self, import_id: int) -> None:
        """Say now and then that somebody works on it."""
        now = self._wall.now()
        if now - self._seen_at > timedelta(seconds=30):
            self._seen_at = now
            await self._store.write(lambda session: renew(session, import_id, now))

    # -- the store --------------------------------------------------------------------------------
    async def _look_at(self, job: Callable[[Work], T]) -> T:
        return await self._store.read(lambda session: job(self._work_for_clock(session)))

    async def _write(self, job: Callable[[Work], T]) -> T:
        return await self._store.write(lambda session: job(self._work_for_clock(session)))

    async def _chunk(self, job: Callable[[Work], T]) -> T:
        """One chunk, and a rest after it if anybody waits: people go first."""
        spent = 0.0

        def timed(session: Session) -> T:
            nonlocal spent
            began = perf_counter()
            done = job(self._work_for_clock(session))
            spent += perf_counter() - began
            return done

        done = await self._store.write(timed)
        self._chunks += 1
        if self._chunks % RELIEVED_AFTER == 0:
            await self._store.relieve()
        rest = min(spent * GIVES_WAY, LONGEST_WAY) if self._store.awaited else 0
        await self._pause(rest)
        return done
