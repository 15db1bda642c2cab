"""A notice in the outbox: made by one statement, worded once, held, let go, and made to wait."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from bot.channels.base import RetryLater
from bot.dialogue.messages import Outgoing
from bot.outbox.leased import Held, Said
from models.messages import Message, Priority
from models.outbox.claim import AccountRef, Claimed
from models.outbox.holding import drop_unsent, hold, let_go
from models.outbox.spreading import key_of, spread
from models.outbox.tables import OutboxRow
from models.register.tables import Person
from tests.outbox.world import World, words


@dataclass(frozen=True)
class AllHands(Message):
    number: int
    priority: ClassVar[Priority] = Priority.NOTICE


class Shared:
    """Words a notice once for all who are asked about; ``paused`` ones are held."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.alone = 0
        self.paused: set[int] = set()
        self.broken = False

    def __call__(
        self, session: Session, account: AccountRef, message: str, args: Any, row: Claimed
    ) -> Said:
        self.alone += 1
        said: Said = words(session, account, message, args, row)
        return said

    def shared(
        self,
        session: Session,
        message: str,
        args: Any,
        readers: Sequence[tuple[Claimed, AccountRef]],
    ) -> Mapping[int, Said] | None:
        if message != "AllHands":
            return None
        self.asked.append(len(readers))
        if self.broken:
            raise ZeroDivisionError
        if args["number"] in self.paused:
            return {row.id: Held.HELD for row, _ in readers}
        return {row.id: Outgoing((account.language,)) for row, account in readers}


def spread_to(world: World, number: int, first: int, last: int, **more: Any) -> int:
    people = select(Person.id.label("person_id")).where(Person.id.between(first, last))
    return world.store.write_now(
        lambda session: spread(
            session.connection(), number, AllHands(number), people, now=world.wall.now(), **more
        )
    )


@pytest.fixture
def crowd(world: World) -> list[int]:
    return [world.person(("memory", f"p{n}")) for n in range(40)]


async def test_a_chunk_done_twice_is_one_row_each(world: World, crowd: list[int]) -> None:
    first, last = crowd[0], crowd[-1]
    assert spread_to(world, 1, first, first + 29) == 30
    assert spread_to(world, 1, first, last, expires=world.wall.now() + timedelta(hours=1)) == 10
    assert spread_to(world, 1, first, last) == 0
    assert spread_to(world, 2, first, last, priority=Priority.URGENT) == 40
    await world.sender().sweep()
    assert world.states() == {"sent": 80}
    assert [len(world.texts(f"p{n}")) for n in range(40)] == [2] * 40
    assert world.texts("p0") == ["AllHands", "AllHands"]
    assert key_of(1, crowd[0]) == f"notice:1:{crowd[0]}"


async def test_a_row_may_be_heard_for_somebody_else(world: World, crowd: list[int]) -> None:
    whom = crowd[5]
    people = select(Person.id.label("person_id"), literal(whom).label("whom_id")).where(
        Person.id == crowd[0]
    )
    world.store.write_now(
        lambda session: spread(session.connection(), 1, AllHands(1), people, now=world.wall.now())
    )
    row = world.row(1)
    assert (row.person_id, row.whom_id, row.notice_id) == (crowd[0], whom, 1)
    assert (row.args, row.priority, row.state) == ({"number": 1}, int(Priority.NOTICE), "due")


async def test_words_are_looked_up_once_a_chunk_and_not_once_a_person(
    world: World, crowd: list[int]
) -> None:
    spread_to(world, 1, crowd[0], crowd[-1])
    single = world.telling(crowd[3])
    speak = Shared()
    await world.sender(speak=speak).sweep()
    assert sum(speak.asked) == 40
    assert len(speak.asked) <= 4
    assert speak.alone == 1
    assert world.row(single).state == "sent"
    assert world.states() == {"sent": 41}


async def test_where_they_cannot_be_worded_together_each_is_tried_alone(
    world: World, crowd: list[int]
) -> None:
    spread_to(world, 1, crowd[0], crowd[-1])
    speak = Shared()
    speak.broken = True
    await world.sender(speak=speak).sweep()
    assert speak.alone == 40
    assert world.states() == {"sent": 40}


async def test_a_paused_notice_stays_until_it_is_let_go(world: World, crowd: list[int]) -> None:
    spread_to(world, 1, crowd[0], crowd[-1])
    spread_to(world, 2, crowd[0], crowd[0])
    assert _all(world, hold, 1) == 40
    speak = Shared()
    sender = world.sender(speak=speak)
    await sender.sweep()
    assert world.states() == {"held": 40, "sent": 1}
    assert _all(world, let_go, 1) == 40
    speak.paused.add(1)  # paused again before anything was claimed: nothing slips out
    await sender.sweep()
    assert world.states() == {"held": 40, "sent": 1}
    speak.paused.clear()
    assert _all(world, let_go, 1) == 40
    await sender.sweep()
    assert world.states() == {"sent": 41}


async def test_a_stopped_notice_never_goes(world: World, crowd: list[int]) -> None:
    spread_to(world, 1, crowd[0], crowd[19], watch_at=world.wall.now())
    await world.sender().sweep()
    spread_to(world, 1, crowd[0], crowd[-1], watch_at=world.wall.now())
    world.store.write_now(lambda session: hold(session.connection(), 1, 5))
    assert _all(world, drop_unsent, 1) == 20
    await world.sender().sweep()
    assert world.states() == {"sent": 20, "dropped": 20}
    watched = select(OutboxRow.id).where(
        OutboxRow.watch_at.is_not(None), OutboxRow.state == "dropped"
    )
    assert world.store.read_now(lambda session: session.scalars(watched).all()) == []


async def test_what_is_sent_while_it_is_put_aside_counts_as_sent(
    world: World, crowd: list[int]
) -> None:
    spread_to(world, 1, crowd[0], crowd[0])
    sender = world.sender()
    real = world.channel.send

    async def meanwhile(address: str, message: Any, *, key: str) -> str:
        await asyncio.to_thread(
            world.store.write_now, lambda session: hold(session.connection(), 1, 10)
        )
        return await real(address, message, key=key)

    world.channel.send = meanwhile  # type: ignore[method-assign]  # it is paused during the call
    await sender.sweep()
    assert world.states() == {"sent": 1}


async def test_a_queue_over_its_limit_makes_notices_wait_and_nobody_else(
    world: World, crowd: list[int]
) -> None:
    spread_to(world, 1, crowd[0], crowd[19])
    sender = world.sender(crowded=10)
    for person in crowd[20:36]:
        world.telling(person)
    await sender._claimer.claim()
    assert sender.notices_wait == "queue"
    await sender.sweep()
    assert world.states() == {"sent": 16, "due": 20}
    world.wall.advance(seconds=3)
    await sender.sweep()
    assert sender.notices_wait == ""
    assert world.states() == {"sent": 36}


async def test_while_a_channel_rests_its_notices_stay_in_the_table(
    world: World, crowd: list[int]
) -> None:
    spread_to(world, 1, crowd[0], crowd[-1])
    sender = world.sender(chunk=5)
    world.channel.fail(RetryLater(60, everyone=True))
    await sender.sweep()
    assert world.states()["due"] >= 20
    urgent = world.telling(crowd[0], priority=int(Priority.URGENT))
    await sender.sweep()
    assert world.row(urgent).state == "leased"  # it goes first when the channel takes calls again
    world.wall.advance(seconds=61)
    await sender.sweep()
    assert world.states() == {"sent": 41}


async def test_an_answer_that_has_waited_too_long_makes_notices_wait(
    world: World, crowd: list[int]
) -> None:
    spread_to(world, 1, crowd[0], crowd[5])
    waited = world.wall.now() - timedelta(seconds=61)
    world.telling(crowd[9], priority=int(Priority.ANSWER), not_before=waited)
    sender = world.sender()
    await sender._claimer.claim()
    assert sender.notices_wait == "answers"
    await sender.settled()
    assert world.states() == {"sent": 1, "due": 6}


def _all(world: World, change: Any, notice: int) -> int:
    """Chunk after chunk, until there is nothing left to change."""
    total = 0
    while changed := world.store.write_now(lambda session: change(session.connection(), notice, 7)):
        total += changed
    return total
