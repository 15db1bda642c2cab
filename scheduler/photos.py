"""Fetching pictures, and PDFs for notices, after the commit that mentioned them.

A platform may take seconds to give a file out, and decoding one takes a core for a moment: neither
may happen while a person waits, in a transaction, or on the event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.orm import Session

from models.clocks import WallClock
from models.notices.documents import BadDocument
from models.notices.files import (
    MOST_BYTES,
    claim_file,
    keep_file,
    keep_piece,
    made_safe,
    pieces_of,
    reject_file,
    try_file_later,
)
from models.photos.keep import (
    ATTEMPTS,
    WaitingPhoto,
    claim_photo,
    keep_photo,
    reject_photo,
    try_photo_later,
)
from models.photos.picture import MOST_BYTES as LARGEST
from models.photos.picture import BadPicture, cleaned
from models.store import Store
from models.work import Work

PATIENCE = 60.0
POLL = 5.0
_log = structlog.get_logger("scheduler.photos")

Fetch = Callable[[str, str], Awaitable[bytes]]
"""(channel, source) to the bytes of a file; LookupError if the platform has it no more."""
WorkForClock = Callable[[Session], Work]


@dataclass(frozen=True)
class Shelf:
    """Where they wait: pictures of cases, what goes with notices. ``most``: bytes of one. ``safe``: by
    its kind, what is kept of it."""

    claim: Callable[[Session, datetime], WaitingPhoto | None]
    safe: Callable[[str, bytes], bytes]
    keep: Callable[[Store, WorkForClock, int, bytes], Awaitable[None]]
    reject: Callable[[Work, int, str], bool]
    later: Callable[[Session, int, datetime, str], None]
    most: int


async def _keep_whole(
    store: Store, work_for_clock: WorkForClock, photo_id: int, content: bytes
) -> None:
    await store.write(lambda session: keep_photo(work_for_clock(session), photo_id, content))


async def _keep_in_pieces(
    store: Store, work_for_clock: WorkForClock, file_id: int, content: bytes
) -> None:
    """Each in a transaction of its own: whoever is killed in between begins again."""
    for number, piece in pieces_of(content):
        await store.write(partial(keep_piece, file_id=file_id, number=number, content=piece))
    await store.write(lambda session: keep_file(work_for_clock(session), file_id))


OF_CASES = Shelf(
    claim_photo,
    lambda _kind, raw: cleaned(raw),
    _keep_whole,
    reject_photo,
    try_photo_later,
    LARGEST,
)
OF_NOTICES = Shelf(claim_file, made_safe, _keep_in_pieces, reject_file, try_file_later, MOST_BYTES)


class PhotoKeeper:
    """Works off waiting pictures one by one. ``after`` hears each commit that may have told
    somebody something."""

    def __init__(
        self,
        store: Store,
        fetch: Fetch,
        work_for_clock: WorkForClock,
        wall: WallClock,
        *,
        after: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._fetch = fetch
        self._work_for_clock = work_for_clock
        self._wall = wall
        self._after = after
        self._due = asyncio.Event()
        self._cleaner = ThreadPoolExecutor(1, thread_name_prefix="doorstep-photos")

    def wake(self) -> None:
        """A picture was sent: look at once."""
        self._due.set()

    def close(self) -> None:
        self._cleaner.shutdown(wait=False, cancel_futures=True)

    async def loop(self) -> None:
        """Keep pictures whenever there are any. To be run under supervision."""
        while True:
            self._due.clear()
            if not await self.run_once():
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL):
                        await self._due.wait()

    async def run_once(self) -> bool:
        """Bring one waiting picture forward; False if there is none."""
        return await self._from(OF_CASES) or await self._from(OF_NOTICES)

    async def _from(self, shelf: Shelf) -> bool:
        photo = await self._store.write(lambda session: shelf.claim(session, self._wall.now()))
        if photo is None:
            return False
        try:
            async with asyncio.timeout(PATIENCE):
                raw = await self._fetch(photo.channel, photo.source)
        except LookupError:
            await self._reject(shelf, photo, "not_fetched")
        except Exception as fault:  # noqa: BLE001 - whatever a platform says, try again later
            await self._later(shelf, photo, fault)
        else:
            await self._clean(shelf, photo, raw)
        return True

    async def _clean(self, shelf: Shelf, photo: WaitingPhoto, raw: bytes) -> None:
        if len(raw) > shelf.most:
            await self._reject(shelf, photo, "too_large")
            return
        loop = asyncio.get_running_loop()
        try:
            content = await loop.run_in_executor(self._cleaner, shelf.safe, photo.kind, raw)
        except (BadPicture, BadDocument) as bad:
            await self._reject(shelf, photo, bad.fault)
        else:
            await shelf.keep(self._store, self._work_for_clock, photo.id, content)
            self._after()

    async def _later(self, shelf: Shelf, photo: WaitingPhoto, fault: Exception) -> None:
        _log.warning("a picture could not be fetched", attempt=photo.attempts, exc_info=fault)
        if photo.attempts >= ATTEMPTS:
            await self._reject(shelf, photo, "not_fetched")
            return
        until = self._wall.now() + timedelta(seconds=5 * 4**photo.attempts)
        name = type(fault).__name__
        await self._store.write(lambda session: shelf.later(session, photo.id, until, name))

    async def _reject(self, shelf: Shelf, photo: WaitingPhoto, fault: str) -> None:
        await self._store.write(partial(self._rejected, shelf, photo.id, fault))
        self._after()

    def _rejected(self, shelf: Shelf, photo_id: int, fault: str, session: Session) -> None:
        shelf.reject(self._work_for_clock(session), photo_id, fault)
