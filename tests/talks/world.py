"""The sample town with its people at their phones, on the real core and a channel of choice.

Nothing here is a stand-in: the store, the engine, the sender and the clock are the service's own;
only the wall clock stands still until the test moves it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.channels.base import Channel
from bot.channels.memory import MemoryChannel, OnPhone
from bot.core import Core, build
from bot.dialogue.messages import Outgoing
from models.clocks import FixedClock
from models.register.commands import CONSENT
from models.register.tables import Account, Person
from models.store import Store
from tests.furniture import huadian, settle
from tests.talks.phones import Person as Someone


@dataclass
class MemoryHandset:
    """One address of the memory channel."""

    channel: MemoryChannel
    address: str

    async def start(self, payload: str) -> None:
        await self.channel.starts(self.address, payload)

    async def text(self, words: str) -> None:
        await self.channel.says(self.address, words)

    async def tap(self, token: str) -> None:
        await self.channel.taps_token(self.address, token)

    async def photo(self, *pictures: bytes) -> None:
        await self.channel.photo(self.address, *pictures)

    async def other(self, kind: str, text: str = "") -> None:
        await self.channel.does(self.address, kind, text)  # type: ignore[arg-type]  # a test may say anything

    async def look(self) -> None:
        await self.channel.looks(self.address)

    def messages(self) -> list[tuple[str, Outgoing]]:
        shown = self.channel.phone(self.address).shown
        return [(f"{one.id}.{one.edits}", _as_shown(one)) for one in shown]


def _as_shown(one: OnPhone) -> Outgoing:
    return one.message if one.buttons else Outgoing(one.message.lines, speaker=one.message.speaker)


@dataclass
class World:
    """A running town. ``person`` gives somebody of the cast, ``stranger`` somebody unknown."""

    core: Core
    channel: Channel
    wall: FixedClock
    ids: dict[str, int]
    people: dict[str, Someone] = field(default_factory=dict)

    def person(self, alias: str) -> Someone:
        return self._at(f"demo-{alias}", alias)

    def stranger(self, name: str = "stranger") -> Someone:
        return self._at(f"new-{name}", name)

    def _at(self, address: str, name: str) -> Someone:
        if name not in self.people:
            assert isinstance(self.channel, MemoryChannel)
            self.people[name] = Someone(name, MemoryHandset(self.channel, address))
        return self.people[name]

    async def settle(self) -> None:
        """Let everything that is due now happen, and every message arrive."""
        await self.comes_in()
        await self.core.clock.tick()
        await self._goes_out()

    async def answered(self) -> None:
        """The same after what a person did: the clock rings as it does in the service, when a command
        was run or time has passed."""
        await self.comes_in()
        if self.core.clock.rung or self.core.clock.last_tick != self.wall.now():
            await self.core.clock.tick()
        await self._goes_out()

    async def comes_in(self) -> None:
        """What people sent arrives."""

    async def _goes_out(self) -> None:
        await self.core.sender.sweep()
        await self.core.sender.settled()

    async def away(self, **span: float) -> None:
        """Time passes while the service stands still: what it missed is done when it is back."""
        self.wall.advance(timedelta(**span))
        await self.settle()

    async def wait(self, **span: float) -> None:
        """The town's time passes, through every instant at which something is due."""
        target = self.wall.now() + timedelta(**span)
        while True:
            due = await self.core.store.read(self._next_due)
            if due is None or due >= target:
                break
            self.wall.advance(max(due - self.wall.now(), timedelta(seconds=1)))
            await self.settle()
        if target > self.wall.now():
            self.wall.advance(target - self.wall.now())
        await self.settle()

    def _next_due(self, session: Session) -> datetime | None:
        return self.core.clock.next_instant(session)

    def known(self, alias: str) -> None:
        """Somebody who has agreed before: no greeting any more."""
        version = huadian().purpose(CONSENT).version

        def agree(session: Session) -> None:
            session.execute(
                update(Person).where(Person.id == self.ids[alias]).values(consent=version)
            )

        self.core.store.write_now(agree)

    def look_up(self, job: Callable[[Session], object]) -> object:
        """Read back through another session, so that only what was committed counts."""
        return self.core.store.read_now(job)

    def person_id(self, address: str) -> int:
        def find(session: Session) -> int:
            found = select(Account.person_id).where(Account.address == address)
            return session.execute(found).scalar_one()

        return self.core.store.read_now(find)


def open_world(store: Store, wall: FixedClock) -> World:
    """Build it on a database that has the tables, and perhaps the sample town already."""
    channel = MemoryChannel()
    ids = store.write_now(lambda session: settle(session, channel.name))
    core = build(store, {channel.name: channel}, wall=wall, movable=False)
    world = World(core, channel, wall, ids)
    channel.intake = core.intake
    channel.settle = world.answered
    return world
