"""HTTP/1.1 as far as clients of the Bot API speak it, on a bare asyncio protocol.

A benchmark shares a core with this fake: a web framework would cost three times what the call
itself costs. And an answer that never comes is here simply an answer that nobody writes: no task
waits for it, and it ends when either side closes the connection.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import responses
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.botapi.calls import Fields, Reply, Upload

LARGEST_BODY = 64 * 1024 * 1024


class Malformed(Exception):
    """Not HTTP, or not what its headers say."""


@dataclass(slots=True)
class Exchange:
    """A request, and the way back. ``answer(None)`` breaks the connection; whoever never answers
    lets the client hang. ``lost`` is called if the client goes away first."""

    path: str
    query: str
    kind: str
    body: bytes
    answer: Callable[[Reply | None], None]
    lost: Callable[[], None] | None = field(default=None)

    def fields(self) -> Fields:
        """The parameters of the address and of the body. Raises Malformed."""
        given = Fields(parse_qsl(self.query, keep_blank_values=True)) if self.query else Fields()
        if not self.body:
            return given
        try:
            if self.kind.startswith("application/json"):
                given.update(_object(json.loads(self.body)))
            elif self.kind.startswith("multipart/form-data"):
                given.update(_multipart(self.body, _boundary(self.kind)))
            else:
                given.update(parse_qsl(self.body.decode(), keep_blank_values=True))
        except ValueError:
            raise Malformed from None
        return given


class Connection(asyncio.Protocol):
    """One client. Requests are served one after the other, as they came."""

    def __init__(self, serve: Callable[[Exchange], None], everyone: set[Connection]) -> None:
        self._serve = serve
        self._everyone = everyone
        self._buffer = bytearray()
        self._open: Exchange | None = None
        self._transport: asyncio.Transport | None = None

    # -- asyncio ----------------------------------------------------------------------------------
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._everyone.add(self)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._go_on()

    def connection_lost(self, exc: Exception | None) -> None:
        self._everyone.discard(self)
        self._transport = None
        if self._open is not None and self._open.lost is not None:
            self._open.lost()
        self._open = None

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    # -- requests ---------------------------------------------------------------------------------
    def _go_on(self) -> None:
        while self._open is None and self._transport is not None:
            try:
                found = _request(self._buffer)
            except (Malformed, ValueError):
                self._write(Reply(400, b"not HTTP", "text/plain"))
                self._transport.close()
                return
            if found is None:
                return
            self._buffer = found.rest
            exchange = Exchange(found.path, found.query, found.kind, found.body, self._answer)
            self._open = exchange
            self._serve(exchange)

    def _answer(self, reply: Reply | None) -> None:
        if self._open is None:
            return  # the client has gone, or the answer came in time after all
        self._open = None
        if reply is None:
            self.abort()
            return
        self._write(reply)
        if self._buffer:
            asyncio.get_running_loop().call_soon(self._go_on)

    def _write(self, reply: Reply) -> None:
        if self._transport is None:
            return
        more = f"Retry-After: {reply.retry_after}\r\n" if reply.retry_after else ""
        head = (
            f"HTTP/1.1 {reply.status} {_phrase(reply.status)}\r\nContent-Type: {reply.kind}\r\n"
            f"Content-Length: {len(reply.body)}\r\n{more}\r\n"
        )
        self._transport.write(head.encode() + reply.body)


@dataclass(slots=True)
class _Request:
    path: str
    query: str
    kind: str
    body: bytes
    rest: bytearray


def _request(buffer: bytearray) -> _Request | None:
    """The first request in the buffer, if it is there as a whole."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    first, *lines = buffer[:end].decode("latin-1").split("\r\n")
    verb, target, _version = first.split(" ")
    if verb not in ("GET", "POST"):
        raise Malformed
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    begin = end + 4
    if headers.get("transfer-encoding", "").lower() == "chunked":
        found = _chunks(buffer, begin)
        if found is None:
            return None
        body, after = found
    else:
        after = begin + int(headers.get("content-length", "0"))
        if after - begin > LARGEST_BODY:
            raise Malformed
        if len(buffer) < after:
            return None
        body = bytes(buffer[begin:after])
    path, query = target, ""
    if "?" in target or "%" in target:
        parts = urlsplit(target)
        path, query = unquote(parts.path), parts.query
    return _Request(path, query, headers.get("content-type", ""), body, buffer[after:])


def _chunks(buffer: bytearray, at: int) -> tuple[bytes, int] | None:
    """A body in chunks, and where it ends."""
    body = bytearray()
    while True:
        line = buffer.find(b"\r\n", at)
        if line < 0:
            return None
        size = int(buffer[at:line].split(b";")[0], 16)
        at = line + 2
        if len(buffer) < at + size + 2:
            return None
        body += buffer[at : at + size]
        at += size + 2
        if size == 0:
            return bytes(body), at


def _phrase(status: int) -> str:
    return "OK" if status == 200 else responses.get(status, "Unknown")


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Malformed
    return value


def _boundary(kind: str) -> bytes:
    _, found, rest = kind.partition("boundary=")
    if not found:
        raise Malformed
    return rest.split(";")[0].strip().strip('"').encode()


def _multipart(body: bytes, boundary: bytes) -> dict[str, str | Upload]:
    """The parts of a form by their names."""
    found: dict[str, str | Upload] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary)[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        for line in head.decode().split("\r\n"):
            if line.lower().startswith("content-disposition:"):
                names = dict(_pairs(line))
                named = names.get("name", "")
                file = names.get("filename")
                found[named] = content.decode() if file is None else Upload(file, content)
    return found


def _pairs(line: str) -> list[tuple[str, str]]:
    pairs = []
    for one in line.split(";")[1:]:
        name, _, value = one.strip().partition("=")
        pairs.append((name, value.strip('"')))
    return pairs
