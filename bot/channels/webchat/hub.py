"""Wakes the open pages of an account when its talk has changed.

A bell, not a queue: it says "look again", and the page asks the database for everything after
what it has. So nothing is lost if a bell rings twice, early, or in another process, and a slow
phone cannot make the service hold its messages in memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from models.access import history
from models.store import Store

LOOK_EVERY = 1.0
TAP_SETTLES = 0.5
"""A tap's own line is shown only if the answer does not replace the question at once."""


class Hub:
    def __init__(self) -> None:
        self._bells: dict[str, set[asyncio.Event]] = {}
        self._known: dict[str, int] = {}
        self.closing = False

    @contextmanager
    def listen(self, address: str) -> Iterator[asyncio.Event]:
        bell = asyncio.Event()
        self._bells.setdefault(address, set()).add(bell)
        try:
            yield bell
        finally:
            bells = self._bells[address]
            bells.discard(bell)
            if not bells:
                del self._bells[address]
                self._known.pop(address, None)

    @property
    def open_pages(self) -> int:
        return sum(len(bells) for bells in self._bells.values())

    def is_open(self, address: str) -> bool:
        return address in self._bells

    def ring(self, address: str) -> None:
        for bell in self._bells.get(address, ()):
            bell.set()

    def ring_soon(self, address: str) -> None:
        asyncio.get_running_loop().call_later(TAP_SETTLES, self.ring, address)

    def hang_up(self) -> None:
        """End every open page's line (the service stops); they come back by themselves."""
        self.closing = True
        for address in list(self._bells):
            self.ring(address)

    async def watch(self, store: Store) -> None:
        """Notice what other processes wrote. Runs until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            if not self._bells:
                continue
            addresses = list(self._bells)
            look = partial(history.seqs, addresses=addresses)
            for address, seq in (await store.read(look)).items():
                if self._known.get(address) != seq:
                    self._known[address] = seq
                    self.ring(address)
