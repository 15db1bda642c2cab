"""What comes in from Telegram, up to the door of the core: real HTTP to the fake Bot API, and an
intake that writes down what it was given and can be told to fail."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.channels.telegram.api import Api
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.reception import Reception
from bot.channels.telegram.waiting import Waiting
from bot.dialogue.messages import Incoming
from bot.supervise import Supervisor
from models.clocks import FixedClock
from models.store import Store
from tests.botapi import TOKEN, FakeBotApi

SECRET = "the-secret-of-this-webhook"


class DatabaseAway(Exception):
    """Nothing can be stored now."""


@dataclass
class Town:
    """The intake. ``failing``: words that cannot be stored; ``slow``: words that wait for ``go``."""

    taken: list[Incoming] = field(default_factory=list)
    failing: set[str] = field(default_factory=set)
    slow: set[str] = field(default_factory=set)
    go: asyncio.Event = field(default_factory=asyncio.Event)
    replies: bool = True

    async def __call__(self, incoming: Incoming) -> bool:
        if incoming.text in self.slow:
            await self.go.wait()
        if incoming.text in self.failing:
            raise DatabaseAway
        self.taken.append(incoming)
        return self.replies

    @property
    def words(self) -> list[str]:
        return [one.text for one in self.taken]


@dataclass
class Line:
    """Everything between the fake Bot API and the town. ``pauses`` are the waits that were asked
    for (none is waited), ``announced`` who was told that something is on its way."""

    fake: FakeBotApi
    api: Api
    store: Store
    wall: FixedClock
    supervisor: Supervisor
    town: Town = field(default_factory=Town)
    counts: Counter[str] = field(default_factory=Counter)
    pauses: list[float] = field(default_factory=list)
    waiting: Waiting = field(default_factory=Waiting)
    reception: Reception = field(init=False)

    def __post_init__(self) -> None:
        self.reception = Reception(
            self.api, self.town, self.wall, waiting=self.waiting, count=self.count
        )

    def count(self, reason: str) -> None:
        self.counts[reason] += 1

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)

    def polling(self, store: Store | None = None) -> Polling:
        return Polling(
            self.api,
            self.reception,
            store or self.store,
            self.wall,
            supervisor=self.supervisor,
            count=self.count,
            conflicts=self.count,
            seconds=0,
            pause=self.pause,
        )

    def called(self, method: str) -> int:
        """How often the bot called this."""
        return sum(call.method == method for call in self.fake.calls)


@asynccontextmanager
async def open_line(store: Store, wall: FixedClock) -> AsyncIterator[Line]:
    async with FakeBotApi(wall=wall) as fake:
        line = Line(fake, Api(TOKEN, base=fake.url), store, wall, Supervisor())
        try:
            yield line
        finally:
            line.waiting.stop()
            await line.supervisor.stop()
            await line.api.close()


async def until(true: Callable[[], bool]) -> None:
    """Let the loop run until it is so; a test that hangs is ended by its time limit."""
    while not true():  # noqa: ASYNC110 - what is waited for belongs to the code under test
        await asyncio.sleep(0)
