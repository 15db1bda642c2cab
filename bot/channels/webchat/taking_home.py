"""Files to take home: one's own data, refused rows, lists, templates. They leave only by the browser of
the one they were made for.

The link alone opens nothing. Without a session the front page comes; in a session of somebody else,
or after its time, one friendly page that does not say which of the two it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.channels.webchat.desk import Desk
from bot.web import texts
from bot.web.pages import notice

ZIP = "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ICS = "text/calendar"
CSP_FILE = "default-src 'none'; sandbox"

Found = tuple[str, bytes] | None
"""Name and content; None if the link is not good here."""
Find = Callable[[str, str], Awaitable[Found]]
"""By the address of the guest and the token of the link."""


class TakingHome:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def own_data(self, request: web.Request) -> web.StreamResponse:
        return await self._hand_out(request, self._own_file, ZIP)

    async def table(self, request: web.Request) -> web.StreamResponse:
        return await self._hand_out(request, self._table, XLSX)

    async def calendar(self, request: web.Request) -> web.StreamResponse:
        """One booking. Without signing in: a phone's calendar cannot, and there is no name in it."""
        if not self.desk.link_pace.allows(request.remote or ""):
            raise web.HTTPTooManyRequests
        token = request.match_info["token"]
        file = await self.desk.store.read(
            lambda session: self.desk.door.calendar_file(session, token)
        )
        if file is None:
            return notice(
                "zh", self.desk.prefix, texts.LINK_BAD_HEADING, texts.FILE_OVER, status=410
            )
        return _attachment(file.name, file.body, ICS)

    async def _own_file(self, address: str, token: str) -> Found:
        file = await self.desk.store.read(
            lambda session: self.desk.door.own_file(session, address, token)
        )
        return None if file is None else (file.name, file.body)

    async def _table(self, address: str, token: str) -> Found:
        file = await self.desk.store.read(
            lambda session: self.desk.door.list_file(session, address, token)
        )
        if file is None:
            return None
        while await self.desk.store.read(file.take):
            pass
        return file.name, await asyncio.to_thread(file.body)

    async def _hand_out(
        self, request: web.Request, find: Find, content_type: str
    ) -> web.StreamResponse:
        if not self.desk.link_pace.allows(request.remote or ""):
            raise web.HTTPTooManyRequests
        guest = await self.desk.guest(request)
        if guest is None:
            raise self.desk.to("/")
        found = await find(guest.address, request.match_info["token"])
        if found is None:
            return notice(
                guest.language, self.desk.prefix, texts.LINK_BAD_HEADING, texts.FILE_OVER,
                status=410,
            )  # fmt: skip
        return _attachment(*found, content_type)


def _attachment(name: str, body: bytes, content_type: str) -> web.Response:
    headers = {
        "Content-Security-Policy": CSP_FILE,
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return web.Response(body=body, content_type=content_type, headers=headers)
