"""After each erasure: rows of files looked through, the line outside, the database's log emptied.

In this order, and noted at the end: whatever instant the process is killed at, the next one does it
again. A line that is written twice says the same as once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

import structlog
from sqlalchemy.orm import Session

from models import keys
from models.privacy.aftermath import START, Unfinished, finish, look_through, unfinished
from models.privacy.replaying import mark_anew, write_down
from models.store import Store

POLL = 5.0
_log = structlog.get_logger("scheduler.erasures")


class Aftermath:
    """``file`` is where erasures are written down; ``now`` the town clock in a transaction."""

    def __init__(
        self,
        store: Store,
        file: Path,
        now: Callable[[Session], datetime],
    ) -> None:
        self._store = store
        self._file = file
        self._now = now
        self._due = asyncio.Event()
        self._signed_by = ""
        self._clean = False
        """Whether the log was emptied since; at the start nobody knows."""

    def wake(self) -> None:
        """Somebody may have had their data deleted this moment."""
        self._due.set()

    async def loop(self) -> None:
        """Follow erasures up whenever there are any. To be run under supervision."""
        while True:
            self._due.clear()
            await self._keep_marks_current()
            if not await self.run_once():
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL):
                        await self._due.wait()

    async def run_once(self) -> bool:
        """Follow up what there is now; False if there is nothing left to do, or not at once."""
        waiting = await self._store.read(unfinished)
        if waiting:
            await self._follow_up(waiting)
        if not self._clean:  # somebody may be reading just now: then once more a little later
            self._clean = await asyncio.to_thread(self._store.scrub)
        return bool(waiting)

    async def _follow_up(self, waiting: list[Unfinished]) -> None:
        for one in waiting:
            await self._look_through(one)
        noted = [one.noted for one in waiting]
        await asyncio.to_thread(write_down, self._file, noted)
        # The traces go first, so that the log that is emptied holds them no more.
        done = [one.id for one in waiting]
        await self._store.write(lambda session: finish(session, done, self._now(session)))
        self._clean = False
        _log.info("erasures noted", count=len(waiting))

    async def _look_through(self, one: Unfinished) -> None:
        place = START if one.traces else None
        while place is not None:
            place = await self._store.write(partial(_piece, one, place))

    async def _keep_marks_current(self) -> None:
        """The keys may have been turned; a former one may be given up at any time."""
        signing = keys.current().signing_ids[0]
        if signing != self._signed_by:
            await asyncio.to_thread(mark_anew, self._file)
            self._signed_by = signing


def _piece(one: Unfinished, place: tuple[int, int], session: Session) -> tuple[int, int] | None:
    return look_through(session, one.traces, place)
