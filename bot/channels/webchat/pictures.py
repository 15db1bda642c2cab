"""Photos in and out, and the files that staff send the same way.

What comes in is read piece by piece against the limit and judged by its first bytes. What goes
out goes only to the account that may see it, with a policy under which it can be nothing but a
picture.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from io import BytesIO

import segno
from aiohttp import web
from sqlalchemy.orm import Session

from bot.channels.webchat.desk import Desk, Guest
from bot.channels.webchat.files import Files
from bot.dialogue.say import Text
from bot.web import texts
from bot.web.pages import plain_refusal
from bot.web.security import BASE_URL, CSP_PICTURE
from models.access import files, history, uploads

START = 8


class Pictures:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.files = Files(desk)

    async def upload(self, request: web.Request) -> web.StreamResponse:
        guest = await self._guest(request)
        if not self.desk.upload_pace.allows(str(guest.session_id)):
            return _refuse(guest, texts.TOO_MANY, 429)
        start = await _start(request)
        if files.looks_like_file(start) and await self._takes_files(guest):
            return await self.files.keep(request, guest, start)
        body = await _read(request, start)
        if body is None:
            return _refuse(guest, texts.TOO_LARGE, 413)
        media_type = uploads.sniff(body)
        if media_type is None:
            return _refuse(guest, texts.NOT_A_PHOTO, 415)

        def job(session: Session) -> int | None:
            at = self.desk.chat.clock.now(session)
            lately = uploads.bytes_since(session, guest.address, at - timedelta(days=1))
            if lately + len(body) > uploads.A_DAY:
                return None
            return uploads.keep_upload(
                session, address=guest.address, media_type=media_type, body=body, at=at
            )

        kept = await self.desk.store.write(job)
        if kept is None:
            return _refuse(guest, texts.TOO_MANY_PHOTOS, 429)
        return web.json_response({"id": str(kept)})

    async def _takes_files(self, guest: Guest) -> bool:
        return await self.desk.store.read(
            lambda session: self.desk.door.takes_files(session, guest.address)
        )

    async def own(self, request: web.Request) -> web.StreamResponse:
        """What this account sent, back to its own page."""
        guest = await self._guest(request)
        upload_id = _id(request)
        row = await self.desk.store.read(
            lambda session: uploads.own_upload(session, guest.address, upload_id)
        )
        if row is None or not row.media_type.startswith("image/"):
            raise web.HTTPNotFound
        return _picture(row.media_type, row.body)

    async def photo(self, request: web.Request) -> web.StreamResponse:
        """A photo the service shows; the port decides for each account and each moment."""
        guest = await self._guest(request)
        photo_id = _id(request)
        picture = await self.desk.store.read(
            lambda session: self.desk.door.picture(session, guest.address, photo_id)
        )
        if picture is None:
            raise web.HTTPNotFound
        return _picture(picture.media_type, picture.body)

    async def code(self, request: web.Request) -> web.StreamResponse:
        """The code to scan of one of the account's own messages. Drawn here: the page gets no
        script to draw with, and no picture may hold anything but modules."""
        guest = await self._guest(request)
        message_id = _id(request)
        row = await self.desk.store.read(
            lambda session: history.get(session, guest.address, message_id)
        )
        link = str(row.body.get("code", "")) if row is not None else ""
        if not link:
            raise web.HTTPNotFound
        if link.startswith("/"):
            link = f"{_site(request)}{self.desk.prefix}{link}"
        return _picture("image/svg+xml", _drawn(link))

    async def _guest(self, request: web.Request) -> Guest:
        guest = await self.desk.guest(request)
        if guest is None:
            raise web.HTTPUnauthorized
        return guest


async def _start(request: web.Request) -> bytes:
    """The first bytes, by which a file is told from a picture."""
    try:
        return await request.content.readexactly(START)
    except asyncio.IncompleteReadError as short:
        return short.partial


async def _read(request: web.Request, start: bytes) -> bytes | None:
    """The body that begins with ``start``, or None as soon as it is larger than we take."""
    if (request.content_length or 0) > uploads.LARGEST:
        return None
    body = bytearray(start)
    async for piece in request.content.iter_chunked(64 * 1024):
        body += piece
        if len(body) > uploads.LARGEST:
            return None
    return bytes(body)


def _site(request: web.Request) -> str:
    """Where other devices find us: the address people open, else the one this page came from."""
    base = request.config_dict[BASE_URL].rstrip("/")
    return base or f"{request.scheme}://{request.host}"


def _drawn(link: str) -> bytes:
    body = BytesIO()
    segno.make(link, error="m", micro=False).save(
        body, kind="svg", scale=8, border=3, dark="#000", light="#fff", xmldecl=False, nl=False
    )
    return body.getvalue()


def _refuse(guest: Guest, why: Text, status: int) -> web.Response:
    return plain_refusal(why, guest.language, status)


def _id(request: web.Request) -> int:
    """The route lets digits through only; no id is longer than the database's numbers."""
    return int(request.match_info["id"][:18])


def _picture(media_type: str, body: bytes) -> web.Response:
    headers = {
        "Content-Security-Policy": CSP_PICTURE,
        "Content-Disposition": "inline",
        "Cache-Control": "private, no-store",
    }
    return web.Response(body=body, content_type=media_type, headers=headers)
