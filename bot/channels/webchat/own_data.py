"""Taking home what is kept about me: a file that leaves only by the browser of the one it is about.

The link alone opens nothing. Without a session the front page comes; in a session of somebody else,
or after its quarter of an hour, one friendly page that does not say which of the two it was.
"""

from __future__ import annotations

from aiohttp import web

from bot.channels.webchat.desk import Desk
from bot.web import texts
from bot.web.pages import notice

CSP_FILE = "default-src 'none'; sandbox"


class OwnData:
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
            lambda session: self.desk.door.own_file(session, guest.address, token)
        )
        if file is None:
            return notice(
                guest.language, self.desk.prefix, texts.LINK_BAD_HEADING, texts.FILE_OVER,
                status=410,
            )  # fmt: skip
        headers = {
            "Content-Security-Policy": CSP_FILE,
            "Content-Disposition": f'attachment; filename="{file.name}"',
            "Cache-Control": "private, no-store",
        }
        return web.Response(body=file.body, content_type="application/zip", headers=headers)
