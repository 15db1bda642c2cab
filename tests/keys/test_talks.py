"""People go on talking while the keys are turned, and notice nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from models import keys
from models.help.tables import Case
from models.keys import file
from models.register import hashes
from models.register.tables import Person
from models.rotation.moving import Mover
from models.rotation.turning import Turning
from models.store import Store
from tests.keys.town import fresh_file
from tests.talks.world import World, open_world

ASK = ("要人帮忙", "暖气不热", "哪儿都凉", "还行", "对，叫人来")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "keys.env"
    fresh_file(path)
    keys.install(file.read_ring(path))
    return path


@pytest.fixture
async def world(path: Path, store: Store, wall: object) -> AsyncIterator[World]:
    world = open_world(store, wall)  # type: ignore[arg-type]  # the fixture's clock
    store.write_now(keys.check_keys)
    yield world
    await world.core.stop()


def steps_of(world: World) -> list[Callable[[], Awaitable[object]]]:
    """A resident asks for help, a volunteer takes it, one step after the other."""
    wang, zhao, sun = map(world.person, ("wang", "zhao", "sun"))
    return [
        sun.opens,
        zhao.opens,
        lambda: wang.says("主页"),
        *(lambda label=label: wang.taps(label) for label in ASK),
        lambda: zhao.says("主页"),
        lambda: wang.says("主页"),
    ]


async def test_a_talk_goes_on_at_every_step_of_the_turn(
    world: World, path: Path, database_url: str
) -> None:
    world.known("wang")
    loop, todo = asyncio.get_running_loop(), iter(steps_of(world))
    taken = 0

    async def next_step() -> None:
        nonlocal taken
        step = next(todo, None)
        if step is not None:
            keys.look_again()  # a second has passed
            await step()
            taken += 1

    def somebody_writes(_word: str) -> None:
        asyncio.run_coroutine_threadsafe(next_step(), loop).result(30)

    def turn() -> None:
        with closing(Store.open(database_url)) as other:
            Turning(
                other, path, file.read(path), world.wall,
                pause=lambda _seconds: None, probe=somebody_writes,
            ).turn()  # fmt: skip

    await asyncio.to_thread(turn)
    keys.look_again()
    new = file.read(path).first
    assert taken >= len(ASK) + 3
    assert new != "k1"

    def look(session: object) -> tuple[int, str | None]:
        cases = list(session.scalars(select(Case)))  # type: ignore[attr-defined]
        phone = session.get_one(Person, world.ids["wang"]).phone  # type: ignore[attr-defined]
        found = select(Person.id).where(Person.phone_hash.in_(hashes.phone_hashes(phone)))
        assert world.ids["wang"] in set(session.scalars(found))  # type: ignore[attr-defined]
        assert [case.details for case in cases]
        return len(cases), phone

    assert world.core.store.read_now(look)[0] == 1
    ring = file.read(path).ring()
    left = Mover(world.core.store, ring, rest=lambda _s: None, probe=lambda _w: None).left()
    assert not left
