"""Tables to take away: refused rows, lists, templates. Like one's own data they leave by the browser
of the one they were made for, and by no other."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.channels.webchat.desk import Desk
from bot.channels.webchat.own_data import CSP_FILE
from bot.web import texts
from bot.web.pages import notice

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Lists:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def fetch(self, request: web.Request) -> web.StreamResponse:
        if not self.desk.link_pace.allows(request.remote or ""):
            raise web.HTTPTooManyRequests
        guest = await self.desk.guest(request)
        if guest is None:
            raise self.desk.to("/")
        token = request.match_info["token"]
        file = await self.desk.store.read(
            lambda session: self.desk.door.list_file(session, guest.address, token)
        )
        if file is None:
            return notice(
                guest.language, self.desk.prefix, texts.LINK_BAD_HEADING, texts.FILE_OVER,
                status=410,
            )  # fmt: skip
        while await self.desk.store.read(file.take):
            pass
        headers = {
            "Content-Security-Policy": CSP_FILE,
            "Content-Disposition": f'attachment; filename="{file.name}"',
            "Cache-Control": "private, no-store",
        }
        body = await asyncio.to_thread(file.body)
        return web.Response(body=body, content_type=XLSX, headers=headers)
