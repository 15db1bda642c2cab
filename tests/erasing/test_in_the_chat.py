"""Somebody deletes their data in their own chat: they read that it is done, and are a stranger."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access.tables import WebMessage
from models.clocks import FixedClock
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Person
from models.store import Store
from models.talks.tables import TalkRow
from tests.talks.phones import Person as Someone
from tests.talks.web import open_web_world
from tests.talks.world import World, open_world

T = TypeVar("T")


@pytest.fixture
async def streets(store: Store, wall: FixedClock) -> AsyncIterator[World]:
    world = open_world(store, wall)
    yield world
    await world.core.stop()


@pytest.fixture
async def pages(store: Store, wall: FixedClock) -> AsyncIterator[World]:
    async with open_web_world(store, wall) as world:
        yield world


async def delete_everything(wang: Someone) -> None:
    await wang.says("主页")
    await wang.taps("我的资料")
    await wang.taps("删掉")
    await wang.taps("接着删")
    await wang.taps("都删掉").sees("都删了", "您好")


def look_up(world: World, job: Callable[[Session], T]) -> T:
    return world.core.store.read_now(job)


def accounts(session: Session) -> set[str]:
    live = select(Account.address).where(Account.state == "live")
    return set(session.scalars(live))


async def test_in_a_chat_program_the_next_word_comes_from_a_stranger(streets: World) -> None:
    streets.known("wang")
    wang, me = streets.person("wang"), streets.ids["wang"]
    await wang.says("您好")
    await delete_everything(wang)
    assert "demo-wang" not in look_up(streets, accounts)
    await wang.says("您好").sees("不是真人")
    person = look_up(
        streets, lambda session: session.get_one(Person, streets.person_id("demo-wang"))
    )
    assert person.id > me
    assert person.name == ""


async def test_nothing_of_the_answer_stays_behind(streets: World) -> None:
    streets.known("wang")
    await delete_everything(streets.person("wang"))
    bodies = select(OutboxRow.body).where(OutboxRow.person_id == streets.ids["wang"])
    assert set(look_up(streets, lambda session: session.scalars(bodies).all())) == {None}
    theirs = select(TalkRow).join(Account).where(Account.person_id == streets.ids["wang"])
    assert look_up(streets, lambda session: session.scalars(theirs).all()) == []


async def test_on_a_page_what_was_said_is_gone_and_the_answer_stands(pages: World) -> None:
    pages.known("wang")
    wang = pages.person("wang")
    await wang.opens()
    await wang.says("我是欧阳娜娜娜")
    await delete_everything(wang)
    bodies = look_up(pages, lambda session: session.scalars(select(WebMessage.body)).all())
    said = "".join(line for body in bodies for line in body["lines"])
    assert "都删了" in said
    assert "欧阳娜娜娜" not in said
    await wang.says("您好").sees("不是真人")
