"""A list sent over Telegram: read like any other, and its tables given out on the web page."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.settings import SHOWABLE
from models.clocks import FixedClock
from models.store import Store
from tests.imports.lists import CHILD, GRANDMA, kept, residents
from tests.talks.telegram import TelegramHandset, TelegramWorld, open_telegram_world


@pytest.fixture
async def town(store: Store, wall: FixedClock) -> AsyncIterator[TelegramWorld]:
    async with open_telegram_world(store, wall, "polling", frozenset(SHOWABLE)) as world:
        world.known("limin")
        yield world


async def test_a_document_is_a_list_and_what_is_wrong_leads_to_the_web_page(
    town: TelegramWorld,
) -> None:
    limin = town.person("limin")
    phone = limin.handset
    assert isinstance(phone, TelegramHandset)
    await phone.phone.file(residents(GRANDMA, CHILD), "台账.xlsx", "application/vnd.ms-excel")
    await town.settle()
    assert "正在看" in limin.new_words()
    await kept(town)
    said = limin.new_words()
    assert "居民表看完了，一共 2 行" in said
    await limin.taps("看看毛病").sees("第 4 行，监护人")
    await limin.taps("回到这张表").sees("在网页上下载")


async def test_a_file_larger_than_a_bot_may_fetch_is_refused_by_its_size(
    town: TelegramWorld,
) -> None:
    limin = town.person("limin")
    phone = limin.handset
    assert isinstance(phone, TelegramHandset)
    await phone.phone.sends(document={"file_id": "BQAC9", "file_size": 200_000_000})
    await town.settle()
    assert "超过 20 兆" in limin.new_words()
    assert "getFile" not in [call.method for call in town.telegram.calls]
