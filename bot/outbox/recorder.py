"""Writing down results: all that wait in one transaction, at once and never on a timer.

A result stays here until the database has it. While it does not, calls beyond the window stop, so
a crash never repeats more than the window holds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from models.base import plain
from models.outbox.record import Outcome, record
from models.store import Store, StoreClosed

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
                await self._store.write(lambda session: self._record(session, batch))
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
