"""The same talk on every channel: a place in a lecture is booked, and given up again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import time

import pytest

from models.clocks import FixedClock
from models.store import Store
from tests.bookings.putting_up import DAY, put_up, state_of
from tests.talks.telegram import open_telegram_world
from tests.talks.web import open_web_world
from tests.talks.world import World, open_world


@pytest.fixture(params=("memory", "webchat", "polling"))
async def town(
    request: pytest.FixtureRequest, store: Store, wall: FixedClock
) -> AsyncIterator[World]:
    if request.param == "webchat":
        async with open_web_world(store, wall) as web:
            yield web
    elif request.param == "memory":
        world = open_world(store, wall)
        yield world
        await world.core.stop()
    else:
        async with open_telegram_world(store, wall, request.param) as telegram:
            yield telegram


async def test_a_lecture_is_booked_and_given_up(town: World) -> None:
    put_up(town, "lecture", (DAY, time(15)), places=12)
    wang = town.person("wang")
    town.known("wang")
    await wang.opens()
    if "传出去" in wang.screen:  # a platform that carries words abroad asks once
        await wang.taps("行")
    await wang.taps("讲座活动").sees("想去哪个？", "后天 周四 15:00")
    await wang.taps(1).sees("您看对不对", "还有 12 个位子")
    await wang.taps("对，约上").sees("约上了，编号 ", "后天 周四 15:00", "不去了")
    assert state_of(town, "wang") == ["booked"]
    await wang.taps("不去了").sees("位子留给别人")
    assert state_of(town, "wang") == ["cancelled"]
