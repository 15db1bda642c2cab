"""A Bot API that costs next to nothing, because it shares a core with the driver.

It knows two kinds of call: those that show something to a person, and all others, which it simply
grants. No call is refused and none is counted against a pace (``benchmarks.sending.walled`` does
that): what is measured here is the bot.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

_SHOWS = frozenset({"sendMessage", "editMessageText"})
_ME = {
    "id": 4200,
    "is_bot": True,
    "first_name": "Doorstep",
    "username": "doorstep_bench_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
_encode = json.JSONEncoder(separators=(",", ":")).encode
_BOT = _encode({key: _ME[key] for key in ("id", "is_bot", "first_name", "username")})
TRUE = '{"ok":true,"result":true}'
REFUSED = '{"ok":false'
SENT_AT = 1_796_722_680


@dataclass(slots=True)
class Shown:
    """What a phone shows: the message as the Bot API tells it, and its buttons by their label."""

    message_id: int
    raw: str
    buttons: dict[str, str]


@dataclass(slots=True)
class Phones:
    """``arrived``: a reply has come in from the bot. ``shown``: the call is answered, and the phone
    shows it."""

    arrived: Callable[[int, Shown], None] = lambda _chat, _shown: None
    shown: Callable[[int, Shown], None] = lambda _chat, _shown: None


@dataclass(slots=True)
class FakeApi:
    """One bot's Bot API. ``latency``: seconds until a call is answered. ``last``: when the last
    answer was given; ``out``: calls without one."""

    phones: Phones = field(default_factory=Phones)
    latency: float = 0.0
    calls: Counter[str] = field(default_factory=Counter)
    last: float = 0.0
    out: int = 0
    _next: int = 1_000
    _server: asyncio.Server | None = None

    async def start(self) -> str:
        """Its address."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Connection(self), "127.0.0.1", 0, backlog=2048
        )
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"http://{host}:{port}"

    def serve(self, method: str, body: bytes, answer: Callable[[str], None]) -> None:
        self.calls[method] += 1
        self.out += 1
        if method in _SHOWS:
            self._show(_fields(body), answer)
        elif self.latency:
            asyncio.get_running_loop().call_later(self.latency, self._grant, method, answer)
        else:
            self._grant(method, answer)

    def idle(self, seconds: float) -> bool:
        """Whether nobody has called for so long, and nobody waits for an answer."""
        return not self.out and time.perf_counter() - self.last > seconds

    def _grant(self, method: str, answer: Callable[[str], None]) -> None:
        self._answered()
        answer(_other(method))

    def _answered(self) -> None:
        self.out -= 1
        self.last = time.perf_counter()

    def _show(self, fields: dict[str, Any], answer: Callable[[str], None]) -> None:
        chat, shown = int(fields["chat_id"]), self._message(fields)
        self.phones.arrived(chat, shown)
        if self.latency:
            asyncio.get_running_loop().call_later(self.latency, self._done, chat, shown, answer)
        else:
            self._done(chat, shown, answer)

    def _done(self, chat: int, shown: Shown, answer: Callable[[str], None]) -> None:
        self._answered()
        answer(f'{{"ok":true,"result":{shown.raw}}}')
        self.phones.shown(chat, shown)

    def _message(self, fields: dict[str, Any]) -> Shown:
        number = int(fields.get("message_id") or 0)
        if not number:
            self._next = number = self._next + 1
        markup = fields.get("reply_markup")
        if isinstance(markup, str):
            markup = json.loads(markup)
        rows = markup["inline_keyboard"] if markup else ()
        keys = f',"reply_markup":{_encode(markup)}' if rows else ""
        raw = (
            f'{{"message_id":{number},"from":{_BOT},"chat":{{"id":{fields["chat_id"]},'
            f'"first_name":"李样本","type":"private"}},"date":{SENT_AT},'
            f'"text":{_encode(fields["text"])}{keys}}}'
        )
        buttons = {
            key["text"]: key["callback_data"]
            for row in rows
            for key in row
            if "callback_data" in key
        }
        return Shown(number, raw, buttons)


def _other(method: str) -> str:
    return f'{{"ok":true,"result":{_encode(_ME)}}}' if method == "getMe" else TRUE


def _fields(body: bytes) -> dict[str, Any]:
    if body[:1] == b"{":
        read: dict[str, Any] = json.loads(body)
        return read
    return dict(parse_qsl(body.decode()))


class _Connection(asyncio.Protocol):
    """HTTP/1.1 with a length, one request at a time: all that clients of the Bot API speak here."""

    def __init__(self, api: FakeApi) -> None:
        self._api = api
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None

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
        path = buffer[: buffer.find(b" HTTP/")].decode()
        self._api.serve(path[path.rfind("/") + 1 :], buffer[end + 4 : after], self._answer)

    def _answer(self, body: str) -> None:
        if self._transport is not None:
            # What the phone has is Chinese in the message's chat; the rest is ASCII.
            encoded = body.encode()
            status = b"429 Too Many Requests" if body.startswith(REFUSED) else b"200 OK"
            head = b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            self._transport.write(head % (status, len(encoded)) + encoded)
