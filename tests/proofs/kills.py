"""The kill proof: fifty talks at once, a service that is killed again and again, and the count.

The residents do not know that anything dies. They wait for what their phone shows, tap, and their
platform delivers until it is acknowledged. After every kill, and at the end, the rows are held
against what was acknowledged.
"""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from bot.dialogue.messages import Option
from models.store import Store
from tests.proofs.post import Call, Record
from tests.proofs.rows import rows_sent, still_due, wait_for_backends
from tests.proofs.scripts import SCRIPTS, Course, Place, Script, Step, button_named, places_of
from tests.proofs.service import Service, Webhook
from tests.proofs.town import RunningClock, address_of

TALKS_EACH = 8
"""Cases of one resident; then the next one takes their phone. Ten open ones are the limit."""
POINTS = {
    "after_commit": 60,
    "after_hand_over": 60,
    "after_send": 90,
    "before_record": 40,
    "store_before_commit": 50,
    "random": 0,
}
"""Where the service dies, and at the latest at which passing of that point."""
LONGEST_LIFE = 2.0
LAST_STEP = 1000
"""Above every step of a talk: what belongs to a talk that is over is not tapped any more."""


@dataclass
class Resident:
    """One person in talk after talk. ``taken`` counts the acknowledged steps of the open one."""

    address: str
    record: Record
    webhook: Webhook
    rng: random.Random
    done: list[int] = field(default_factory=list)
    script: int = 0
    taken: int = 0
    on_its_way: bool = False
    updates: list[tuple[str, int, int]] = field(default_factory=list)
    tapped: tuple[int, int] = (0, 0)
    """Talk and step of the newest button: older ones are known to be old."""

    async def live(self, stopping: asyncio.Event) -> None:
        for _turn in range(TALKS_EACH):
            if stopping.is_set():
                return
            self.script, self.taken = self.rng.randrange(len(SCRIPTS)), 0
            await self._talk(SCRIPTS[self.script])
            self.done.append(self.script)
            self.taken = 0
            self.tapped = (self.tapped[0], LAST_STEP)

    async def _talk(self, script: Script) -> None:
        known = 0
        for index, step in enumerate(script.steps):
            button = await self._sees(step, known)
            known = len(self._phone)
            update = f"{self.address}.{len(self.done)}.{index}"
            self.updates.append((update, self.script, index))
            self.on_its_way = True
            await self.webhook.deliver(step.incoming(self.address, update, button))
            self.taken, self.on_its_way = index + 1, False
        await self._reads("编号", known)

    @property
    def _phone(self) -> list[Call]:
        return self.record.phones.setdefault(self.address, [])

    async def _sees(self, step: Step, known: int) -> Option | None:
        """The button, once it stands there; those of an earlier screen are not meant."""
        if not step.label:
            if step.does == "words" and known:
                await self._reads("", known)
            return None
        while True:
            for call in reversed(self._phone):
                button = button_named(call.options, step.label)
                if button is not None and self._is_new(button, call, known):
                    self.tapped = max(self.tapped, _talk_and_step(button))
                    return button
            await asyncio.sleep(0.005)

    def _is_new(self, button: Option, call: Call, known: int) -> bool:
        if button.tap.startswith("f."):
            return call in self._phone[known:]
        return _talk_and_step(button) > self.tapped

    async def _reads(self, words: str, known: int) -> None:
        while True:
            if any(call.said and words in call.text for call in self._phone[known:]):
                return
            await asyncio.sleep(0.005)

    # -- where the talk must stand ---------------------------------------------------------------
    def may_stand(self, courses: tuple[Course, ...]) -> tuple[Place, ...]:
        """After what was acknowledged; or one further, if an update is on its way."""
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
    in_place: int = 0
    astray: list[str] = field(default_factory=list)
    unrecorded: list[int] = field(default_factory=list)


class KillProof:
    """Drives one database through all its kills."""

    def __init__(
        self, service: Service, store: Store, courses: tuple[Course, ...], record: Record, seed: int
    ) -> None:
        self.service = service
        self.store = store
        self.courses = courses
        self.record = record
        self.rng = random.Random(seed)
        self.tally = Tally()
        self.residents: list[Resident] = []
        self._talking: dict[int, Resident] = {}
        self._sent = 0
        self._stopping = asyncio.Event()

    async def run(self, kills: int, *, talks: int, residents: int) -> None:
        pool = iter(range(residents))
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(self._watch())
            lanes = [group.create_task(self._lane(lane, pool)) for lane in range(talks)]
            for number in range(kills):
                await self._one_life(list(POINTS)[number % len(POINTS)])
            self._stopping.set()
            await self.service.begin()
            for lane in lanes:
                await lane
            await self._drained()
            self.service.stop()
            assert await self.service.ended() == 0, self.service.complaints()
            watching.cancel()
        self.record.look()

    async def _lane(self, lane: int, pool: Iterator[int]) -> None:
        """One phone that is never put down: one of the talks that run side by side."""
        for number in pool:
            if self._stopping.is_set():
                return
            one = Resident(
                address_of("resident", number), self.record, self.service.webhook, self.rng
            )
            self.residents.append(one)
            self._talking[lane] = one
            await one.live(self._stopping)

    async def _watch(self) -> None:
        while True:
            self.record.look()
            await asyncio.sleep(0.005)

    async def _one_life(self, point: str) -> None:
        latest = POINTS[point]
        await self.service.begin(*((point, self.rng.randint(1, latest)) if latest else ("", 0)))
        await self.service.webhook.opened()
        patience = LONGEST_LIFE if latest else self.rng.uniform(0.02, 0.6)
        try:
            async with asyncio.timeout(patience):
                code = await self.service.ended()
        except TimeoutError:
            point = "random"
            self.service.kill()
            code = await self.service.ended()
        assert code == -signal.SIGKILL, self.service.complaints() or "it ended by itself"
        await self.service.webhook.shut()
        self.tally.kills[point] += 1
        self._check_the_dead()

    # -- between two lives ------------------------------------------------------------------------
    def _check_the_dead(self) -> None:
        """Nothing runs now: what was acknowledged is there, what was sent is bounded."""
        wait_for_backends(self.store)
        self.record.look()
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

    async def _drained(self) -> None:
        """Everything that is due has happened; what is due later is not waited for."""
        clock = RunningClock(self.service.home.ahead)
        while True:
            if not self.store.read_now(lambda session: still_due(session, clock.now())):
                return
            await asyncio.sleep(0.05)
