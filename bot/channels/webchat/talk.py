"""The line between a page and the talk: WebSocket, long polling, one message at a time.

An item is acknowledged only after the intake has committed it. Until then the page keeps it and
sends it again under the same id, so neither a lost network nor a killed process loses a word.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import structlog
from aiohttp import WSCloseCode, WSMsgType, web
from sqlalchemy.orm import Session

from bot.channels.webchat import parcels
from bot.channels.webchat.desk import Desk, Guest
from bot.channels.webchat.hub import Hub
from bot.channels.webchat.incoming import Item, Unfit, read_item
from bot.dialogue.say import say
from bot.web import texts
from bot.web.pages import page
from bot.web.security import LAST_CALLS, ForeignOrigin, from_our_page
from models.access import files, history, sessions, uploads

log = structlog.get_logger()

SIGNED_OUT = 4401
POLL_SECONDS = 25.0
WS_BYTES = 64 * 1024
_BREATH = 2
_AGAIN = 5


class SignedOut(Exception):
    """The session ended while its page was open."""


class NotYours(Exception):
    """The item speaks of photos or a file that this account never uploaded."""


class Talk:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    # ------------------------------------------------------------------ pages
    async def chat(self, request: web.Request) -> web.StreamResponse:
        guest = await self.desk.guest(request)
        if guest is None:
            raise self.desk.to("/")
        both = {"zh": texts.chrome("zh"), "en": texts.chrome("en")}
        sends_files = await self.desk.store.read(
            lambda session: self.desk.door.takes_files(session, guest.address)
        )
        return page(
            "chat.html",
            guest.language,
            self.desk.prefix,
            words=both,
            account=guest.badge,
            files=sends_files,
        )

    async def older(self, request: web.Request) -> web.StreamResponse:
        guest = await self._guest(request)
        before = _number(request.query.get("before", ""))
        parcel = await self.desk.store.read(
            lambda session: parcels.older_parcel(session, self.desk.door, guest.address, before)
        )
        return web.json_response(parcel)

    async def poll(self, request: web.Request) -> web.StreamResponse:
        """Answer at once if there is something new, else when there is, else empty after a while."""
        guest = await self._guest(request)
        after = _number(request.query.get("after", "0"))
        hub = self._hub(request)
        with hub.listen(guest.address) as bell:
            parcel = await self._parcel(guest, after)
            if not _says_something(parcel) and not hub.closing:
                with suppress(TimeoutError):
                    await asyncio.wait_for(bell.wait(), POLL_SECONDS)
                parcel = await self._parcel(guest, after)
        return web.json_response(parcel)

    def _hub(self, request: web.Request) -> Hub:
        """The hub, to be told when the site stops."""
        hub = self.desk.chat.hub
        request.config_dict[LAST_CALLS].add(hub.hang_up)
        return hub

    async def send(self, request: web.Request) -> web.StreamResponse:
        guest = await self._guest(request)
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        try:
            return web.json_response(await self.take(guest, await request.text()))
        except SignedOut:
            raise web.HTTPUnauthorized from None

    async def socket(self, request: web.Request) -> web.StreamResponse:
        # A WebSocket is a GET to every other check, and browsers let any page open one.
        if not from_our_page(request):
            raise ForeignOrigin
        guest = await self.desk.guest(request)
        line = web.WebSocketResponse(heartbeat=25, max_msg_size=WS_BYTES)
        await line.prepare(request)
        if guest is None:
            await line.close(code=SIGNED_OUT)
            return line
        if not self.desk.item_pace.allows(f"socket of {guest.session_id}"):
            await line.close(code=WSCloseCode.TRY_AGAIN_LATER)
            return line
        self._hub(request)
        after = _number(request.query.get("after", "0"))
        async with asyncio.TaskGroup() as both:
            telling = both.create_task(self._tell(line, guest, after))
            try:
                await self._listen(line, guest)
            finally:
                telling.cancel()
        return line

    # ------------------------------------------------------------------ the socket's two halves
    async def _tell(self, line: web.WebSocketResponse, guest: Guest, after: int) -> None:
        """Until the line closes. A fault closes it: the page comes back and asks again, whereas an
        error page written into an open socket would be noise."""
        try:
            await self._tell_all(line, guest, after)
        except SignedOut:
            await line.close(code=SIGNED_OUT)
        except ConnectionError:
            return
        except Exception:
            log.exception("page_not_told", session_id=guest.session_id)
            await line.close(code=WSCloseCode.INTERNAL_ERROR)

    async def _tell_all(self, line: web.WebSocketResponse, guest: Guest, after: int) -> None:
        hub = self.desk.chat.hub
        with hub.listen(guest.address) as bell:
            while not hub.closing and not line.closed:
                bell.clear()
                parcel = await self._parcel(guest, after)
                if _says_something(parcel):
                    after = parcel["seq"]
                    await line.send_json(parcel)
                await bell.wait()
        await line.close()

    async def _listen(self, line: web.WebSocketResponse, guest: Guest) -> None:
        async for message in line:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                answer = await self.take(guest, message.data)
            except SignedOut:
                await line.close(code=SIGNED_OUT)
                return
            try:
                await line.send_json(answer)
            except ConnectionError:
                return

    async def _parcel(self, guest: Guest, after: int) -> dict[str, Any]:
        now = self.desk.wall.now()

        def job(session: Session) -> dict[str, Any]:
            if not sessions.is_live(session, guest.session_id, now):
                raise SignedOut
            return parcels.next_parcel(session, self.desk.door, guest.address, after)

        parcel = await self.desk.store.read(job)
        if parcel.get("first") and not parcel["messages"]:
            await self.desk.begin(guest)
            parcel = await self.desk.store.read(job)
        return parcel

    # ------------------------------------------------------------------ one item
    async def take(self, guest: Guest, raw: str) -> dict[str, Any]:
        """Store and hand over one item; the answer is its acknowledgement."""
        try:
            item = read_item(_json(raw))
        except Unfit as unfit:
            return {"nack": unfit.item_id, "why": say(unfit.why, guest.language)}
        if not self.desk.item_pace.allows(str(guest.session_id)):
            return {"nack": item.id, "again": _BREATH}
        try:
            item = await self._record(guest, item)
            if item.keys or item.kind != "seen":
                await self.desk.intake(item.incoming(guest.address, guest.language))
        except SignedOut:
            raise
        except (NotYours, history.TalkClosed):
            return {"nack": item.id, "why": say(texts.NOT_UNDERSTOOD, guest.language)}
        except Exception:
            log.exception("item_not_taken", kind=item.kind, session_id=guest.session_id)
            return {"nack": item.id, "again": _AGAIN}
        self._show(guest, item)
        return {"ack": item.id}

    def _show(self, guest: Guest, item: Item) -> None:
        if item.kind == "tap":
            self.desk.chat.hub.ring_soon(guest.address)
        elif item.kind != "seen":
            self.desk.chat.hub.ring(guest.address)

    async def _record(self, guest: Guest, item: Item) -> Item:
        """Write what the person did into the history; returns the item as it may go on."""
        now = self.desk.wall.now()

        def job(session: Session) -> Item:
            if not sessions.is_live(session, guest.session_id, now):
                raise SignedOut
            return self._write(session, guest.address, item)

        return await self.desk.store.write(job)

    def _write(self, session: Session, address: str, item: Item) -> Item:
        at = self.desk.chat.clock.now(session)
        if item.kind == "seen":
            return replace(item, keys=tuple(history.mark_seen(session, address, item.seen, at)))
        if item.file and not files.is_own_file(session, address, item.file):
            raise NotYours
        if item.photos and uploads.own_ids(session, address, item.photos) != set(item.photos):
            raise NotYours
        body = _body(session, address, item)
        if body is not None:
            history.append(
                session,
                address=address,
                key=f"in:{address}:{item.id}",
                sender="person",
                body=body,
                at=at,
                about=item.about,
            )
        return item

    async def _guest(self, request: web.Request) -> Guest:
        guest = await self.desk.guest(request)
        if guest is None:
            raise web.HTTPUnauthorized
        return guest


def _body(session: Session, address: str, item: Item) -> dict[str, Any] | None:
    """What the history shows of an item, or None for a tap that only ticks a box."""
    if item.kind == "tap":
        label = _label(session, address, item)
        return None if label is None else {"kind": "tap", "lines": [label]}
    body: dict[str, Any] = {"kind": item.kind, "lines": [item.text] if item.text else []}
    if item.photos:
        body["photos"] = list(item.photos)
    return body


def _label(session: Session, address: str, item: Item) -> str | None:
    """The words on the button, from our own message: a page's word for it would be believed."""
    row = history.get(session, address, item.about) if item.about else None
    for option in row.body.get("options", []) if row is not None else []:
        if option["tap"] == item.tap:
            return None if option.get("ticked") is not None else str(option["label"])
    return None


def _says_something(parcel: dict[str, Any]) -> bool:
    return bool(parcel["messages"] or parcel.get("first"))


def _json(raw: str) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
