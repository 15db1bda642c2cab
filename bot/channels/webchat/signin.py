"""Coming in: the front page, signed links, and going out again.

Opening a link changes nothing. Chat programs and virus scanners open every link they see; only
the tap on [it is me] spends it, and before that tap the page names nobody.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import structlog
from aiohttp import web
from sqlalchemy.orm import Session

from bot.channels.webchat.desk import Desk, Guest
from bot.channels.webchat.parcels import language_of
from bot.channels.webchat.ports import Admission
from bot.dialogue.say import Language, Text, say
from bot.web import texts
from bot.web.pages import asked_language, notice, page
from bot.web.security import REQUEST_ID
from models.access import history, links, sessions
from models.access.links import Verdict
from models.access.signed import Link, by_town_clock, read_link
from models.family.invites import is_invite
from models.keys import ExpiredLink, ForgedLink

log = structlog.get_logger()

OWN = ("me", "see")
"""Links somebody gets in one of their chats, for themselves."""

Outcome = Verdict | Literal["already", "refused", "over"]
_WORDS: dict[str, tuple[Text, Text]] = {
    "card": (texts.CARD_HEADING, texts.CARD_LEAD),
    "person": (texts.PERSON_HEADING, texts.PERSON_LEAD),
    "invite": (texts.INVITE_HEADING, texts.INVITE_LEAD),
    "me": (texts.ME_HEADING, texts.ME_LEAD),
    "see": (texts.SEE_HEADING, texts.SEE_LEAD),
}
_ENDS: dict[Outcome, tuple[Text, Text]] = {
    "locked": (texts.DIGITS_LOCKED_HEADING, texts.DIGITS_LOCKED),
    "no_digits": (texts.LINK_BAD_HEADING, texts.NO_DIGITS),
    "refused": (texts.LINK_BAD_HEADING, texts.LINK_REFUSED),
    "used": (texts.LINK_BAD_HEADING, texts.LINK_USED),
    "over": (texts.OVER_HEADING, texts.OVER),
}


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
        if is_invite(request.match_info["token"]):
            return self._relatives_page(request)
        link = await self._link(request)
        if isinstance(link, web.Response):
            return link
        guest = await self.desk.guest(request)
        if link.kind in OWN:
            ended = await self._own(request, link, guest)
            if ended is not None:
                return ended
        uses = links.uses_of(link)
        used = await self.desk.store.read(lambda session: links.was_used(session, *uses))
        elsewhere = used and (guest is None or not links.came_by(link, guest.link_hash))
        if elsewhere and link.once:
            return self._end(request, "used")
        return self._form(request, link, ask_digits=elsewhere)

    async def _own(
        self, request: web.Request, link: Link, guest: Guest | None
    ) -> web.StreamResponse | None:
        """A link to oneself. Who is signed in already goes straight to what it shows; one whose
        matter is over says so, whoever looks."""
        address = guest.address if guest is not None else ""
        shows = await self.desk.store.read(
            lambda session: self.desk.door.shows(session, link, address)
        )
        if shows is None:
            return self._end(request, "over")
        if not shows or guest is None:
            return None
        if link.kind == "see":
            await self.desk.begin(guest, again=secrets.token_hex(4), start=shows)
        raise self.desk.to("/chat")

    async def enter(self, request: web.Request) -> web.StreamResponse:
        if is_invite(request.match_info["token"]):
            return await self._come_by_relative(request)
        link = await self._link(request)
        if isinstance(link, web.Response):
            return link
        form = await request.post()
        digits = str(form.get("digits", "")).strip()[:4]
        guest = await self.desk.guest(request)
        if link.kind in OWN:
            ended = await self._own(request, link, guest)
            if ended is not None:
                return ended
        entry = await self._try(link, guest, digits)
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

    def _relatives_page(self, request: web.Request) -> web.Response:
        """Whoever reads it stays who they are; whether the link is any good is said in the chat."""
        language = asked_language(request)
        return page(
            "link.html",
            language,
            self.desk.prefix,
            heading=say(texts.RELATIVE_HEADING, language),
            lead=say(texts.RELATIVE_LEAD, language),
            wrong="",
            token=request.match_info["token"],
            ask_digits=False,
            go_on=say(texts.RELATIVE_GO_ON, language),
        )

    async def _come_by_relative(self, request: web.Request) -> web.StreamResponse:
        """The talk the link is for begins in one's own chat, a new one if one has none here."""
        token, guest = request.match_info["token"], await self.desk.guest(request)
        if guest is not None:
            await self.desk.begin(guest, again=secrets.token_hex(4), start=token)
            raise self.desk.to("/chat")
        if not self.desk.newcomer_pace.allows(request.remote or ""):
            raise web.HTTPTooManyRequests
        now, language = self.desk.wall.now(), asked_language(request)

        def job(session: Session) -> _Entry:
            fresh = sessions.fresh_address()
            history.open_talk(session, fresh, language)
            return self._open(session, Admission(fresh, token), None, "", now)

        return await self._go_in(request, await self.desk.store.write(job))

    async def _try(self, link: Link, guest: Guest | None, digits: str) -> _Entry:
        now, hashed = self.desk.wall.now(), links.use_of(link)
        if guest is not None and links.came_by(link, guest.link_hash):
            return _Entry("already")

        def job(session: Session) -> _Entry:
            verdict = links.let_in(
                session, link, digits, lambda: self.desk.door.last_four(session, link), now
            )
            if verdict != "in":
                return _Entry(verdict)
            here = guest.address if guest is not None else ""
            fresh = sessions.fresh_address()
            admission = self.desk.door.admit(session, link, fresh, digits, here)
            if admission is None:
                raise _PutOut
            return self._open(session, admission, guest, hashed, now)

        try:
            return await self.desk.store.write(job)
        except _PutOut:
            return _Entry("refused")

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
            life=sessions.SHORT_LIFE if admission.briefly else sessions.LIFE,
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

    async def _link(self, request: web.Request) -> Link | web.Response:
        """The link of this request, or the friendly page for one that is none."""
        if not self.desk.link_pace.allows(request.remote or ""):
            raise web.HTTPTooManyRequests
        token = request.match_info["token"]
        now = self.desk.wall.now()
        if by_town_clock(token):
            now = await self.desk.store.read(self.desk.chat.clock.now)
        try:
            return read_link(token, now)
        except ExpiredLink:
            self._refused(request, "expired")
            why = texts.LINK_OVER if by_town_clock(token) else texts.LINK_OLD
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
