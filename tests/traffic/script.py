"""What happens when: a heap of acts, done in order, and everything that is due between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from models.gate import Command, run
from models.refusals import Refusal
from models.work import Actor, Work
from tests.furniture import huadian
from tests.traffic.book import Book
from tests.traffic.recording import Ear, Heard
from tests.traffic.rules import Rules
from tests.traffic.town import Town

T = TypeVar("T")
Act = Callable[[], Awaitable[None] | None]


@dataclass
class Script:
    """``reacts``: what people do about a message of a type, by its name. ``step``: acts begin at full
    steps, so that several fall on the same instant, as in life."""

    town: Town
    book: Book
    rng: Random
    rules: Rules
    ear: Ear
    step: timedelta
    reacts: dict[str, Callable[[Script, Heard], None]] = field(default_factory=dict)
    looks: list[Callable[[Script], None]] = field(default_factory=list)
    """What is looked at after each instant."""
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    _heap: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    @property
    def now(self) -> datetime:
        return self.town.wall.now()

    # -- planning --------------------------------------------------------------------------------------
    def at(self, moment: datetime, act: Act) -> None:
        start = datetime(2020, 1, 1, tzinfo=moment.tzinfo)
        full = start + -((start - moment) // self.step) * self.step
        heappush(self._heap, (max(full, self.now), next(self._order), act))

    def later(self, least: float, most: float, act: Act) -> None:
        """So many minutes from now."""
        self.at(self.now + timedelta(minutes=self.rng.uniform(least, most)), act)

    def at_once(self, minutes: float, act: Act) -> None:
        """What waits for no full step."""
        heappush(self._heap, (self.now + timedelta(minutes=minutes), next(self._order), act))

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    # -- doing -----------------------------------------------------------------------------------------
    async def until(self, end: datetime, *, enough: int = 0) -> None:
        """``enough``: so many faults, and there is no need to go on."""
        while self._heap and self._heap[0][0] <= end:
            if enough and len(self.rules.faults) >= enough:
                return
            await self._wait(self._heap[0][0])
            while self._heap and self._heap[0][0] <= self.now:
                waits = heappop(self._heap)[2]()
                if waits is not None:
                    await waits
            await self.settle()
        await self._wait(end)
        await self.settle()

    async def _wait(self, moment: datetime) -> None:
        """Through every instant at which something is due."""
        while True:
            due = await self.town.core.store.read(self.town.core.clock.next_instant)
            if due is None or due >= moment:
                break
            self.town.wall.advance(max(due - self.now, timedelta(seconds=1)))
            await self.settle()
        if moment > self.now:
            self.town.wall.advance(moment - self.now)

    async def settle(self) -> None:
        await self.town.settle()
        for one in self.town.core.store.read_now(self._hear):
            react = self.reacts.get(one.message)
            if react is not None:
                react(self, one)
        for look in self.looks:
            look(self)

    def _hear(self, session: Session) -> list[Heard]:
        heard = list(self.ear.hear(session))
        for one in heard:
            self.rules.hold(session, one)
        return heard

    # -- acting ----------------------------------------------------------------------------------------
    def does(self, person: int, command: Command[T]) -> T | None:
        """Through the gate, as that person; None if it was refused."""
        name = type(command).__name__
        try:
            result = self.town.core.store.write_now(
                lambda session: run(self.work(session, person), command)
            )
        except Refusal as refusal:
            self.refused[f"{name}: {type(refusal).__name__}"] += 1
            return None
        self.done[name] += 1
        return result

    def is_done(self, person: int, command: Command[Any]) -> bool:
        """For commands that return nothing."""
        before = self.done.total()
        self.does(person, command)
        return self.done.total() > before

    def sees(self, person: int, look: Callable[[Work], T]) -> T | None:
        try:
            return self.town.core.store.read_now(lambda session: look(self.work(session, person)))
        except Refusal:
            return None

    def work(self, session: Session, person: int) -> Work:
        phone = next(iter(self.book.people[person].addresses), "")
        channel = self.town.channel_of(phone).name
        actor = Actor("person", person, 0, channel)
        return Work(session, self.now, huadian(), 1, actor, f"traffic-{next(self._order)}")

    # -- phones ----------------------------------------------------------------------------------------
    async def taps(self, address: str, token: str) -> None:
        self.book.speaks(address, self.now)
        await self.town.channel_of(address).taps_token(address, token)

    async def says(self, address: str, words: str) -> None:
        self.book.speaks(address, self.now)
        await self.town.channel_of(address).says(address, words)

    async def looks_at(self, address: str) -> None:
        """What stands there is seen; nothing is said."""
        await self.town.channel_of(address).looks(address)
