"""How python-telegram-bot reaches the Bot API: over one aiohttp session.

Its own transport costs eight times the CPU for each call. The traps: an address of the Bot API
holds the token, so no exception of the transport may pass with its text; a library that answers
429 by building an exception whose constructor warns would turn every flood into a warning.
"""

from __future__ import annotations

import json
from typing import Any

from aiohttp import (
    ClientError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    FormData,
    TCPConnector,
)
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_JSON = {"Content-Type": "application/json"}


class TooMany(TelegramError):
    """429: the platform wants to hear nothing for ``seconds``, from this chat or from the bot."""

    def __init__(self, seconds: float) -> None:
        super().__init__("Too Many Requests")
        self.seconds = seconds


class HttpRequest(BaseRequest):
    """``connections``: calls that may be out at once. ``total`` and ``connect``: seconds.

    The session is opened with the first call, because it belongs to the running event loop.
    """

    def __init__(
        self, connections: int = 128, *, total: float = 10.0, connect: float = 5.0
    ) -> None:
        self._connections = connections
        self._usual = ClientTimeout(total=total, connect=connect)
        self._connect = connect
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._usual.total

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Like PTB's, which writes what it cannot read into the log: it may hold a message."""
        try:
            read: dict[str, Any] = json.loads(payload)
        except ValueError:
            raise NetworkError("the answer is no JSON") from None
        return read

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and the body. Raises TimedOut, NetworkError or TooMany, none with an address."""
        timeout = self._usual
        if isinstance(read_timeout, int | float):
            timeout = ClientTimeout(total=read_timeout, connect=self._connect)
        try:
            async with self._open().request(
                method,
                url,
                data=_body(request_data),
                headers=_JSON if request_data and not request_data.contains_files else None,
                timeout=timeout,
            ) as answer:
                status, body = answer.status, await answer.read()
        except TimeoutError:
            raise TimedOut("no answer in time") from None
        except (ClientError, OSError, ValueError) as fault:
            raise NetworkError(type(fault).__name__) from None
        if status == 429:
            raise TooMany(_seconds(body))
        return status, body

    def _open(self) -> ClientSession:
        if self._session is None:
            connector = TCPConnector(limit=self._connections, keepalive_timeout=60.0)
            self._session = ClientSession(
                connector=connector, cookie_jar=DummyCookieJar(), auto_decompress=True
            )
        return self._session


def _body(data: RequestData | None) -> bytes | FormData | None:
    if data is None:
        return None
    if not data.contains_files:
        return _encode(data.parameters).encode()
    # Quoted, a Chinese file name is no file name any more for the Bot API.
    form = FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, media_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=media_type)
    return form


def _seconds(body: bytes) -> float:
    """``retry_after`` of an answer; a second where none is said."""
    try:
        return max(float(json.loads(body)["parameters"]["retry_after"]), 0.1)
    except (ValueError, KeyError, TypeError):
        return 1.0
