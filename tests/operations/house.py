"""A running service under watch, and a second hand that a test moves: no test waits for a minute.

Everything is the service's own: its core, its sender, its clock, the watch and the ways it speaks.
Only what the watch takes for the time of the machine is moved, five seconds from look to look.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from bot.channels.base import Abilities, Channel
from bot.channels.memory import MemoryChannel
from bot.core import Core, build
from bot.dialogue.messages import Outgoing
from bot.metrics import Metrics
from bot.outbox.pace import USUAL
from bot.watch.watch import Equipment, Watch
from bot.watch.wiring import Watching, watch_over
from models.clocks import WallClock
from models.messages import Priority
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Person, Role
from models.store import Store, StoreFault
from tests.furniture import huadian, settle

POST, RADIO = "post", "radio"
"""Two chat programs; the administrator has both and was last on ``post``."""
STEP = 5.0


class Hand:
    """The seconds of the machine, and those that a test has added."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return monotonic() + self.ahead


async def until(true: Callable[[], bool], within: float = 20.0) -> None:
    """Let the service go on until something holds."""
    async with asyncio.timeout(within):
        while not true():  # noqa: ASYNC110 - what is waited for belongs to the code under test
            await asyncio.sleep(0.002)


@dataclass
class House:
    """``admin`` is who is told; ``looks`` so many were made."""

    core: Core
    watch: Watch
    equipment: Equipment
    hand: Hand
    post: MemoryChannel
    radio: MemoryChannel
    admin: int
    looks: int = 0
    keys: int = field(default=0)

    @property
    def on(self) -> set[str]:
        return {alarm.trouble.kind for alarm in self.watch.board.on}

    def reason(self, kind: str) -> str:
        """Why this alarm is on."""
        return next(one.trouble.reason for one in self.watch.board.on if one.trouble.kind == kind)

    async def look(self, *, beats: bool = True) -> None:
        self.looks += 1
        if beats:
            self.watch.beat = self.hand()
        await self.watch.look(self.equipment)

    async def passes(self, seconds: float, *, ticks: bool = True) -> None:
        """So much time goes by; ``ticks``: with the clock going on, as it does by itself."""
        for _ in range(round(seconds / STEP)):
            self.hand.ahead += STEP
            if ticks:
                with suppress(StoreFault):  # as under supervision: it is begun again
                    await self.core.clock.tick()
            await self.look()

    async def alarmed(self, kind: str, *, ticks: bool = True) -> float:
        """Until this alarm is on, at most a minute; after how many seconds it was."""
        began = self.hand()
        while kind not in self.on:
            assert self.hand() - began < 60, f"no alarm within a minute; on are {self.on}"
            await self.passes(STEP, ticks=ticks)
        return self.hand() - began

    async def well(self, *, ticks: bool = True) -> float:
        """Until nothing is wrong any more; after how many seconds."""
        began = self.hand()
        while self.on:
            assert self.hand() - began < 90, f"still on after ninety seconds: {self.on}"
            await self.passes(STEP, ticks=ticks)
        return self.hand() - began

    # -- what stands where -------------------------------------------------------------------------
    def told(self, channel: MemoryChannel | None = None) -> list[str]:
        """What the administrator has read of the watch there."""
        return [
            one.text for one in (channel or self.post).phone("admin").messages if one.message.urgent
        ]

    def metric(self, kind: str) -> float:
        shown: float = self.core.metrics.alarm.labels(kind)._value.get()
        return shown

    def owes(self, address: str = "admin", text: str = "早") -> None:
        """Something is due at an address of ``post``."""
        self.keys += 1
        key, now = f"operations:{self.keys}", self.core.wall.now()
        account = select(Account).where(Account.channel == POST, Account.address == address)

        def job(session: Session) -> None:
            to = session.scalars(account).one()
            values = {
                "key": key, "person_id": to.person_id, "account_id": to.id, "op": "send",
                "message": "", "body": Outgoing((text,)).to_json(), "not_before": now,
                "priority": int(Priority.ANSWER), "state": "due", "created_at": now,
            }  # fmt: skip
            session.execute(insert(OutboxRow), values)

        self.core.store.write_now(job)
        self.core.sender.wake()


def administrator(store: Store, now: Any) -> int:
    """One administrator with a chat on each of the two programs."""

    def job(session: Session) -> int:
        ids = settle(session, POST)
        session.execute(
            update(Role).where(Role.role == "admin").values(ended_at=now, counts_until=now)
        )
        person = Person(
            name="管理员样例", called="", language="zh", created_at=now, verified_at=now
        )
        session.add(person)
        session.flush()
        session.add(Role(person_id=person.id, role="admin", place_id=huadian().city.id, since=now))
        for age, channel in enumerate((POST, RADIO)):
            used = now.replace(second=30 - age)
            session.add(
                Account(
                    person_id=person.id, channel=channel, address="admin", last_used_at=used,
                    abroad="yes",
                )
            )  # fmt: skip
        assert ids
        return person.id

    return store.write_now(job)


@asynccontextmanager
async def house_of(
    store: Store,
    wall: WallClock,
    *,
    choices: Watching | None = None,
    channels: Mapping[str, Channel] | None = None,
    start: bool = True,
) -> AsyncIterator[House]:
    """``channels``: in the place of the two plain ones."""
    admin, hand = administrator(store, wall.now()), Hand()
    chosen = choices or Watching()
    chosen = replace(chosen, time=hand, limits=replace(chosen.limits, answer=0.2))
    post, radio = (MemoryChannel(name, Abilities(), run="t") for name in (POST, RADIO))
    ways: dict[str, Channel] = {POST: post, RADIO: radio, **(channels or {})}
    core = build(store, ways, wall=wall, pacing=replace(USUAL, patience=0.05), time=hand)
    post.intake = radio.intake = core.intake
    watch = watch_over(core, ways, chosen)
    watch._home = asyncio.get_running_loop()
    if start:
        core.start()
    try:
        async with watch._equip(watch) as equipment:
            house = House(core, watch, equipment, hand, post, radio, admin)
            await house.look()
            await house.passes(2 * STEP)
            assert house.on == set()
            yield house
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(20):
                await core.stop()


def metrics_page(metrics: Metrics) -> str:
    return metrics.text().decode()
