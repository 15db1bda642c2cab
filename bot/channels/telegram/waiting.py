"""Who waits for what they did, so that a slow answer can be announced.

This runs for every update: two steps in a dict, and one timer for everybody. A timer for each
update would cost more than reading it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PATIENCE = 1.0
"""Seconds after which a person should see that something is on its way."""
MOST = 20
"""Announcements at once. When hundreds wait, telling them all would keep them waiting longer."""


def _nobody(_address: str) -> None:
    """Nobody is told."""


class Waiting:
    """``began`` with each update that may be answered, ``answered`` whenever something goes out to
    that address. ``announce`` is called once for somebody who waits longer than ``patience``."""

    def __init__(
        self, announce: Callable[[str], None] = _nobody, *, patience: float = PATIENCE
    ) -> None:
        self.announce = announce
        self._patience = patience
        self._since: dict[str, float] = {}
        self._timer: asyncio.TimerHandle | None = None

    def began(self, address: str) -> None:
        """Somebody did something and waits from now on, if they did not already."""
        if address in self._since:
            return
        loop = asyncio.get_running_loop()
        self._since[address] = loop.time()
        if self._timer is None:
            self._timer = loop.call_later(self._patience, self._look)

    def answered(self, address: str) -> None:
        """The wait of this address is over."""
        self._since.pop(address, None)

    def stop(self) -> None:
        """Announce nothing any more."""
        self._since.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        """The dict is in the order in which people began to wait."""
        loop = asyncio.get_running_loop()
        self._timer = None
        over = loop.time() - self._patience
        late = [address for address, since in self._since.items() if since <= over]
        for number, address in enumerate(late):
            del self._since[address]
            if number < MOST:
                self.announce(address)
        if self._since:
            first = next(iter(self._since.values()))
            self._timer = loop.call_at(first + self._patience, self._look)
