"""Headers on every response, and the check that a change comes from our own page.

Two traps are avoided here. Headers are set when a response is prepared, not in a middleware, so a
fault page or a file has them too. And the referrer policy is ``same-origin``: with
``no-referrer`` a browser sends ``Origin: null`` with our own forms, and the check would refuse
everybody.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import TypeAlias
from urllib.parse import urlsplit

from aiohttp import web

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
CSP_WITH_FRAMES = f"{CSP}; frame-src 'self'"
CSP_PICTURE = "default-src 'none'; sandbox; frame-ancestors 'none'"
CSP_PDF = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
"""No sandbox: in one, phones of some years ago do not show a PDF."""

REQUEST_ID = web.RequestKey("request_id", str)
BASE_URL = web.AppKey("base_url", str)
LAST_CALLS = web.AppKey("last_calls", set[Callable[[], None]])
"""Called when the site stops: whoever holds lines open ends them, or stopping would wait a minute."""
FOR_MACHINES = web.AppKey("for_machines", frozenset[str])
"""Paths that no page of ours calls and no cookie opens: a platform does, and proves itself by a
secret. It sends no Origin."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "doorstep",
}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignOrigin(web.HTTPForbidden):
    """A change that did not come from a page of ours."""


async def set_headers(request: web.Request, response: web.StreamResponse) -> None:
    if request.path in request.config_dict[FOR_MACHINES]:
        response.headers["Server"] = "doorstep"  # no browser reads the others there
        return
    response.headers.update(_HEADERS)
    response.headers.setdefault("Content-Security-Policy", CSP)
    response.headers.setdefault("Cache-Control", "no-store")
    if (reference := request.get(REQUEST_ID)) is not None:
        response.headers["X-Request-Id"] = reference
    if is_https(request):
        response.headers["Strict-Transport-Security"] = "max-age=31536000"


def is_https(request: web.Request) -> bool:
    return request.secure or request.config_dict[BASE_URL].startswith("https://")


def from_our_page(request: web.Request) -> bool:
    """True if the browser says that the request was made by a page of this very site."""
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site") == "same-origin"
    ours = urlsplit(request.config_dict[BASE_URL])
    theirs = urlsplit(origin)
    if theirs.scheme not in {"http", "https"}:
        return False
    return theirs.netloc in {request.host, ours.netloc}


@web.middleware
async def request_id(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Our own number for the request; one from outside would let strangers write into our logs."""
    request[REQUEST_ID] = secrets.token_hex(6)
    return await handler(request)


@web.middleware
async def same_origin_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.method in _SAFE or from_our_page(request):
        return await handler(request)
    if request.path in request.config_dict.get(FOR_MACHINES, ()):
        return await handler(request)
    raise ForeignOrigin
