"""The side of Telegram that delivers: POSTs to a webhook over connections that stay open.

A connection carries one update at a time; as many are opened as are needed at once. Telegram
itself opens a hundred at most, but a limit here would measure the limit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

SECRET = "bench-secret"  # noqa: S105 - of a bot that does not exist
Answered = Callable[[int, bytes], None]
"""Hears the status of the answer (0: the connection broke) and its body."""


class Hook:
    """Delivers to one address."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._head = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            f"Content-Type: application/json\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n"
            "Content-Length: %d\r\n\r\n"
        ).encode()
        self._free: list[_Line] = []
        self.opened = 0
        self.closed = False

    def deliver(self, update: bytes, answered: Answered) -> None:
        request = self._head % len(update) + update
        while self._free:
            line = self._free.pop()
            if line.open:
                line.post(request, answered)
                return
        self.opened += 1
        # The loop holds its tasks weakly; the connection it makes holds what it needs.
        opening = asyncio.get_running_loop().create_task(self._open(request, answered))
        _OPENING.add(opening)
        opening.add_done_callback(_OPENING.discard)

    def close(self) -> None:
        """Let go of what is free; what is not, breaks by itself when the bot ends."""
        self.closed = True
        for line in self._free:
            line.close()
        self._free.clear()

    def rest(self, line: _Line) -> None:
        self._free.append(line)

    async def _open(self, request: bytes, answered: Answered) -> None:
        loop = asyncio.get_running_loop()
        try:
            _, line = await loop.create_connection(lambda: _Line(self), self._host, self._port)
        except OSError:
            answered(0, b"")
            return
        line.post(request, answered)


_OPENING: set[asyncio.Task[None]] = set()


class _Line(asyncio.Protocol):
    def __init__(self, hook: Hook) -> None:
        self._hook = hook
        self._buffer = b""
        self._answered: Answered | None = None
        self._transport: asyncio.Transport | None = None

    @property
    def open(self) -> bool:
        return self._transport is not None

    def post(self, request: bytes, answered: Answered) -> None:
        if self._transport is None:
            answered(0, b"")
            return
        self._answered = answered
        self._transport.write(request)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._tell(0, b"")

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer = self._buffer + data if self._buffer else data
        end = buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = buffer[:end].lower()
        at = head.find(b"content-length:")
        after = end + 4 + (int(head[at + 15 : at + 26].split(b"\r", 1)[0]) if at >= 0 else 0)
        if len(buffer) < after:
            return
        self._buffer = b""
        self._hook.rest(self)
        self._tell(int(head[9:12]), buffer[end + 4 : after])

    def _tell(self, status: int, body: bytes) -> None:
        answered, self._answered = self._answered, None
        if answered is not None:
            answered(status, body)
