"""The demo's first page: three phones side by side and the town's clock.

Each phone is a real web chat in its own frame with its own session; this page only holds the
frames, says who each phone is, and moves the clock. It is mounted in demo mode only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from aiohttp import web

from bot.dialogue.say import Language, Sayable, say
from bot.web import texts
from bot.web.clockwords import date_words, time_words
from bot.web.pages import asked_language, page
from bot.web.security import CSP_WITH_FRAMES


class Identity(Protocol):
    """A demo person as this page shows one; the web chat's ``DemoIdentity`` is one."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> Sayable: ...
    @property
    def hint(self) -> Sayable: ...


class DemoClock(Protocol):
    """The town clock with its two buttons. Promise: everything due on the way has happened, step
    by step, when ``advance`` or ``to_morning`` returns."""

    def now(self) -> datetime: ...

    async def advance(self, minutes: int) -> None: ...

    async def to_morning(self) -> None: ...


class DemoPage:
    """``phones``: path prefix → key of the person it is at first."""

    def __init__(
        self, people: Sequence[Identity], phones: Sequence[tuple[str, str]], clock: DemoClock
    ) -> None:
        self.people = people
        self.phones = phones
        self.clock = clock

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/demo", self.show),
            web.get("/demo/clock", self.time),
            web.post("/demo/clock", self.move),
        ]

    async def show(self, request: web.Request) -> web.StreamResponse:
        language = asked_language(request)
        response = page(
            "demo.html",
            language,
            "",
            phones=[
                {"n": n, "prefix": prefix, "person": person, "nth": _nth(n, language)}
                for n, (prefix, person) in enumerate(self.phones, start=1)
            ],
            people=[
                {"key": one.key, "name": say(one.name, language), "hint": say(one.hint, language)}
                for one in self.people
            ],
            d={name: say(text, language) for name, text in _WORDS.items()},
            now=self._now(language),
        )
        response.headers["Content-Security-Policy"] = CSP_WITH_FRAMES
        return response

    async def time(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(self._now(asked_language(request)))

    async def move(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        if form.get("to") == "morning":
            await self.clock.to_morning()
        elif form.get("to") == "ten":
            await self.clock.advance(10)
        else:
            raise web.HTTPBadRequest
        return web.json_response(self._now(asked_language(request)))

    def _now(self, language: Language) -> dict[str, str]:
        now = self.clock.now()
        return {"date": date_words(now, language), "time": time_words(now, language)}


def _nth(number: int, language: Language) -> str:
    return say(texts.DEMO_NTH(n=number), language)


_WORDS = {
    "title": texts.DEMO_TITLE,
    "lead": texts.DEMO_LEAD,
    "clock": texts.DEMO_CLOCK,
    "ten": texts.DEMO_TEN,
    "morning": texts.DEMO_MORNING,
    "wait": texts.DEMO_WAIT,
    "fault": texts.DEMO_FAULT,
    "is": texts.DEMO_IS,
    "switch": texts.DEMO_SWITCH,
    "visitor": texts.DEMO_VISITOR,
    "visitor_hint": texts.DEMO_VISITOR_HINT,
}
