"""Coming in: the front page, signed links, and going out again.

Opening a link changes nothing. Chat programs and virus scanners open every link they see; only
the tap on [it is me] spends it, and before that tap the page names nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import structlog
from aiohttp import web
from sqlalchemy.orm import Session

from bot.channels.webchat.desk import Desk, Guest
from bot.channels.webchat.links import read_link
from bot.channels.webchat.parcels import language_of
from bot.channels.webchat.ports import Admission, Link
from bot.dialogue.say import Language, Text, say
from bot.web import texts
from bot.web.pages import asked_language, notice, page
from bot.web.security import REQUEST_ID
from models.access import history, links, sessions
from models.keys import ExpiredLink, ForgedLink

log = structlog.get_logger()

Outcome = Literal["in", "already", "ask", "wrong", "locked", "no_digits", "refused", "used"]
_WORDS: dict[str, tuple[Text, Text]] = {
    "card": (texts.CARD_HEADING, texts.CARD_LEAD),
    "person": (texts.PERSON_HEADING, texts.PERSON_LEAD),
    "invite": (texts.INVITE_HEADING, texts.INVITE_LEAD),
}
_ENDS: dict[Outcome, tuple[Text, Text]] = {
    "locked": (texts.DIGITS_LOCKED_HEADING, texts.DIGITS_LOCKED),
    "no_digits": (texts.LINK_BAD_HEADING, texts.NO_DIGITS),
    "refused": (texts.LINK_BAD_HEADING, texts.LINK_REFUSED),
    "used": (texts.LINK_BAD_HEADING, texts.LINK_USED),
}


class _LostRace(Exception):
    """Another device used the link a moment earlier; nothing of this try is kept."""


class _PutOut(Exception):
    """The link was put out of use; nothing of this try is kept."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """How the tap on [it is me] ended; ``token`` and ``guest`` if somebody came in."""

    outcome: Outcome
    token: str = ""
    guest: Guest | None = None


class SignIn:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    # ------------------------------------------------------------------ front page
    async def front(self, request: web.Request) -> web.StreamResponse:
        if await self.desk.guest(request) is not None:
            raise self.desk.to("/chat")
        return page("front.html", asked_language(request), self.desk.prefix)

    async def start(self, request: web.Request) -> web.StreamResponse:
        """A new account with nobody behind it yet: help comes before forms."""
        if await self.desk.guest(request) is not None:
            raise self.desk.to("/chat")
        form = await request.post()
        language: Language = "en" if form.get("lang") == "en" else "zh"
        if not self.desk.newcomer_pace.allows(request.remote or ""):
            raise web.HTTPTooManyRequests
        now = self.desk.wall.now()

        def job(session: Session) -> _Entry:
            fresh = sessions.fresh_address()
            history.open_talk(session, fresh, language)
            return self._open(session, Admission(fresh), None, "", now)

        return await self._go_in(request, await self.desk.store.write(job))

    async def add_slash(self, request: web.Request) -> web.StreamResponse:
        raise self.desk.to("/")

    async def ask_out(self, request: web.Request) -> web.StreamResponse:
        """A page of its own: a slip of the finger must not shut somebody out."""
        guest = await self.desk.guest(request)
        if guest is None:
            raise self.desk.to("/")
        return page("out.html", guest.language, self.desk.prefix)

    async def out(self, request: web.Request) -> web.StreamResponse:
        guest, now = await self.desk.guest(request), self.desk.wall.now()
        if guest is not None:
            await self.desk.store.write(
                lambda session: sessions.revoke(session, guest.session_id, now)
            )
            self.desk.chat.hub.ring(guest.address)
        response = self.desk.to("/")
        self.desk.drop_cookie(response)
        raise response

    # ------------------------------------------------------------------ links
    async def look(self, request: web.Request) -> web.StreamResponse:
        link, token = self._link(request), request.match_info["token"]
        if isinstance(link, web.Response):
            return link
        hashed = links.link_hash(token)
        guest = await self.desk.guest(request)
        used = await self.desk.store.read(lambda session: links.was_used(session, hashed))
        elsewhere = used and (guest is None or guest.link_hash != hashed)
        if elsewhere and link.kind == "invite":
            return self._end(request, "used")
        return self._form(request, link, ask_digits=elsewhere)

    async def enter(self, request: web.Request) -> web.StreamResponse:
        link, token = self._link(request), request.match_info["token"]
        if isinstance(link, web.Response):
            return link
        form = await request.post()
        digits = str(form.get("digits", "")).strip()[:4]
        hashed = links.link_hash(token)
        entry = await self._try(request, link, hashed, digits)
        if entry.outcome == "ask":
            return self._form(request, link, ask_digits=True)
        if entry.outcome == "wrong":
            self._refused(request, "digits")
            return self._form(request, link, ask_digits=True, wrong=texts.DIGITS_WRONG)
        if entry.outcome == "already":
            raise self.desk.to("/chat")
        if entry.outcome != "in":
            self._refused(request, entry.outcome)
            return self._end(request, entry.outcome)
        return await self._go_in(request, entry)

    async def _try(self, request: web.Request, link: Link, hashed: str, digits: str) -> _Entry:
        guest, now = await self.desk.guest(request), self.desk.wall.now()
        if guest is not None and guest.link_hash == hashed:
            return _Entry("already")

        def job(session: Session) -> _Entry:
            if links.was_used(session, hashed):
                return self._second(session, link, hashed, digits, guest, now)
            entry = self._admit(session, link, hashed, "", guest, now)
            if not links.claim(session, hashed, now):
                raise _LostRace
            return entry

        try:
            return await self.desk.store.write(job)
        except _LostRace:
            return _Entry("ask")
        except _PutOut:
            return _Entry("refused")

    def _second(
        self, session: Session, link: Link, hashed: str, digits: str, guest: Guest | None,
        now: datetime,
    ) -> _Entry:  # fmt: skip
        """The link was used on another device: whoever holds it must know the phone's end."""
        if link.kind == "invite":
            return _Entry("used")
        known = self.desk.door.last_four(session, link)
        if not known:
            return _Entry("no_digits")
        if not digits:
            return _Entry("ask")
        if not links.count_try(session, hashed, now):
            return _Entry("locked")
        if digits not in known:
            return _Entry("wrong")
        return self._admit(session, link, hashed, digits, guest, now)

    def _admit(
        self, session: Session, link: Link, hashed: str, digits: str, guest: Guest | None,
        now: datetime,
    ) -> _Entry:  # fmt: skip
        admission = self.desk.door.admit(session, link, sessions.fresh_address(), digits)
        if admission is None:
            raise _PutOut
        return self._open(session, admission, guest, hashed, now)

    def _open(
        self, session: Session, admission: Admission, guest: Guest | None, hashed: str,
        now: datetime,
    ) -> _Entry:  # fmt: skip
        if guest is not None:
            sessions.revoke(session, guest.session_id, now)
        history.open_talk(session, admission.address)
        token, row = sessions.open_session(
            session,
            scope=self.desk.prefix,
            address=admission.address,
            now=now,
            link_hash=hashed,
            start=admission.start,
        )
        language = language_of(session, self.desk.door, row.address)
        return _Entry("in", token, Guest(row.id, row.address, hashed, row.start, language))

    # ------------------------------------------------------------------ answers
    async def _go_in(self, request: web.Request, entry: _Entry) -> web.StreamResponse:
        response = self.desk.to("/chat")
        if entry.guest is not None:
            self.desk.set_cookie(request, response, entry.token)
            await self.desk.begin(entry.guest)
        raise response

    def _link(self, request: web.Request) -> Link | web.Response:
        """The link of this request, or the friendly page for one that is none."""
        if not self.desk.link_pace.allows(request.remote or ""):
            raise web.HTTPTooManyRequests
        try:
            return read_link(request.match_info["token"], self.desk.wall.now())
        except ExpiredLink:
            self._refused(request, "expired")
            why = texts.LINK_OLD
        except ForgedLink:
            self._refused(request, "forged")
            why = texts.LINK_BAD
        return notice(
            asked_language(request), self.desk.prefix, texts.LINK_BAD_HEADING, why, status=410
        )

    def _refused(self, request: web.Request, reason: str) -> None:
        log.warning("link_refused", reason=reason, reference=request.get(REQUEST_ID))
        self.desk.refused_link(reason)

    def _form(
        self, request: web.Request, link: Link, *, ask_digits: bool, wrong: Text | None = None
    ) -> web.Response:
        language = asked_language(request)
        heading, lead = _WORDS[link.kind]
        return page(
            "link.html",
            language,
            self.desk.prefix,
            heading=say(heading, language),
            lead=say(texts.FORWARDED_LEAD if ask_digits else lead, language),
            wrong=say(wrong, language) if wrong else "",
            token=request.match_info["token"],
            ask_digits=ask_digits,
        )

    def _end(self, request: web.Request, outcome: Outcome) -> web.Response:
        heading, why = _ENDS[outcome]
        return notice(asked_language(request), self.desk.prefix, heading, why, status=403)
