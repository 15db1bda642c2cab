"""The address Telegram delivers updates to: forged ones are turned away before they are read.

The answer 200 means that the update is committed; anything else makes Telegram deliver it again.
So an update that nobody can read, but that comes with the right secret, is acknowledged and
counted: it would come back for ever.
"""

from __future__ import annotations

import hmac
import json

import structlog
from aiohttp import web

from bot.channels.telegram.reception import Count, Method, Reception

PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
MOST_BYTES = 1024 * 1024
"""The longest update is some 20 KB."""
RETRY_AFTER = {"Retry-After": "5"}
_JSON = {"Content-Type": "application/json"}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_log = structlog.get_logger(__name__)


class Webhook:
    """``count`` hears why something was turned away."""

    def __init__(self, reception: Reception, secret: str, *, count: Count) -> None:
        self._reception = reception
        self._secret = secret.encode()
        self._count = count
        self._warned = False

    def routes(self) -> list[web.RouteDef]:
        """Every method comes here, so that a wrong one is counted like everything that is wrong."""
        return [web.route("*", PATH, self.take)]

    async def take(self, request: web.Request) -> web.Response:
        if request.method != "POST":
            return self._turned_away("method", 405, {"Allow": "POST"})
        secret = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(secret, self._secret):
            return self._turned_away("secret", 401)
        body = await _body(request)
        if body is None:
            return self._turned_away("size", 413)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            update = None
        if not isinstance(update, dict):
            return self._turned_away("no_json_object", 400)
        try:
            answer = await self._reception.take(update)
        except Exception as fault:  # noqa: BLE001 - whatever it is, Telegram delivers it again
            _log.warning("an update could not be stored, Telegram is asked again", exc_info=fault)
            return web.Response(status=503, headers=RETRY_AFTER)
        return web.Response() if answer is None else _with(answer)

    def _turned_away(
        self, reason: str, status: int, headers: dict[str, str] | None = None
    ) -> web.Response:
        self._count(reason)
        if not self._warned:
            self._warned = True
            _log.warning("a call to the webhook is not from Telegram, it is refused", reason=reason)
        return web.Response(status=status, headers=headers)


def _with(answer: Method) -> web.Response:
    return web.Response(body=_encode(answer).encode(), headers=_JSON)


async def _body(request: web.Request) -> bytes | None:
    """The whole body; None if it is longer than any update, of which nothing more is kept."""
    if (request.content_length or 0) > MOST_BYTES:
        return None
    body = await request.content.readany()
    if request.content.at_eof():
        return body
    parts, size = [body], len(body)
    while size <= MOST_BYTES:
        part = await request.content.readany()
        if not part and request.content.at_eof():
            return b"".join(parts)
        parts.append(part)
        size += len(part)
    return None
