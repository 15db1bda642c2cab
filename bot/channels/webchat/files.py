"""Tables and PDFs that staff send from the page: read piece by piece, and stored as they come.

A file whose size is said to be too large is refused before a byte of it is read; one that lies
about it, as soon as it has gone over the limit. What was stored of it by then is forgotten with
the other uploads.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

from aiohttp import web
from sqlalchemy.orm import Session

from bot.channels.webchat.desk import Desk, Guest
from bot.web import texts
from bot.web.pages import plain_refusal
from models.access import files, uploads
from models.notices.files import MOST_BYTES as LARGEST_PDF
from models.sheets.limits import MOST_BYTES as LARGEST_TABLE

TABLE = (LARGEST_TABLE, texts.TABLE_TOO_LARGE)
PDF = (LARGEST_PDF, texts.PDF_TOO_LARGE)


class Files:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def keep(self, request: web.Request, guest: Guest, start: bytes) -> web.Response:
        """Store the file of which ``start`` has been read; the answer names it."""
        most, too_large = TABLE
        if files.looks_like_pdf(start):
            most, too_large = PDF
        if (request.content_length or 0) > most:
            return plain_refusal(too_large, guest.language, 413)
        first_id, size = None, 0
        async for piece in _pieces(request, start):
            size += len(piece)
            if size > most:
                return plain_refusal(too_large, guest.language, 413)
            first_id = await self._keep(guest.address, piece, first_id)
            if first_id is None:
                return plain_refusal(texts.TOO_MANY_FILES, guest.language, 429)
        await self.desk.store.write(
            lambda session: files.finish(session, guest.address, first_id or 0)
        )
        return web.json_response({"id": str(first_id)})

    async def _keep(self, address: str, piece: bytes, first_id: int | None) -> int | None:
        """None if this account has sent too much today."""

        def job(session: Session) -> int | None:
            at = self.desk.chat.clock.now(session)
            lately = uploads.bytes_since(session, address, at - timedelta(days=1))
            if lately + len(piece) > uploads.A_DAY:
                return None
            return files.keep_piece(session, address=address, body=piece, first_id=first_id, at=at)

        return await self.desk.store.write(job)


async def _pieces(request: web.Request, start: bytes) -> AsyncIterator[bytes]:
    """The body in pieces of one size, but for the last: the network's own may be a few bytes."""
    gathered = bytearray(start)
    async for some in request.content.iter_any():
        gathered += some
        while len(gathered) >= files.PIECE:
            yield bytes(gathered[: files.PIECE])
            del gathered[: files.PIECE]
    if gathered:
        yield bytes(gathered)
