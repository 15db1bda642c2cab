"""A running service follows the keys file and says in the database how far it is.

Reading again is done by ``models.keys`` itself, whoever touches private data; here is the part
that needs a loop: a quiet service hears of a new key too, and whoever turns the keys must know
that nobody is left behind. It costs one small read a second, and a write only when keys change.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from models import keys
from models.keys import holders
from models.keys.holders import Holder
from models.store import Store

EVERY = 1.0
"""Seconds between two looks."""


class KeyWatch:
    """``instance`` is the name under which this process answers."""

    def __init__(
        self,
        store: Store,
        instance: str,
        *,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._instance = instance
        self._pause = pause
        self._said: Holder | None = None

    async def loop(self) -> None:
        """Until it is cancelled; then nobody waits for this service any more."""
        self._said = None
        try:
            while True:
                await self.look()
                await self._pause(EVERY)
        finally:
            await self.leave()

    async def look(self) -> None:
        """Read what is new, and answer if something is."""
        call = await self._store.read(holders.last_call)
        now = holders.holder(self._instance, keys.look_again(), call)
        if now != self._said:
            await self._store.write(lambda session: holders.answer(session, now))
            self._said = now

    async def leave(self) -> None:
        said, self._said = self._said, None
        if said is not None:
            await self._store.write(lambda session: holders.leave(session, said))
