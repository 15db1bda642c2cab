"""A notice on paper for the stairwell door, the page that the code on it opens, and the PDF that goes
with a notice.

All are reached by a link that nobody can guess, without signing in: a stairwell has no account. What
stands there is what hangs on the door anyway, the notice and the place it comes from; nobody's name.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote

import segno
from aiohttp import web
from markupsafe import Markup
from sqlalchemy.orm import Session

from bot.dialogue.say import LANGUAGES, Language, say
from bot.web import notice_texts as texts
from bot.web import texts as web_texts
from bot.web.pages import asked_language, environment, notice, page
from bot.web.security import BASE_URL, CSP_PDF
from models.clocks import TownClock
from models.notices.files import piece_of
from models.notices.paper import PublicNotice, public_file, public_notice
from models.store import Store
from models.town import pinned
from models.work import Actor, Work

Found = TypeVar("Found")
SIZES = ((70, "large"), (170, "middle"), (420, "small"))
"""Characters up to which the words of a sheet are so large; the longest notice is one page too."""


class NoticePages:
    """``allows(address)``: whether somebody at this network address may go on so fast."""

    def __init__(self, store: Store, clock: TownClock, allows: Callable[[str], bool]) -> None:
        self._store = store
        self._clock = clock
        self._allows = allows

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/notice/{token}", self.read),
            web.get("/notice/{token}/file", self.file, allow_head=False),
            web.get("/sheet/{token}", self.sheet),
        ]

    async def read(self, request: web.Request) -> web.StreamResponse:
        language, found = asked_language(request), await self._find(request)
        if found is None:
            return _gone(language)
        other: Language = "en" if language == "zh" else "zh"
        return page(
            "public_notice.html",
            language,
            "",
            heading=_heading(found, language),
            place=found.place.of(language),
            lines=_lines(found, language),
            over=found.over,
            link=found.link,
            file=f"/notice/{found.token}/file" if found.file_id is not None else "",
            corrected=found.version > 1,
            other=other,
            t=_words(language),
            status=410 if found.over else 200,
        )

    async def sheet(self, request: web.Request) -> web.StreamResponse:
        language, found = asked_language(request), await self._find(request)
        if found is None:
            return _gone(language)
        html = sheet_html(found, request.config_dict[BASE_URL], language)
        return web.Response(text=html, content_type="text/html")

    async def file(self, request: web.Request) -> web.StreamResponse:
        """The PDF, piece by piece: a slow phone holds no more than one of them in memory."""
        language, found = asked_language(request), await self._look(request, public_file)
        if found is None:
            return _gone(language)
        name = f"{found.name.of(language)} {found.number}.pdf"
        response = web.StreamResponse(
            headers={
                "Content-Type": "application/pdf",
                "Content-Disposition": f"inline; filename*=UTF-8''{quote(name)}",
                "Content-Security-Policy": CSP_PDF,
                "Cache-Control": "private, max-age=600",
            }
        )
        await response.prepare(request)
        with suppress(ConnectionError):  # a phone that has had enough of it hangs up
            for one in found.pieces:
                await response.write(await self._store.read(partial(piece_of, piece_id=one)))
            await response.write_eof()
        return response

    async def _find(self, request: web.Request) -> PublicNotice | None:
        return await self._look(request, public_notice)

    async def _look(
        self, request: web.Request, what: Callable[[Work, str], Found | None]
    ) -> Found | None:
        """What stands behind the link of this request."""
        if not self._allows(request.remote or ""):
            raise web.HTTPTooManyRequests
        token = request.match_info["token"]

        def job(session: Session) -> Found | None:
            number = pinned.current_number(session)
            town, now = pinned.town_at(session, number), self._clock.now(session)
            return what(Work(session, now, town, number, Actor("person"), "notice"), token)

        return await self._store.read(job)


def sheet_html(found: PublicNotice, base_url: str, language: Language = "zh") -> str:
    """A page of A4. Chinese in large letters, English below it where it was written in both;
    ``language`` is the page's own."""
    zh, en = _lines(found, "zh"), [*found.words.en.split("\n")]
    twice = found.words.en != found.words.zh
    return (
        environment()
        .get_template("notice_sheet.html")
        .render(
            lang=language,
            title=say(texts.SHEET_TITLE, language),
            print_it=say(texts.PRINT, language),
            heading={one: _heading(found, one) for one in LANGUAGES},
            place=found.place,
            zh=zh,
            en=en if twice else [],
            size=_size(sum(map(len, zh)) + (len(found.words.en) // 3 if twice else 0)),
            code=_code(found, base_url),
            t={one: _words(one) for one in LANGUAGES},
        )
    )


def _size(letters: int) -> str:
    return next((size for most, size in SIZES if letters <= most), "tiny")


def _code(found: PublicNotice, base_url: str) -> Markup:
    """Level M: a sheet hangs in a draught. No style attribute: the policy forbids it."""
    link = f"{base_url.rstrip('/')}/notice/{found.token}"
    drawn = segno.make(link, error="m", micro=False)
    drawing = drawn.svg_inline(border=2, omitsize=True, dark="#000", light="#fff", svgclass="code")
    return Markup(drawing)  # noqa: S704 - drawn by us from a signed token


def _heading(found: PublicNotice, language: Language) -> str:
    return say(texts.HEADING(kind=found.kind.name), language)


def _lines(found: PublicNotice, language: Language) -> list[str]:
    lines = [*found.words.of(language).split("\n"), found.where]
    return [line for line in lines if line.strip()]


def _words(language: Language) -> dict[str, str]:
    named: dict[str, Any] = {
        "over": texts.OVER, "corrected": texts.CORRECTED, "help": texts.HELP, "open": texts.OPEN,
        "see_link": texts.SEE_LINK, "see_file": texts.SEE_FILE, "scan": texts.SCAN, "free": texts.FREE,
        "name": web_texts.CHROME["name"],
    }  # fmt: skip
    return {key: say(text, language) for key, text in named.items()}


def _gone(language: Language) -> web.Response:
    return notice(language, "", web_texts.LINK_BAD_HEADING, texts.GONE, status=410)
