"""A channel that lets the watch see whether its calls come back; to the sender it is the channel.

Only how long and how often is noted, nothing of what is said to whom.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any, TypeVar

from bot.channels.base import Channel
from bot.dialogue.messages import Outgoing
from bot.watch.signs import Line

T = TypeVar("T")


class Watched:
    """Passes everything on to ``channel``; also what only this platform's channel has."""

    def __init__(self, channel: Channel, time: Callable[[], float] = monotonic) -> None:
        self.name = channel.name
        self.line = Line(channel.name)
        self._channel = channel
        self._time = time

    def __getattr__(self, name: str) -> Any:
        return getattr(self._channel, name)

    async def send(self, address: str, message: Outgoing, *, key: str) -> str:
        return await self._noted(self._channel.send(address, message, key=key))

    async def edit(self, address: str, message_id: str, message: Outgoing) -> None:
        await self._noted(self._channel.edit(address, message_id, message))

    async def _noted(self, call: Awaitable[T]) -> T:
        """Any answer is an answer, also a refusal; a call that was given up was none."""
        self.line.begins(self._time())
        try:
            result = await call
        except (asyncio.CancelledError, TimeoutError):
            self.line.hung()
            raise
        except BaseException:
            self.line.answered()
            raise
        self.line.answered()
        return result
