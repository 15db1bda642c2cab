"""What the handlers of one chat share: the service's parts, and who is sitting at this browser.

A cookie carries its path prefix in its name as well as in its path: browsers send a root cookie
to every path, and of two cookies with one name the wrong one could win.
"""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from aiohttp import web
from sqlalchemy.orm import Session

from bot.channels.base import Intake
from bot.channels.webchat.channel import NAME, WebChat
from bot.channels.webchat.pace import Pace
from bot.channels.webchat.parcels import language_of
from bot.channels.webchat.ports import Count, DemoPeople, Doorkeeper, count_nothing
from bot.dialogue.messages import Incoming
from bot.dialogue.say import Language
from bot.web.security import is_https
from models import keys
from models.access import sessions
from models.clocks import WallClock
from models.store import Store

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Guest:
    """Who a request comes from: one live web session."""

    session_id: int
    address: str
    link_hash: str
    start: str
    language: Language

    @property
    def badge(self) -> str:
        """Names the account to its own page's storage without being the account's key."""
        return keys.fingerprint(self.address, "webchat.badge")[:16]


class Desk:
    """One chat under one prefix ("" or "/phone/1")."""

    def __init__(
        self,
        chat: WebChat,
        *,
        intake: Intake,
        door: Doorkeeper,
        wall: WallClock,
        prefix: str = "",
        demo: DemoPeople | None = None,
        refused_link: Count = count_nothing,
    ) -> None:
        self.chat = chat
        self.intake = intake
        self.door = door
        self.wall = wall
        self.prefix = prefix
        self.demo = demo
        self.refused_link = refused_link
        self.item_pace = Pace(wall, per_second=2, burst=30)
        self.upload_pace = Pace(wall, per_second=0.2, burst=10)
        # By the caller's network address: behind a proxy or a shared line that is many people, so
        # these only stop programs. Guessing digits is stopped in the database, link by link.
        self.newcomer_pace = Pace(wall, per_second=2, burst=60)
        self.link_pace = Pace(wall, per_second=5, burst=60)

    @property
    def store(self) -> Store:
        return self.chat.store

    @property
    def cookie(self) -> str:
        return "doorstep" + self.prefix.replace("/", "-")

    def token(self, request: web.Request) -> str:
        return request.cookies.get(self.cookie, "")

    async def guest(self, request: web.Request) -> Guest | None:
        token, now = self.token(request), self.wall.now()
        if not token:
            return None

        def look(session: Session) -> tuple[Guest, bool] | None:
            row = sessions.find_session(session, token, self.prefix, now)
            if row is None:
                return None
            language = language_of(session, self.door, row.address)
            guest = Guest(row.id, row.address, row.link_hash, row.start, language)
            return guest, sessions.wants_stamp(row, now)

        found = await self.store.read(look)
        if found is None:
            return None
        guest, stamp = found
        if stamp:
            await self.store.write(
                lambda session: sessions.stamp(session, guest.session_id, token, now)
            )
        return guest

    def set_cookie(self, request: web.Request, response: web.StreamResponse, token: str) -> None:
        response.set_cookie(
            self.cookie,
            token,
            path=self.prefix or "/",
            max_age=int(sessions.LIFE.total_seconds()),
            httponly=True,
            secure=is_https(request),
            samesite="Lax",
        )

    def drop_cookie(self, response: web.StreamResponse) -> None:
        response.del_cookie(self.cookie, path=self.prefix or "/")

    def to(self, path: str) -> web.HTTPSeeOther:
        return web.HTTPSeeOther(self.prefix + path)

    async def begin(self, guest: Guest, again: str = "", start: str = "") -> None:
        """Tell the core that somebody came in. The same session tells it once, however often the
        page asks, so a page that finds nothing may ask again; ``again`` makes it another time,
        with ``start`` for something else."""
        update = Incoming(
            channel=NAME,
            address=guest.address,
            update_id=f"{guest.address}:start:{guest.session_id}{again}",
            kind="start",
            text=start or guest.start,
            language=guest.language,
        )
        try:
            await self.intake(update)
        except Exception:
            # The page asks again when it opens; a person must not be sent away for it.
            log.exception("start_not_taken", session_id=guest.session_id)
