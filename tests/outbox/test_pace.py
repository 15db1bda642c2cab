"""One budget a channel: nobody who waits is made to wait by those who do not."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.channels.base import Abilities
from bot.outbox.pace import Bucket
from models.messages import Priority
from tests.outbox.world import World


def test_a_bucket_lets_its_burst_go_and_then_its_pace() -> None:
    bucket = Bucket(2, 4)
    for _ in range(4):
        assert bucket.wait(Priority.ANSWER, 100.0) == 0.0
        bucket.take()
    assert bucket.wait(Priority.ANSWER, 100.0) == 0.5
    assert bucket.wait(Priority.ANSWER, 100.5) == 0.0


def test_worse_messages_leave_room_for_better_ones() -> None:
    bucket = Bucket(10, 10)
    went = 0
    while bucket.wait(Priority.NOTICE, 1.0) == 0.0:
        bucket.take()
        went += 1
    assert went == 6
    for _ in range(4):
        assert bucket.wait(Priority.ANSWER, 1.0) == 0.0
        bucket.take()
    assert bucket.wait(Priority.ANSWER, 1.0) > 0.0


@pytest.mark.parametrize("burst", [0, 1, 2, 3])
def test_a_small_budget_keeps_no_class_out_for_ever(burst: int) -> None:
    bucket = Bucket(1, burst)
    for priority in Priority:
        assert bucket.wait(priority, 1e9) == 0.0


def test_no_limit_is_no_limit() -> None:
    bucket = Bucket(0, 0)
    for _ in range(1000):
        assert bucket.wait(Priority.NOTICE, 0.0) == 0.0
        bucket.take()
    assert bucket.full(0.0)


async def test_an_answer_goes_at_once_while_a_notice_to_many_is_under_way(world: World) -> None:
    world.add_channel("slow", Abilities(per_second=10, burst=10))
    for number in range(30):
        world.telling(world.person(("slow", f"n{number}")), priority=int(Priority.NOTICE))
    waiting = world.person(("slow", "w"))
    sender = world.sender()
    await sender.sweep()
    slow = world.channels["slow"]
    sender.hand_over([world.reply(sender, waiting, f"第{n}句") for n in range(4)])
    await sender.settled()
    assert world.texts("w", slow) == [f"第{n}句" for n in range(4)]  # type: ignore[arg-type]  # memory
    assert world.states()["sent"] == 6 + 4


async def test_the_pace_of_a_channel_is_kept(world: World) -> None:
    world.add_channel("slow", Abilities(per_second=5, burst=5))
    people = [world.person(("slow", f"n{number}")) for number in range(20)]
    for person in people:
        world.telling(person, priority=int(Priority.ANSWER))
    sender = world.sender()
    sent = []
    for _ in range(5):
        await sender.sweep()
        sent.append(world.states().get("sent", 0))
        world.wall.advance(seconds=1)
    assert [later - earlier for earlier, later in pairwise(sent)] == [5, 5, 5, 0]
    assert sent[-1] == 20


async def test_the_pace_of_one_chat_delays_no_other(world: World) -> None:
    world.add_channel("paced", Abilities(chat_per_second=1, chat_burst=1))
    one, two = world.person(("paced", "a")), world.person(("paced", "b"))
    sender = world.sender()
    sender.hand_over([world.reply(sender, one, f"第{n}句") for n in range(3)])
    sender.hand_over([world.reply(sender, two, "快")])
    await sender.settled()
    paced = world.channels["paced"]
    counts = []
    for _ in range(3):
        await sender.settled()
        counts.append(len(world.texts("a", paced)))  # type: ignore[arg-type]  # memory
        world.wall.advance(timedelta(seconds=1))
    assert counts == [1, 2, 3]
    assert len(world.texts("b", paced)) == 1  # type: ignore[arg-type]  # memory
