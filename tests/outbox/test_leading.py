"""Several instances on one database: one claims, all answer, and nobody's rows are left behind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from typing import Any

import pytest

from bot.outbox.sender import Sender
from models.clocks import FixedClock
from models.outbox.freeing import leases_of_others, release_of
from models.store import Store
from tests.outbox.world import World

QUICK: dict[str, Any] = {"lead": 0.02, "shared_poll": 0.02}


class Two:
    """Two instances, each with its own connections; one database and one platform."""

    def __init__(self, one: World, other: World) -> None:
        self.one, self.other = one, other
        other.channels = one.channels
        self.first = one.sender("first", **QUICK)
        self.second = other.sender("second", **QUICK)

    async def started(self) -> None:
        self.first.start()
        await _until(lambda: self.first.leads)
        self.second.start()
        await asyncio.sleep(0.1)


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - the other instance has no event for us
            await asyncio.sleep(0.01)


@pytest.fixture
async def two(postgresql_url: str, wall: FixedClock) -> AsyncIterator[Two]:
    with (
        closing(Store.open(postgresql_url, wall=wall)) as one,
        closing(Store.open(postgresql_url, wall=wall)) as other,
    ):
        made = Two(World(one, wall), World(other, wall))
        yield made
        await made.one.end()
        await made.other.end()


def said(world: World, address: str) -> list[str]:
    return world.texts(address)


async def test_only_one_claims_and_both_answer(two: Two) -> None:
    await two.started()
    assert (two.first.leads, two.second.leads) == (True, False)
    person, asker = two.one.person(("memory", "a")), two.one.person(("memory", "b"))
    two.second.hand_over([two.other.reply(two.second, asker, "马上来")])
    row = two.one.telling(person)
    await _until(lambda: two.one.row(row).state == "sent")
    await _until(lambda: said(two.one, "b") == ["马上来"])
    assert ("memory", "sent") in two.other.faults
    assert two.other.faults.count(("memory", "sent")) == 1
    assert two.one.faults.count(("memory", "sent")) == 1


async def test_whoever_stops_hands_over_at_once(two: Two) -> None:
    await two.started()
    await two.first.stop()
    await _until(lambda: two.second.leads)
    row = two.one.telling(two.one.person(("memory", "a")))
    await _until(lambda: two.one.row(row).state == "sent")


async def test_what_a_dead_instance_held_goes_out_long_before_its_lease_lapses(two: Two) -> None:
    dead = "gone#0"
    person = two.one.person(("memory", "a"))
    held: dict[str, Any] = {
        "state": "leased",
        "lease": dead,
        "lease_until": two.first.lease_until(),
    }
    row = two.one.telling(person, **held)
    await two.started()
    await _until(lambda: two.one.row(row).state == "sent")


async def test_what_a_living_instance_holds_is_left_to_it(two: Two) -> None:
    await two.started()
    person = two.one.person(("memory", "a"))
    row = two.other.reply(two.second, person, "我来说")  # committed, not yet handed over
    await asyncio.sleep(0.3)  # several looks of the leader
    assert two.one.row(row.id).state == "leased"
    two.second.hand_over([row])
    await _until(lambda: two.one.row(row.id).state == "sent")


async def test_only_what_is_in_dead_hands_is_freed(world: World) -> None:
    person = world.person(("memory", "a"))
    sender: Sender = world.sender()
    until = sender.lease_until()
    rows = [
        world.telling(person, state="leased", lease=lease, lease_until=until)
        for lease in ("dead#1", "alive#2", "", sender.lease)
    ]
    found = world.store.read_now(
        lambda session: leases_of_others(session.connection(), sender.lease)
    )
    assert sorted(found) == ["alive#2", "dead#1"]
    assert world.store.write_now(lambda session: release_of(session.connection(), {"dead#1"})) == 1
    assert [world.row(row).state for row in rows] == ["due", "leased", "leased", "leased"]
