"""Writing down results: together with the next message that is written, or alone in a moment.

Nobody waits for a result, and a commit of its own would cost as much as a message's. It stays here
until the database has it; meanwhile calls beyond the window stop, so a crash never repeats more
than the window holds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from models.base import plain
from models.outbox.record import Outcome, record
from models.store import Store, StoreClosed

LINGER = 0.02
"""Seconds after which results are written although nothing else is."""
MANY = 16
"""So many results are worth a commit of their own."""
_log = structlog.get_logger("bot.outbox")


class Recorder:
    """``written`` hears each batch after its commit. ``now`` is the town clock."""

    def __init__(
        self,
        store: Store,
        lease: str,
        now: Callable[[Session], datetime],
        written: Callable[[list[Outcome]], None],
        probe: Callable[[str], None],
        pause: Callable[[float], Awaitable[None]],
    ) -> None:
        self._store = store
        self._lease = lease
        self._now = now
        self._written = written
        self._probe = probe
        self._pause = pause
        self._results: list[Outcome] = []
        self._some = asyncio.Event()
        self._hurried = 0

    @contextmanager
    def hurried(self) -> Iterator[None]:
        """While somebody waits for the results, each is written at once."""
        self._hurried += 1
        self._store.let_ride()
        try:
            yield
        finally:
            self._hurried -= 1

    def note(self, outcome: Outcome) -> None:
        self._results.append(outcome)
        self._some.set()

    async def loop(self) -> None:
        while True:
            await self._some.wait()
            self._some.clear()
            batch, self._results = self._results, []
            done = False
            try:
                self._probe("before_record")
                await self._write(batch)
                done = True
            finally:
                if not done:  # this loop was ended or crashed: the next one writes them
                    self._results[:0] = batch
                    self._some.set()
            self._written(batch)

    async def _write(self, batch: list[Outcome]) -> None:
        tries = 0
        while True:
            try:
                await self._store.write_along(
                    lambda session: self._record(session, batch),
                    within=0.0 if self._hurried or len(batch) >= MANY else LINGER,
                )
            except StoreClosed:
                raise
            except Exception as fault:  # noqa: BLE001 - whatever the database says, once more
                _log.error("results could not be recorded", count=len(batch), exc_info=fault)
                tries += 1
                await self._pause(min(2.0**tries / 8, 5.0))
            else:
                return

    def _record(self, session: Session, batch: list[Outcome]) -> None:
        record(plain(session), batch, lease=self._lease, now=self._now(session))
