"""The fault proof: people in talks and people who are told things, while Telegram does its worst.

Everything runs in one process, because nothing dies here; the clock is the machine's.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.channels.base import Abilities, Channel
from bot.channels.telegram.request import HttpRequest
from bot.channels.telegram.service import TelegramService
from bot.core import Core
from bot.outbox.sender import Pacing
from models.messages import Priority
from models.outbox.tables import OutboxRow
from models.register.tables import Account
from models.store import Store
from models.talks.tables import TalkRow
from models.tasks.messages import VolunteerWelcome
from models.town import pinned
from models.work import CLOCK, Work
from tests.botapi import FakeBotApi, Person
from tests.proofs.kills import Resident
from tests.proofs.phones import Record
from tests.proofs.rows import Driven, still_due
from tests.proofs.running import Reach, running
from tests.proofs.scripts import SCRIPTS, Course
from tests.proofs.service import Platform
from tests.proofs.town import TELEGRAM, RunningClock
from tests.proofs.waits import Span, Stopwatch, Wait, waits_of


@dataclass
class Patience:
    """How long a call may take, and the longest pause after one that was not answered."""

    call: float
    backoff: float

    @property
    def pacing(self) -> Pacing:
        return Pacing(patience=self.call * 1.5, longest_backoff=self.backoff)

    def prepare(self, telegram: TelegramService) -> None:
        telegram.api._request = HttpRequest(total=self.call, connect=self.call / 2)


@dataclass
class Town:
    """A running service, its Telegram, and everybody's phone."""

    store: Store
    api: FakeBotApi
    core: Core
    wall: RunningClock
    watch: Stopwatch
    record: Record
    platform: Platform
    phones: dict[str, Person]
    patience: Patience
    residents: list[Resident] = field(default_factory=list)
    silences: list[Span] = field(default_factory=list)

    def silence(self, seconds: float) -> None:
        """Nobody is answered; the last call that begins in it is given up a little later."""
        now = self.wall.now().timestamp()
        self.silences.append((now, now + seconds + self.patience.call))
        self.api.silence(seconds)

    def kind(self, kind: str) -> list[Person]:
        """All residents, or all helpers."""
        return [phone for address, phone in self.phones.items() if address.startswith(kind)]

    async def talk(self, people: Iterable[Person], talks: int) -> None:
        """All of them at once, each in so many talks."""
        never = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for person in people:
                one = Resident(person, self.record, self.platform, self.platform.rng)
                self.residents.append(one)
                group.create_task(one.live(never, talks))

    async def tell(self, people: Iterable[Person], priority: Priority, key: str) -> None:
        """Something that is true of each of them (they are helpers), by the outbox."""
        addresses = [str(person.id) for person in people]
        await self.store.write(partial(self._tell, addresses, priority, key))
        self.core.sender.wake()

    def _tell(self, addresses: list[str], priority: Priority, key: str, session: Session) -> None:
        number = pinned.current_number(session)
        town = pinned.town_at(session, number)
        work = Work(session, self.wall.now(), town, number, CLOCK, key)
        query = select(Account.person_id).where(Account.address.in_(addresses))
        for person in session.scalars(query).all():
            assert person is not None
            work.tell(person, VolunteerWelcome(person), priority=priority, loud=True)

    async def drained(self) -> None:
        """Until nothing is due any more."""
        while True:
            due = await self.store.read(lambda session: still_due(session, self.wall))
            if not due:
                await self.core.sender.settled()
                return
            await asyncio.sleep(0.02)

    def waits(self) -> list[Wait]:
        backoff = self.patience.backoff * 1.25  # with the sender's own jitter
        return self.store.read_now(
            lambda session: waits_of(session, self.watch.attempts, backoff, self.silences)
        )

    def counted(self, result: str) -> int:
        """What the operator's page says of messages with this end."""
        return int(self.core.metrics.sent.labels(TELEGRAM, result)._value.get())

    def driven(self, courses: tuple[Course, ...]) -> Driven:
        """Who left in the middle has no case for it; who left after the last word has one."""
        talks = {}
        for one in self.residents:
            over = one.left and one.taken == len(SCRIPTS[one.script].steps)
            talks[one.address] = [*one.done, one.script] if over else one.done
        updates = [update for one in self.residents for update in one.updates]
        return Driven(talks, updates, courses, self.record.calls)


@asynccontextmanager
async def opened(
    store: Store,
    api: FakeBotApi,
    phones: dict[str, Person],
    reach: Reach,
    patience: Patience,
    platform: Platform,
    abilities: Abilities,
) -> AsyncIterator[Town]:
    """Start the service and wait until updates come; only then something may go wrong."""
    wall = store.wall
    assert isinstance(wall, RunningClock)
    watches: list[Stopwatch] = []

    def through(channel: Channel) -> Channel:
        watches.append(Stopwatch(channel, wall))
        return watches[0]

    record = Record(api)
    async with running(
        store,
        wall,
        reach,
        pacing=patience.pacing,
        abilities=abilities,
        through=through,
        prepare=patience.prepare,
    ) as core:
        await _ways_open(api)
        yield Town(store, api, core, wall, watches[0], record, platform, phones, patience)


async def _ways_open(api: FakeBotApi) -> None:
    while True:
        if api.updates.polled or api.webhook.hook:
            return
        await asyncio.sleep(0.01)


# -- what must be true in the end --------------------------------------------------------------------
def talks_left_open(session: Session, town: Town) -> list[str]:
    """Of people who are still there."""
    there = {one.address for one in town.residents if not one.left}
    query = (
        select(Account.address)
        .join(TalkRow, TalkRow.account_id == Account.id)
        .where(TalkRow.flow.is_not(None))
    )
    return [address for address in session.scalars(query) if address in there]


def untold(session: Session, town: Town) -> list[str]:
    """Rows that did not end as sent, though their account was never refused."""
    query = select(
        OutboxRow.id, OutboxRow.state, OutboxRow.fault, OutboxRow.person_id, Account.address
    )
    query = query.join(Account, _whose, isouter=True).where(
        OutboxRow.state.not_in(("sent", "dropped", "expired"))
    )
    return [
        f"{row.id} {row.state} {row.fault}"
        for row in session.execute(query)
        if row.address not in town.record.blocked or row.state != "unreachable"
    ]


_whose = (Account.id == OutboxRow.account_id) | (
    OutboxRow.account_id.is_(None) & (Account.person_id == OutboxRow.person_id)
)
"""A telling that found its reader's account dead has no account any more."""


def living_dead(session: Session, town: Town) -> list[str]:
    """Chats that have refused us, whose people did not write since, and that are not given up."""
    state = dict(session.execute(select(Account.address, Account.state)).all())
    return [
        address
        for address in town.record.blocked
        if town.api.people[int(address)].chat.state == "blocked" and state[address] != "dead"
    ]


def given_up(session: Session) -> int:
    """Accounts that are dead."""
    query = select(func.count()).select_from(Account).where(Account.state == "dead")
    return session.execute(query).scalar_one()


NOTHING_WRONG: tuple[Callable[[Session, Town], list[str]], ...] = (
    talks_left_open,
    untold,
    living_dead,
)
