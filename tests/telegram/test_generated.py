"""Updates of all shapes, the broken ones too, into the real core: nothing unhandled, and whoever
took part can still ask for help."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import timedelta
from random import Random
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.channels.telegram.reception import Reception
from models.clocks import FixedClock
from models.register.tables import Account
from models.store import Store
from models.talks.tables import DeadLetter
from tests.talks.telegram import TelegramWorld, open_telegram_world
from tests.telegram.updates import Chance

STRANGERS = 24
AT_ONCE = 20
"""Updates that come in side by side."""
EACH = 200
WANTED = {"sqlite": 100_000, "postgresql": 10_000}
"""What an update means does not depend on the database, and PostgreSQL takes twice as long."""
HELP = ("要人帮忙", "暖气不热", "哪儿都凉", "冻得慌")
SENT = ("收到了", "件事没办完")
"""Sent; or kindly refused, because ten cases of theirs are open."""
_ONE_DATABASE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


class Crowd:
    """People who do anything at all, on one database over all examples."""

    def __init__(self, store: Store, wall: FixedClock) -> None:
        self.store = store
        self.wall = wall
        self.taken = 0
        self.faults: list[Any] = []
        self._runner = asyncio.Runner()
        self._open = AsyncExitStack()
        self.world: TelegramWorld = self._runner.run(
            self._open.enter_async_context(open_telegram_world(store, wall, "polling"))
        )
        service, core = self.world.service, self.world.core
        self._reception = Reception(
            service.api, core.intake, wall, waiting=service.waiting, count=lambda _reason: None
        )
        known = tuple(self.world.numbers.values())[:STRANGERS]
        self.people = known + tuple(range(900_001, 900_001 + STRANGERS))
        for number in self.people:
            self.world.phone(number)

    def feed(self, rng: Random, count: int) -> None:
        self._runner.run(self._feed(Chance(rng, self.world.telegram, self.people), count))

    async def _feed(self, chance: Chance, count: int) -> None:
        chance.number = self.taken * 4
        for _ in range(0, count, AT_ONCE):
            updates = [chance.update() for _ in range(min(AT_ONCE, count))]
            with self._listening():
                ends = await asyncio.gather(
                    *(self._reception.take(update) for update in updates), return_exceptions=True
                )
                await self._rest()
            self.faults += [end for end in ends if isinstance(end, BaseException)]
            self.taken += len(updates)

    async def _rest(self) -> None:
        self.wall.advance(timedelta(seconds=5))
        await self.world.core.clock.tick()
        await self.world.core.sender.sweep()
        await self.world.core.sender.settled()

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Anything the service logs as an error is a fault nobody expected."""
        with structlog.testing.capture_logs() as lines:
            yield
        self.faults += [line for line in lines if line["log_level"] in ("error", "critical")]

    def everybody_can_still_ask(self) -> None:
        self._runner.run(self._ask())

    async def _ask(self) -> None:
        for number in await self.store.read(self._took_part):
            self.world.numbers[str(number)] = number
            person = self.world._at(str(number), str(number))
            # Twice: behind the open talk another one may be parked, which then goes on.
            for words in ("不办了", "不办了", "中文", "主页"):
                await person.says(words)
            for label in HELP:
                await person.taps(label)
            await person.taps("对，叫人来")
            said = "".join(one.text for one in self.world.phone(number).shown[-3:])
            assert any(words in said for words in SENT), said

    def _took_part(self, session: Session) -> list[int]:
        everybody = {str(number): number for number in self.people}
        found = session.scalars(select(Account.address).where(Account.address.in_(everybody)))
        return [everybody[address] for address in found]

    def letters(self) -> int:
        return self.store.read_now(
            lambda session: session.scalar(select(func.count()).select_from(DeadLetter)) or 0
        )

    def close(self) -> None:
        self._runner.run(self._open.aclose())
        self._runner.close()


@pytest.fixture
def crowd(store: Store, wall: FixedClock) -> Iterator[Crowd]:
    crowd = Crowd(store, wall)
    yield crowd
    crowd.close()


# Which buttons there are to tap depends on all that was done before, so hypothesis only draws seeds.
_SEEDS = st.integers(0, 2**64)
_DRAWN = settings(suppress_health_check=_ONE_DATABASE, phases=[Phase.generate], database=None)


def feed(crowd: Crowd, examples: int, each: int) -> None:
    """So many examples of so many updates; whichever breaks something is named by its seed."""

    @settings(_DRAWN, max_examples=examples)
    @given(seed=_SEEDS)
    def example(seed: int) -> None:
        crowd.feed(Random(seed), each)
        assert not crowd.faults

    example()


def test_whatever_comes_in_nothing_breaks_and_everybody_can_still_ask(crowd: Crowd) -> None:
    feed(crowd, 30, 10)
    assert crowd.letters() == 0
    crowd.everybody_can_still_ask()


@pytest.mark.prove
def test_a_hundred_thousand_updates_break_nothing(crowd: Crowd, dialect: str) -> None:
    wanted = WANTED[dialect]
    feed(crowd, wanted // EACH, EACH)
    crowd.everybody_can_still_ask()
    letters = crowd.letters()
    print(f"generated updates ({dialect}): {crowd.taken:,}, unhandled 0, dead letters {letters}")  # noqa: T201 - the figure of the proof
    assert crowd.taken >= wanted
    assert letters == 0
