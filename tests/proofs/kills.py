"""The kill proof: fifty talks at once, a service that is killed again and again, and the count.

The residents do not know that anything dies. They wait for what their phone shows, tap, and
Telegram delivers until it is confirmed. After every kill, and at the end, the rows are held
against what was acknowledged.
"""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from bot.dialogue.messages import Option
from models.store import Store
from tests.botapi import Person
from tests.proofs.phones import Call, Phone, Record
from tests.proofs.rows import rows_sent, still_due, unsent, wait_for_backends
from tests.proofs.scripts import SCRIPTS, Course, Place, Script, Step, button_named, places_of
from tests.proofs.service import Mode, Platform, Service
from tests.proofs.town import RunningClock

TALKS_EACH = 8
"""Cases of one resident; then the next one takes their phone. Ten open ones are the limit."""
POINTS = {
    "after_commit": 60,
    "after_hand_over": 60,
    "before_answer": 60,
    "after_send": 90,
    "before_record": 40,
    "store_before_commit": 50,
    "random": 0,
}
"""Where the service dies, and at the latest at which passing of that point. Between the commit and
the webhook's answer (or the poll that moves on) lie the first three."""
MODES: tuple[Mode, ...] = ("webhook", "polling")
LONGEST_LIFE = 2.0
LAST_STEP = 1000
"""Above every step of a talk: what belongs to a talk that is over is not tapped any more."""


class Left(Exception):
    """They have blocked the bot and wait for nothing any more."""


@dataclass
class Resident:
    """One person in talk after talk. ``taken`` counts the confirmed steps of the open one. Who has
    blocked the bot ``left``."""

    person: Person
    record: Record
    platform: Platform
    rng: random.Random
    done: list[int] = field(default_factory=list)
    script: int = 0
    taken: int = 0
    on_its_way: bool = False
    left: bool = False
    updates: list[tuple[str, int, int]] = field(default_factory=list)
    tapped: tuple[int, int] = (0, 0)
    """Talk and step of the newest button: older ones are known to be old."""

    @property
    def address(self) -> str:
        return str(self.person.id)

    async def live(self, stopping: asyncio.Event, talks: int) -> None:
        for _turn in range(talks):
            if stopping.is_set():
                return
            self.script, self.taken = self.rng.randrange(len(SCRIPTS)), 0
            try:
                await self._talk(SCRIPTS[self.script])
            except Left:
                self.left = True
                return
            self.done.append(self.script)
            self.taken = 0
            self.tapped = (self.tapped[0], LAST_STEP)

    async def _talk(self, script: Script) -> None:
        known = 0
        for index, step in enumerate(script.steps):
            button, under = await self._sees(step, known)
            known = len(self._phone.calls)
            self.on_its_way = True
            await step.done_by(self.person, button, under)
            number = self.platform.newest()
            self.updates.append((f"{self.platform.bot}.{number}", self.script, index))
            await self.platform.confirmed(number)
            self.taken, self.on_its_way = index + 1, False
        await self._reads("编号", known)

    @property
    def _phone(self) -> Phone:
        return self.record.phones[self.address]

    async def _sees(self, step: Step, known: int) -> tuple[Option | None, int]:
        """The button, once it stands there, and the message it stands under; those of an earlier
        screen are not meant."""
        if not step.label:
            if step.does == "words" and known:
                await self._reads("", known)
            return None, 0
        while True:
            for call in reversed(self._phone.calls):
                button = button_named(call.options, step.label)
                if button is not None and self._is_new(button, call, known):
                    self.tapped = max(self.tapped, _talk_and_step(button))
                    return button, call.id
            await self._news()

    def _is_new(self, button: Option, call: Call, known: int) -> bool:
        if button.tap.startswith("f."):
            return call in self._phone.calls[known:]
        return _talk_and_step(button) > self.tapped

    async def _reads(self, words: str, known: int) -> None:
        while True:
            if any(call.said and words in call.text for call in self._phone.calls[known:]):
                return
            await self._news()

    async def _news(self) -> None:
        """Look up when the phone rings."""
        if self.person.chat.state != "open":
            raise Left
        self._phone.news.clear()
        await self._phone.news.wait()

    # -- where the talk must stand ---------------------------------------------------------------
    def may_stand(self, courses: tuple[Course, ...]) -> tuple[Place, ...]:
        """After what was confirmed; or one further, if an update is on its way."""
        places = courses[self.script].places
        if self.on_its_way:
            return places[self.taken], places[self.taken + 1]
        return (places[self.taken],)


def _talk_and_step(button: Option) -> tuple[int, int]:
    """What the tokens of questions carry, so that a late screen of an old talk is known as old."""
    serial, _dot, rest = button.tap[1:].partition(".")
    step = rest.partition(".")[0]
    return (int(serial), int(step)) if serial.isdecimal() and step.isdecimal() else (0, 0)


@dataclass
class Tally:
    """What the proof counts; ``unrecorded`` are calls sent and not written down, for each kill."""

    kills: Counter[str] = field(default_factory=Counter)
    modes: Counter[str] = field(default_factory=Counter)
    in_place: int = 0
    astray: list[str] = field(default_factory=list)
    unrecorded: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Life:
    """How updates come in this life, and how it ends: at the n-th passing of a point, or (``nth``
    0) anywhere, so many seconds after it has confirmed so many updates."""

    mode: Mode
    point: str = "random"
    nth: int = 0
    seconds: float = LONGEST_LIFE
    updates: int = 0


def lives_of(kills: int, latest: int = 100) -> list[Life]:
    """Each mode takes over what the other one left; seven points, so each is met in both."""
    rng = random.Random(kills)
    lives = []
    for number in range(kills):
        mode = MODES[number % len(MODES)]
        point, last = list(POINTS.items())[number % len(POINTS)]
        if last:
            lives.append(Life(mode, point, rng.randint(1, min(last, latest))))
        else:
            lives.append(Life(mode, seconds=rng.uniform(0.02, 0.6)))
    return lives


class KillProof:
    """Drives one database through all its kills."""

    def __init__(
        self, service: Service, store: Store, courses: tuple[Course, ...], seed: int
    ) -> None:
        self.service = service
        self.platform = service.platform
        self.record = service.record
        self.store = store
        self.courses = courses
        self.rng = random.Random(seed)
        self.tally = Tally()
        self.residents: list[Resident] = []
        self._talking: dict[int, Resident] = {}
        self._sent = 0
        self._stopping = asyncio.Event()

    async def run(
        self,
        lives: Iterable[Life],
        people: Iterable[Person],
        *,
        at_once: int,
        talks: int = TALKS_EACH,
    ) -> None:
        """So many of the people talk at once; each of them has so many talks."""
        pool = iter(people)
        async with asyncio.TaskGroup() as group:
            lanes = [group.create_task(self._lane(lane, pool, talks)) for lane in range(at_once)]
            for life in lives:
                await self._one_life(life)
            self._stopping.set()
            await self.service.begin(MODES[self.service.number % len(MODES)])
            for lane in lanes:
                await lane
            await self._come_to_rest()

    async def _lane(self, lane: int, pool: Iterator[Person], talks: int) -> None:
        """One phone that is never put down: one of the talks that run side by side."""
        for person in pool:
            if self._stopping.is_set():
                return
            one = Resident(person, self.record, self.platform, self.rng)
            self.residents.append(one)
            self._talking[lane] = one
            await one.live(self._stopping, talks)

    async def _one_life(self, life: Life) -> None:
        await self.service.begin(life.mode, life.point, life.nth)
        point = life.point
        if life.updates:
            await self.platform.confirms(life.updates)
        try:
            async with asyncio.timeout(life.seconds):
                code = await self.service.ended()
        except TimeoutError:
            point = "random"
            self.service.kill()
            code = await self.service.ended()
        assert code == -signal.SIGKILL, self.service.complaints() or "it ended by itself"
        self.tally.kills[point] += 1
        self.tally.modes[life.mode] += 1
        self._check_the_dead()

    # -- between two lives ------------------------------------------------------------------------
    def _check_the_dead(self) -> None:
        """Nothing runs now: what was confirmed is there, what was sent is bounded."""
        wait_for_backends(self.store)
        stands = self.store.read_now(places_of)
        for one in self._talking.values():
            if stands[one.address] in one.may_stand(self.courses):
                self.tally.in_place += 1
            else:
                self.tally.astray.append(f"{one.address} after kill {self.service.number}")
        life = self.service.number
        newest = takewhile(lambda call: call.life == life, reversed(self.record.calls))
        calls = sum(call.said for call in newest)
        sent = self.store.read_now(rows_sent)
        self.tally.unrecorded.append(calls - (sent - self._sent))
        self._sent = sent

    async def _come_to_rest(self) -> None:
        """End the service of its own accord. Time goes on meanwhile: what has just come up (a case
        that nobody took for a minute) it gives back to the table, and the next life sends it."""
        while True:
            await self._drained()
            self.service.stop()
            assert await self.service.ended() == 0, self.service.complaints()
            if not self.store.read_now(unsent):
                return
            await self.service.begin(MODES[self.service.number % len(MODES)])

    async def _drained(self) -> None:
        """Everything that is due has happened; what is due later is not waited for."""
        clock = RunningClock(self.service.home.ahead)
        while True:
            if not self.store.read_now(lambda session: still_due(session, clock)):
                return
            await asyncio.sleep(0.05)
