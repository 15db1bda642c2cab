"""The whole web site as one aiohttp application: everybody's pages, files, friendly faults.

Pages are handed in as routes that already carry their prefix. Sub-applications would not do:
aiohttp has none at ``/``, and the demo's three chats are the same pages under other prefixes.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from pathlib import Path

from aiohttp import web

from bot.web.pages import friendly_faults
from bot.web.security import (
    BASE_URL,
    FOR_MACHINES,
    LAST_CALLS,
    request_id,
    same_origin_only,
    set_headers,
)

MOST_BYTES = 256 * 1024
"""For everything but photos, which are read piece by piece with their own limit."""


def make_site(
    routes: Iterable[web.RouteDef], *, base_url: str, for_machines: Iterable[str] = ()
) -> web.Application:
    """``routes`` are all pages together: each chat's, the demo's, health, metrics, the console.
    ``for_machines``: paths that a platform calls, which checks itself who it is."""
    site = web.Application(
        middlewares=[request_id, friendly_faults, same_origin_only], client_max_size=MOST_BYTES
    )
    site[BASE_URL] = base_url.rstrip("/")
    site[LAST_CALLS] = set()
    site[FOR_MACHINES] = frozenset(for_machines)
    site.on_shutdown.append(_last_calls)
    site.on_response_prepare.append(set_headers)
    site.add_routes(routes)
    site.router.add_get("/static/{name}", _static)
    return site


async def _last_calls(site: web.Application) -> None:
    for call in site[LAST_CALLS]:
        call()


_FOLDERS = ("bot.channels.webchat", "bot.web")
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


def _find(name: str) -> Path | None:
    for package in _FOLDERS:
        path = Path(str(resources.files(package).joinpath("static", name)))
        if path.is_file():
            return path
    return None


async def _static(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    media_type = _TYPES.get(Path(name).suffix)
    path = _find(name) if media_type and "/" not in name and not name.startswith(".") else None
    if path is None:
        raise web.HTTPNotFound
    # Checked on every visit: a page must never run yesterday's script with today's words.
    headers = {"Content-Type": f"{media_type}; charset=utf-8", "Cache-Control": "no-cache"}
    if media_type == "image/png":
        headers["Content-Type"] = media_type
    return web.FileResponse(path, headers=headers)
