"""One budget a channel: nobody who waits is made to wait by those who do not."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.channels.base import Abilities
from bot.outbox.pace import Bucket, Wall
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


def test_many_go_out_evenly_just_below_the_wall_and_answers_find_the_gap() -> None:
    """Two minutes of a notice to everybody, with an answer now and then: never 31 in a second."""
    wall, chance = Wall(30), random.Random(6)
    now, end = 1_000.0, 1_120.0
    asked = sorted(chance.uniform(now, end) for _ in range(150))
    went, waits = [], []
    while now < end:
        ready = bool(asked) and asked[0] <= now
        wait = wall.wait(Priority.ANSWER if ready else Priority.NOTICE, now)
        if wait > 0.0:
            now = min([now + wait, *(at for at in asked[:1] if at > now)])
            continue
        wall.landed(wall.take(now), now)
        went.append(now)
        if ready:
            waits.append(now - asked.pop(0))
    assert len(went) / 120 >= 29.0
    assert all(later - first > 1.0 for first, later in zip(went, went[30:], strict=False))
    assert sorted(waits)[int(len(waits) * 0.95)] <= 0.026
    assert sorted(waits)[len(waits) // 2] <= 0.016


def test_a_call_counts_from_when_it_can_have_arrived() -> None:
    wall = Wall(2)
    quick, late = wall.take(100.0), wall.take(100.1)
    wall.landed(quick, 100.05)
    wall.landed(late, 100.35)  # 0.2 s longer than the other one: perhaps on its way there
    assert wall.wait(Priority.ANSWER, 101.01) == 0.0
    wall.take(101.01)
    assert wall.wait(Priority.ANSWER, 101.2) == pytest.approx(0.106, abs=0.01)


def test_what_is_urgent_leaves_room_and_what_many_get_makes_it_again() -> None:
    wall = Wall(30)
    assert sum(_goes(wall, Priority.URGENT, 5.0) for _ in range(40)) == 27
    assert sum(_goes(wall, Priority.ANSWER, 5.0) for _ in range(40)) == 3
    assert 0.9 < wall.wait(Priority.NOTICE, 5.0) < 1.1


def _goes(wall: Wall, priority: Priority, now: float) -> bool:
    if wall.wait(priority, now) > 0.0:
        return False
    wall.take(now)
    return True


def test_no_wall_is_no_wall() -> None:
    wall = Wall(0)
    assert all(_goes(wall, Priority.NOTICE, 0.0) for _ in range(1000))


async def test_an_answer_goes_at_once_while_a_notice_to_many_is_under_way(world: World) -> None:
    world.add_channel("slow", Abilities(per_second=10))
    for number in range(30):
        world.telling(world.person(("slow", f"n{number}")), priority=int(Priority.NOTICE))
    waiting = world.person(("slow", "w"))
    sender = world.sender()
    await sender.sweep()
    slow = world.channels["slow"]
    sender.hand_over([world.reply(sender, waiting, f"第{n}句") for n in range(4)])
    await sender.settled()
    assert world.texts("w", slow) == [f"第{n}句" for n in range(4)]  # type: ignore[arg-type]  # memory
    assert world.states()["sent"] == 5 + 4


async def test_the_pace_of_a_channel_is_kept(world: World) -> None:
    world.add_channel("slow", Abilities(per_second=5))
    people = [world.person(("slow", f"n{number}")) for number in range(20)]
    for person in people:
        world.telling(person, priority=int(Priority.ANSWER))
    sender = world.sender()
    sent = []
    for _ in range(5):
        await sender.sweep()
        sent.append(world.states().get("sent", 0))
        world.wall.advance(seconds=1.05)
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
