"""The fake itself: one bot at one Bot API, on a port of its own.

    async with FakeBotApi() as api:
        li = api.person(4711, name="李")
        ...the service is started with api.token and api.url...
        await li.start("grid-7")
        await api.idle()
        assert "您好" in li.shown[-1].text

What the service does wrong by the Bot API's own description is kept in ``violations``; leaving the
block with some of them fails the test.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from types import TracebackType
from typing import Any, Self

from models.clocks import SystemClock, WallClock
from tests.botapi.calls import GATEWAY, UNAUTHORIZED, Call, Fields, Refusal, too_many
from tests.botapi.chats import Chats, Files
from tests.botapi.faults import Faults, Strike, Trouble
from tests.botapi.http import Connection
from tests.botapi.limits import Limits
from tests.botapi.people import Group, Person
from tests.botapi.serving import Serving
from tests.botapi.spec import Spec
from tests.botapi.updates import Updates
from tests.botapi.webhook import Webhook

TOKEN = "4200:fake-token"
STARTED: list[FakeBotApi] = []
"""Every fake of this process since somebody last emptied the list: a fixture looks at them all."""


@dataclass(slots=True)
class Tap:
    """A button somebody pressed; ``answers`` are the words the bot answered it with."""

    at: datetime
    answers: list[str] = field(default_factory=list)


class FakeBotApi:
    """``limits``: Telegram's pace is kept. ``latency``: seconds before each answer (a poll waits
    by itself). ``wall`` and ``skew``: what Telegram thinks the time is. ``keep_calls``: so many
    calls are remembered, 0 for none. ``anyone``, ``keep_messages``: see Chats."""

    def __init__(
        self,
        token: str = TOKEN,
        *,
        limits: bool = False,
        latency: float = 0.0,
        faults: Faults | None = None,
        check: bool = True,
        wall: WallClock | None = None,
        tick: Callable[[], float] = time.monotonic,
        anyone: bool = False,
        keep_calls: int | None = None,
        keep_messages: int = 0,
    ) -> None:
        self.token = token
        self.latency = latency
        self.skew = timedelta()
        self.calls: deque[Call] = deque(maxlen=keep_calls)
        self.counted: Counter[str] = Counter()
        self.on_call: Callable[[Call], None] | None = None
        self.me: dict[str, Any] = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Doorstep",
            "username": "doorstep_test_bot",
        }
        self.anyone = anyone
        self.profile: dict[tuple[str, str], Any] = {}
        self.taps: dict[str, Tap] = {}
        self.chats = Chats(anyone=anyone, keep=keep_messages)
        self.files = Files()
        self.limits = Limits(tick, on=limits)
        self.trouble = Trouble(tick, faults)
        self.spec = Spec(on=check)
        self.updates = Updates()
        self._serving = Serving(self, tick)
        self.webhook = Webhook(self.updates, self._serving.inside)
        self.people: dict[int, Person] = {}
        self._wall = wall or SystemClock()
        self._numbers = count(10_001)
        self._connections: set[Connection] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    # -- life -------------------------------------------------------------------------------------
    async def start(self, port: int = 0) -> Self:
        """Listen, on the same port as before if it was stopped in between."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: Connection(self._serving.serve, self._connections),
            "127.0.0.1",
            port or self.port,
            backlog=1024,
        )
        self.port = self._server.sockets[0].getsockname()[1]
        self.webhook.start()
        if self not in STARTED:
            STARTED.append(self)
        return self

    async def stop(self) -> None:
        """Every connection is broken; what hangs, ends."""
        self.updates.stop_poll()
        await self.webhook.stop()
        if self._server is not None:
            self._server.close()
            for connection in tuple(self._connections):
                connection.abort()
            await self._server.wait_closed()
            self._server = None

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.stop()
        if fault is None:
            assert not self.violations

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    # -- people and time --------------------------------------------------------------------------
    def person(self, number: int, name: str = "A", **more: Any) -> Person:
        """Somebody with a phone, who has not yet started the bot. The same one for one number."""
        if number not in self.people:
            self.people[number] = Person(self, number, name, **more)
        return self.people[number]

    def group(self, number: int, title: str = "G") -> Group:
        return Group(self, number, title)

    def now(self) -> datetime:
        return self._wall.now() + self.skew

    def new_number(self) -> int:
        return next(self._numbers)

    def note_tap(self, query: str) -> None:
        self.taps[query] = Tap(self.now())

    def figures(self) -> dict[str, Any]:
        """What happened so far, in numbers."""
        return {
            "calls": dict(self.counted),
            "struck": dict(self.trouble.struck),
            "refused": dict(self.limits.refused),
            "impatient": self.limits.impatient,
            "pending": self.updates.count,
            "delivered": self.webhook.delivered,
            "tries": self.webhook.tries,
            "violations": self.violations,
        }

    # -- updates ----------------------------------------------------------------------------------
    @property
    def next_update_id(self) -> int:
        return self.updates.next_update_id

    @next_update_id.setter
    def next_update_id(self, number: int) -> None:
        self.updates.next_update_id = number

    async def deliver(self, update: dict[str, Any]) -> None:
        """Any update at all, as it is. What is whole in it Telegram knows: the chat, the tap."""
        self.deliver_now(update)

    def deliver_now(self, update: dict[str, Any]) -> None:
        query = _inner(update, "callback_query")
        chat = _inner(_inner(update, "message") or _inner(query, "message"), "chat")
        number, query_id = chat.get("id"), query.get("id")
        if type(number) is int and self.chats.find(number) is None:
            self.chats.add(chat, "open")
        if isinstance(query_id, str):
            self.note_tap(query_id)
        self.updates.put_raw(update, number if type(number) is int else "no chat")

    async def idle(self, seconds: float = 10.0) -> None:
        """Until the bot has confirmed every update."""
        await self.updates.idle(seconds)

    def allow(self, fields: Fields) -> None:
        """``allowed_updates`` holds until it is given anew."""
        if fields.get("allowed_updates") is not None:
            self.updates.allowed = tuple(fields.parsed("allowed_updates"))

    # -- trouble ----------------------------------------------------------------------------------
    def fail(
        self,
        method: str | None = None,
        *,
        status: int = 0,
        description: str = "",
        retry_after: int = 0,
        hang: bool = False,
        reset: bool = False,
        after: bool = False,
        chat: int | None = None,
        times: int = 1,
    ) -> None:
        """The next calls (of this method, to this chat) fail: with a status, a 429 of
        ``retry_after`` seconds, by hanging, by a broken connection. ``after`` they took effect."""
        if hang or reset:
            strike = Strike("hang" if hang else "reset", None, after)
        elif retry_after:
            strike = Strike("refuse", too_many(retry_after))
        else:
            words = description or GATEWAY.get(status, "Bad Request")
            strike = Strike("refuse", Refusal(status or 500, words), after)
        self.trouble.plan(strike, method, chat, times)

    def flood(self, seconds: float, chat: int | None = None) -> None:
        """For so long every call that counts (to this chat, to anybody) is 429."""
        self.limits.penalty(seconds, chat)

    def silence(self, seconds: float) -> None:
        """Every call that begins in this time hangs."""
        self.trouble.silence(seconds)

    def revoke(self) -> None:
        """The token is not valid any more."""
        self.trouble.revoked = True
        self.updates.stop_poll(UNAUTHORIZED)

    def restore(self) -> None:
        self.trouble.revoked = False

    @property
    def violations(self) -> list[str]:
        return self.spec.violations

    @property
    def checked(self) -> bool:
        """Whether the description of the Bot API is there to check calls against."""
        return self.spec.there


def _inner(shape: Any, name: str) -> dict[str, Any]:
    """The object of this name in an update that may be broken anywhere."""
    found = shape.get(name) if isinstance(shape, dict) else None
    return found if isinstance(found, dict) else {}
