"""One instance at a time claims what is due; the others answer, and take over when it is gone.

Every instance also holds a lock with the name of its lease. A lock ends with its process, so the
leader sees which rows are in nobody's hands any more, long before their leases lapse.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import structlog

from models.outbox.freeing import leases_of_others, release_of
from models.store import Store

_log = structlog.get_logger("bot.outbox")


class Leading:
    """For an instance with this lease, on these channels. ``every``: seconds between asking.

    A lease is freed when it was found without its lock twice in a row, so that a connection that
    breaks for a moment is not taken for a death."""

    def __init__(self, store: Store, lease: str, channels: Collection[str], every: float) -> None:
        self._every = every
        self._store = store
        self._lease = lease
        self._names = [f"sender:{name}" for name in sorted(channels)]
        self._asked = self._looked = float("-inf")
        self._orphans: set[str] = set()
        self._ended = False
        self.leads = False

    def hold_lease(self) -> None:
        """Before any row is leased. Blocks for a round trip."""
        self._store.try_lead(_lock_of(self._lease))

    async def ask(self) -> bool:
        """Whether this instance claims now, asked anew once in a while."""
        now = asyncio.get_running_loop().time()
        if now - self._asked >= self._every:
            self._asked = now
            self.leads = await asyncio.to_thread(self._ask)
        return self.leads

    def _ask(self) -> bool:
        self.hold_lease()  # the connection may have been lost, and the lock with it
        leads = all(self._store.try_lead(name) for name in self._names)
        if self._ended:  # who asked was ended meanwhile, its thread was not
            self._give_up()
        return leads and not self._ended

    async def free_orphans(self) -> int:
        """What a dead instance held is due; returns how many rows."""
        now = asyncio.get_running_loop().time()
        if self._store.dialect == "sqlite" or now - self._looked < self._every * 2:
            return 0
        self._looked = now
        others = await self._store.read(
            lambda session: leases_of_others(session.connection(), self._lease)
        )
        free = {
            lease
            for lease in others
            if not await asyncio.to_thread(self._store.anybody_leads, _lock_of(lease))
        }
        dead, self._orphans = free & self._orphans, free
        if not dead:
            return 0
        freed = await self._store.write(lambda session: release_of(session.connection(), dead))
        _log.info("rows of an instance that has ended are due again", count=freed)
        return freed

    async def stop(self) -> None:
        """Hand over at once, and for good."""
        self._ended = True
        await asyncio.to_thread(self._give_up)
        self.leads = False

    def _give_up(self) -> None:
        for name in (*self._names, _lock_of(self._lease)):
            self._store.stop_leading(name)


def _lock_of(lease: str) -> str:
    return f"lease:{lease}"
