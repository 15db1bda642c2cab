"""The sample town with two chat programs: everybody has the first, some find the other one too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.channels.memory import EVERYTHING, MemoryChannel, OnPhone
from bot.core import build
from models.access.elsewhere import TELEGRAM_USERNAME
from models.access.signed import Link, short_link
from models.base import SettingRow
from models.clocks import FixedClock
from models.help.tables import Case
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Person
from models.store import Store
from tests.furniture import settle
from tests.talks.phones import Person as Someone
from tests.talks.world import MemoryHandset, World

T = TypeVar("T")
BOT = "doorstep_test_bot"
BLIND = replace(EVERYTHING, tells_seen=False)
"""The other program does not say what was looked at."""


@dataclass
class TwoChats(World):
    """``there`` gives somebody's phone with the other program."""

    other: MemoryChannel = field(default_factory=lambda: MemoryChannel("telegram", BLIND))

    @property
    def first(self) -> MemoryChannel:
        assert isinstance(self.channel, MemoryChannel)
        return self.channel

    def there(self, address: str) -> Someone:
        name = f"{address} on the other"
        if name not in self.people:
            self.people[name] = Someone(name, MemoryHandset(self.other, address))
        return self.people[name]

    # -- what is true ------------------------------------------------------------------------------
    def read(self, job: Callable[[Session], T]) -> T:
        return self.core.store.read_now(job)

    def write(self, job: Callable[[Session], T]) -> T:
        return self.core.store.write_now(job)

    def account(self, address: str) -> Account:
        return self.read(
            lambda session: session.scalars(select(Account).where(Account.address == address)).one()
        )

    def asker_of_newest(self) -> int:
        newest = select(Case.asker_id).order_by(Case.id.desc())
        return self.read(lambda session: session.scalars(newest).first() or 0)

    def rows(self, message: str) -> list[OutboxRow]:
        found = select(OutboxRow).where(OutboxRow.message == message).order_by(OutboxRow.id)
        return self.read(lambda session: list(session.scalars(found)))

    def change(self, alias: str, **values: Any) -> None:
        whose = update(Person).where(Person.id == self.ids[alias]).values(**values)
        self.write(lambda session: session.execute(whose))

    # -- links and phones ----------------------------------------------------------------------------
    def card(self, alias: str, serial: int = 1) -> str:
        """What the code on the card of somebody's home hands to a chat program."""
        home = self.read(lambda session: session.get_one(Person, self.ids[alias]).household_id or 0)
        return short_link(Link("card", home, serial))

    def newest(self, channel: MemoryChannel, address: str) -> OnPhone:
        return channel.phone(address).shown[-1]

    def quiet(self, channel: MemoryChannel, address: str, word: str) -> list[bool]:
        """Of each message with this word whether it came without a sound."""
        shown = channel.phone(address).messages
        return [one.message.quiet for one in shown if word in one.text]


def payload(person: Someone) -> str:
    """What is handed on when the code on somebody's phone is scanned with another one."""
    code = next(
        message.code for _version, message in reversed(person.handset.messages()) if message.code
    )
    return code.partition("?start=")[2] or code.removeprefix("/in/")


def open_two_chats(store: Store, wall: FixedClock) -> TwoChats:
    """Build it on an empty database that has the tables."""
    channel, other = MemoryChannel(), MemoryChannel("telegram", BLIND)

    def prepare(session: Session) -> dict[str, int]:
        session.add(SettingRow(key=TELEGRAM_USERNAME, value=BOT))
        return settle(session, channel.name)

    ids = store.write_now(prepare)
    core = build(store, {one.name: one for one in (channel, other)}, wall=wall)
    world = TwoChats(core, channel, wall, ids, other=other)
    for one in (channel, other):
        one.intake, one.settle = core.intake, world.settle
    return world
