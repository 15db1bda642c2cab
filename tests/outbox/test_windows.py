"""A platform that lets us write for two days after somebody has written, and five times: as WeChat.

What does not fit is not tried. It goes to the person's next channel, or the ladder goes on without
it; and when they write again, what is still worth saying may go.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.channels.base import Abilities
from bot.channels.memory import MemoryChannel
from models.messages import Priority
from models.outbox.watch import claim_unreached
from models.register.tables import Account
from tests.outbox.world import World

HOURS, QUOTA = 48, 5
STRICT = Abilities(edit=False, withdraw=False, window=timedelta(hours=HOURS), quota=QUOTA)


@pytest.fixture
def strict(world: World) -> MemoryChannel:
    return world.add_channel("strict", STRICT)


def writes(world: World, person: int) -> None:
    """The person writes now, as the intake notes it."""
    now = world.wall.now()
    account = world.account(person).id
    world.store.write_now(
        lambda session: session.execute(
            update(Account).where(Account.id == account).values(last_used_at=now)
        )
    )


async def test_five_messages_after_each_of_theirs_and_the_last_is_kept_for_an_emergency(
    world: World, strict: MemoryChannel
) -> None:
    person = world.person(("strict", "a"))
    sender = world.sender()
    rows = [world.telling(person, priority=int(Priority.NOTICE)) for _ in range(7)]
    await sender.sweep()
    assert len(strict.phone("a").calls) == QUOTA - 1
    assert [world.row(row).state for row in rows] == ["sent"] * 4 + ["unreachable"] * 3
    assert world.row(rows[-1]).fault == "quota"
    world.telling(person, "Fire", priority=int(Priority.EMERGENCY))
    await sender.sweep()
    assert len(strict.phone("a").calls) == QUOTA
    late = world.telling(person, "Flood", priority=int(Priority.EMERGENCY))
    await sender.sweep()
    assert len(strict.phone("a").calls) == QUOTA
    assert world.row(late).fault == "quota"


async def test_an_emergency_takes_the_place_of_what_is_less_urgent(
    world: World, strict: MemoryChannel
) -> None:
    person = world.person(("strict", "a"))
    for _ in range(6):
        world.telling(person, "Notice", args={}, priority=int(Priority.NOTICE))
    world.telling(person, "Fire", args={}, priority=int(Priority.EMERGENCY))
    await world.sender().sweep()
    assert world.texts("a", strict) == ["Fire", "Notice", "Notice", "Notice"]


async def test_two_days_after_their_last_message_nothing_is_tried(
    world: World, strict: MemoryChannel
) -> None:
    person = world.person(("strict", "a"))
    world.wall.advance(hours=HOURS, seconds=-1)
    world.telling(person)
    sender = world.sender()
    await sender.sweep()
    assert len(strict.phone("a").calls) == 1
    world.wall.advance(seconds=1)
    row = world.telling(person, watch_at=world.wall.now() + timedelta(hours=1))
    await sender.sweep()
    assert len(strict.phone("a").calls) == 1
    assert (world.row(row).state, world.row(row).fault) == ("unreachable", "window")
    lost = world.store.write_now(lambda session: claim_unreached(session, world.wall.now()))
    assert [(one.id, one.why) for one in lost] == [(row, "unreachable")]


async def test_what_does_not_fit_goes_to_the_next_channel(
    world: World, strict: MemoryChannel
) -> None:
    person = world.person(("memory", "b"), ("strict", "a"))
    world.wall.advance(hours=HOURS)
    row = world.telling(person)
    await world.sender().sweep()
    assert strict.phone("a").calls == []
    assert len(world.texts("b")) == 1
    assert world.row(row).state == "sent"
    assert not world.channel.phone("b").messages[0].message.quiet


async def test_an_answer_is_always_within_the_window_and_counts(
    world: World, strict: MemoryChannel
) -> None:
    person = world.person(("strict", "a"))
    world.wall.advance(hours=HOURS)
    writes(world, person)
    sender = world.sender()
    sender.hand_over([world.reply(sender, person, "收到了")])
    await sender.settled()
    for _ in range(6):
        world.telling(person, priority=int(Priority.ORDINARY))
    await sender.sweep()
    assert world.texts("a", strict)[0] == "收到了"
    assert len(strict.phone("a").calls) == QUOTA - 1


async def test_when_they_write_again_what_is_still_worth_saying_goes(
    world: World, strict: MemoryChannel
) -> None:
    person = world.person(("strict", "a"))
    world.wall.advance(hours=HOURS)
    now = world.wall.now()
    good = world.telling(person, "StillTrue", args={})
    stale = world.telling(person, "NoLongerTrue", args={})
    over = world.telling(person, "Over", args={}, expires_at=now + timedelta(minutes=1))
    sender = world.sender()
    await sender.sweep()
    assert world.states() == {"unreachable": 3}
    world.wall.advance(minutes=5)
    writes(world, person)
    sender.hand_over([world.reply(sender, person, "您好")])
    for _ in range(100):
        await asyncio.sleep(0.001)
        if world.row(good).state == "due":
            break
    await sender.sweep()
    assert world.texts("a", strict) == ["您好", "StillTrue"]
    assert world.row(stale).state == "dropped"
    assert world.row(over).state == "unreachable"


async def test_two_processes_together_keep_to_the_quota(
    world: World, strict: MemoryChannel
) -> None:
    people = [world.person(("strict", f"p{n}")) for n in range(6)]
    for person in people:
        for _ in range(8):
            world.telling(person, priority=int(Priority.NOTICE))
    one, two = world.sender("one", chunk=7), world.sender("two", chunk=5)
    await asyncio.gather(one.sweep(), two.sweep())
    await asyncio.gather(one.sweep(), two.sweep())
    assert [len(strict.phone(f"p{n}").calls) for n in range(6)] == [QUOTA - 1] * 6
    assert world.states() == {"sent": 24, "unreachable": 24}


async def test_a_quiet_copy_takes_a_place_too(world: World, strict: MemoryChannel) -> None:
    person = world.person(("strict", "a"), ("memory", "b"))
    for _ in range(6):
        world.telling(person)
    await world.sender().sweep()
    assert len(world.texts("b")) == 6
    assert len(strict.phone("a").calls) == QUOTA - 1
