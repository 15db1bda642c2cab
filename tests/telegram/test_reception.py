"""What becomes of an update: taken, acknowledged, announced; and what the core makes of the kinds
of messages that only a platform like Telegram has."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.channels.memory import MemoryChannel
from bot.channels.telegram.waiting import MOST, Waiting
from bot.dialogue.messages import Incoming, IncomingKind
from models.clocks import FixedClock
from models.help.tables import Attachment
from models.register.tables import Account
from models.store import Store
from tests.talks.scripts import cold
from tests.talks.world import World, open_world
from tests.telegram.arriving import DatabaseAway, Line, open_line, until

GROUP = -100200


@pytest.fixture
async def line(sqlite_url: str, wall: FixedClock) -> AsyncIterator[Line]:
    store = Store.open(sqlite_url, wall=wall)
    async with open_line(store, wall) as opened:
        yield opened
    store.close()


def in_group(words: str, number: int = 7, chat: int = GROUP, **more: Any) -> dict[str, Any]:
    message = {"from": {"id": 11}, "chat": {"id": chat, "type": "group"}, "text": words, **more}
    return {"update_id": number, "message": message}


def from_wang(words: str) -> dict[str, Any]:
    chat = {"id": 11, "type": "private"}
    return {"update_id": 7, "message": {"from": {"id": 11}, "chat": chat, "text": words}}


# -- groups ----------------------------------------------------------------------------------------
async def test_a_group_is_told_in_both_languages_where_to_write_with_a_button(line: Line) -> None:
    line.api.username = "doorstep_bot"
    told = await line.reception.take(in_group("/start"))
    assert told is not None
    assert (told["method"], told["chat_id"]) == ("sendMessage", GROUP)
    assert "单独跟我说" in told["text"]
    assert "write to me alone" in told["text"]
    [[button]] = told["reply_markup"]["inline_keyboard"]
    assert button["url"] == "https://t.me/doorstep_bot"
    assert line.town.taken == []


async def test_a_group_hears_it_at_most_once_an_hour(line: Line) -> None:
    assert await line.reception.take(in_group("/start"))
    line.wall.advance(timedelta(minutes=59))
    assert await line.reception.take(in_group("/start")) is None
    assert await line.reception.take(in_group("/start", chat=-5))
    line.wall.advance(timedelta(minutes=1))
    assert await line.reception.take(in_group("/start"))


async def test_a_group_that_moved_is_the_same_group(line: Line) -> None:
    assert await line.reception.take(in_group("/start"))
    await line.reception.take(in_group("", migrate_to_chat_id=-1009))
    assert await line.reception.take(in_group("/start", chat=-1009)) is None


async def test_the_groups_remembered_are_not_without_end(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.reception.MOST_GROUPS", 2)
    for chat in (-1, -2, -3):
        assert await line.reception.take(in_group("/start", chat=chat))
    assert await line.reception.take(in_group("/start", chat=-3)) is None
    assert await line.reception.take(in_group("/start", chat=-1))


# -- who waits -------------------------------------------------------------------------------------
async def test_who_waits_longer_than_a_moment_is_shown_that_something_comes() -> None:
    told: list[str] = []
    waiting = Waiting(told.append, patience=0.0)
    waiting.began("11")
    waiting.began("12")
    waiting.answered("12")
    await until(lambda: bool(told))
    assert told == ["11"]
    waiting.answered("11")
    waiting.began("11")
    await until(lambda: told == ["11", "11"])


async def test_only_some_are_told_when_hundreds_wait() -> None:
    told: list[str] = []
    waiting = Waiting(told.append, patience=0.0)
    for number in range(200):
        waiting.began(str(number))
    await until(lambda: bool(told))
    assert len(told) == MOST
    waiting.stop()


async def test_who_gets_no_reply_does_not_wait(line: Line) -> None:
    told: list[str] = []
    line.waiting.announce = told.append
    line.waiting._patience = 0.0
    line.town.replies = False
    await line.reception.take(from_wang("嗯"))
    line.town.failing.add("坏")
    with pytest.raises(DatabaseAway):
        await line.reception.take(from_wang("坏"))
    line.town.replies = True
    line.town.slow.add("慢")
    line.supervisor.once("slow", _take(line, "慢"))
    await until(lambda: told == ["11"])


async def _take(line: Line, words: str) -> None:
    await line.reception.take(from_wang(words))


# -- what the core makes of it ---------------------------------------------------------------------
@pytest.fixture
async def world(store: Store, wall: FixedClock) -> AsyncIterator[World]:
    opened = open_world(store, wall)
    yield opened
    await opened.core.stop()


def channel(world: World) -> MemoryChannel:
    assert isinstance(world.channel, MemoryChannel)
    return world.channel


async def does(world: World, kind: IncomingKind, text: str = "", who: str = "demo-wang") -> None:
    await channel(world).does(who, kind, text)


def state_of(world: World, address: str) -> str | None:
    def find(session: Session) -> str | None:
        return session.scalar(select(Account.state).where(Account.address == address))

    return world.core.store.read_now(find)


async def test_who_has_left_is_dead_for_us_until_they_write_again(world: World) -> None:
    world.known("wang")
    wang = world.person("wang")
    await wang.says("主页")
    shown = len(channel(world).phone("demo-wang").messages)
    await does(world, "left")
    assert state_of(world, "demo-wang") == "dead"
    assert len(channel(world).phone("demo-wang").messages) == shown
    await wang.says("主页")
    assert state_of(world, "demo-wang") == "live"


async def test_a_stranger_who_leaves_leaves_nothing_behind(world: World) -> None:
    await does(world, "left", who="new-stranger")
    assert state_of(world, "new-stranger") is None


async def test_who_edits_a_line_is_asked_to_send_it_anew(world: World) -> None:
    world.known("wang")
    await does(world, "edited", "暖气不热")
    assert "照新的再发一遍" in channel(world).screen("demo-wang").text


async def test_an_emergency_is_one_also_when_it_was_mistyped_first(world: World) -> None:
    world.known("wang")
    await does(world, "edited", "救命")
    assert any("120" in one.text for one in channel(world).phone("demo-wang").shown)


@pytest.mark.parametrize(
    ("command", "sees"),
    [
        ("/menu", "您有什么事"), ("/help", "点错了"), ("/mine", "眼下没有您的事儿"),
        ("/english", "What is wrong"), ("/chinese", "水怎么了"), ("/person", "值班"),
    ],
)  # fmt: skip
async def test_each_command_of_the_menu_works_also_in_the_middle_of_a_question(
    world: World, command: str, sees: str
) -> None:
    world.known("wang")
    wang = world.person("wang")
    await wang.says("家里没水").sees("水怎么了")
    await wang.says(command).sees(sees)


async def album(world: World, count: int, group: str) -> int:
    """Send an album as Telegram does: one message a picture. How many messages come back."""
    before = len(channel(world).phone("demo-wang").messages)
    for number in range(count):
        await channel(world).photo("demo-wang", shot(number), album=group)
    return len(channel(world).phone("demo-wang").messages) - before


def shot(shade: int) -> bytes:
    body = BytesIO()
    Image.new("RGB", (64, 48), (shade, 120, 80)).save(body, "JPEG")
    return body.getvalue()


async def test_an_album_gets_one_reply_where_nothing_was_asked(world: World) -> None:
    world.known("wang")
    assert await album(world, 5, "13001") == 1
    assert await album(world, 5, "13002") == 1


async def test_an_album_for_an_open_case_is_kept_whole_and_thanked_for_once(world: World) -> None:
    await cold(world)
    assert await album(world, 3, "13001") == 1
    assert "添上了" in channel(world).screen("demo-wang").text

    def kept(session: Session) -> int:
        return session.scalar(select(func.count()).select_from(Attachment)) or 0

    assert world.core.store.read_now(kept) == 3


async def test_an_album_into_a_question_that_wants_no_picture_is_answered_once(
    world: World,
) -> None:
    world.known("wang")
    wang = world.person("wang")
    await wang.says("家里没水").sees("水怎么了")
    assert await album(world, 4, "13001") == 1
    assert "水怎么了" in channel(world).screen("demo-wang").text
    await wang.taps(1).but_not("前面的按钮")


def test_what_is_read_survives_being_stored() -> None:
    for kind in ("left", "edited"):
        one = Incoming("telegram", "11", "4200.1", kind)
        assert Incoming.from_json(json.loads(json.dumps(one.to_json()))) == one
