"""One bot of the Bot API: typed calls for setting up, raw ones for what runs for every message.

A typed ``edit_message_text`` builds some thirty objects out of an answer of which we need nothing
(0.25 ms of CPU); the raw call costs 0.04. Both go through the same transport and the same tree of
errors, and every end of a call is told to the pulse.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TelegramError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channels.telegram.pulse import Pulse
from bot.channels.telegram.request import HttpRequest, TooMany

PUBLIC = "https://api.telegram.org"
POLL_SECONDS = 25


class Api:
    """``bot`` has PTB's typed calls; ``username`` is known after ``getMe`` ("" until then)."""

    def __init__(self, token: str, *, base: str = PUBLIC, connections: int = 128) -> None:
        self.bot_id = int(token.partition(":")[0])
        self.username = ""
        self.pulse = Pulse()
        self._request = HttpRequest(connections)
        # A poll holds its connection for half a minute: it must not wait for one, nor take one.
        self._polls = HttpRequest(2)
        self._base = f"{base}/bot{token}/"
        self._files = f"{base}/file/bot{token}/"
        self.bot = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._request,
            get_updates_request=self._polls,
        )

    async def call(self, method: str, **fields: Any) -> Any:
        """The raw result. ``fields`` are JSON values, or PTB's InputFile where a file goes along.
        Raises PTB's errors (``faults.translate`` knows what they mean)."""
        return await self._post(self._request, method, fields)

    async def updates(
        self, offset: int, allowed: Sequence[str], *, seconds: float = POLL_SECONDS
    ) -> list[Any]:
        """One long poll: the raw updates from ``offset`` on, which confirms all before it."""
        fields = {
            "offset": offset,
            "timeout": int(seconds),
            "limit": 100,
            "allowed_updates": list(allowed),
        }
        found = await self._post(self._polls, "getUpdates", fields, wait=seconds + 10)
        return found if isinstance(found, list) else []

    async def download(self, path: str) -> bytes:
        """A file by the path that ``getFile`` gave."""
        return await self._request.retrieve(f"{self._files}{path}")

    async def close(self) -> None:
        await self._request.shutdown()
        await self._polls.shutdown()

    async def _post(
        self,
        request: HttpRequest,
        method: str,
        fields: dict[str, Any],
        *,
        wait: float | None = None,
    ) -> Any:
        loop = asyncio.get_running_loop()
        began = loop.time()
        data = RequestData([_parameter(name, value) for name, value in fields.items()])
        timeout = {} if wait is None else {"read_timeout": wait}
        try:
            result = await request.post(f"{self._base}{method}", data, **timeout)
        except InvalidToken:
            self.pulse.revoked()
            raise
        except TelegramError as fault:
            # NetworkError is also the parent of BadRequest: a refusal is an answer.
            if type(fault) in _NO_ANSWER:
                raise self.pulse.silent(began, loop.time()) from None
            if not isinstance(fault, TooMany):
                self.pulse.answered()
            raise
        self.pulse.answered()
        return result


def _parameter(name: str, value: Any) -> RequestParameter:
    if type(value) in _PLAIN:
        return RequestParameter(name, value, None)
    return RequestParameter.from_input(name, value)


_PLAIN = frozenset((str, int, bool, dict))
_NO_ANSWER: frozenset[type[TelegramError]] = frozenset((NetworkError, TimedOut))
