"""Doors and phones do not stand on Telegram: they are behind a link to the web chat, which ends with
the task. The whole way, over HTTP on both sides."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession, CookieJar

from models.clocks import FixedClock
from models.store import Store
from tests.linking.site import Browser
from tests.talks.phones import Person
from tests.talks.telegram import TelegramHandset, TelegramWorld, open_telegram_world

DOOR, PHONE = ("401",), ("100-0000-0021", "10000000021", "0021")


@pytest.fixture
async def town(store: Store, wall: FixedClock) -> AsyncIterator[TelegramWorld]:
    async with open_telegram_world(store, wall, "polling", frozenset({"door", "phone"})) as opened:
        opened.known("wang")
        yield opened


@pytest.fixture
async def browser(town: TelegramWorld) -> AsyncIterator[Browser]:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield Browser(town, session)


async def the_task_is_his(town: TelegramWorld) -> Person:
    wang, zhao = town.person("wang"), town.person("zhao")
    await zhao.opens()
    await wang.says("主页")
    for label in ("要人帮忙", "暖气不热", "哪儿都凉", "冻得慌", "对，叫人来"):
        await wang.taps(label)
    await zhao.looks()
    await zhao.taps("我去")
    await zhao.taps(2)
    return zhao


def link_of(zhao: Person) -> str:
    """The path of the newest link on the phone (a town on this machine writes it out)."""
    assert isinstance(zhao.handset, TelegramHandset)
    words = "\n".join(shown.text for shown in zhao.handset.phone.shown)
    found: list[str] = re.findall(r"http\S+/in/\S+", words)
    return urlsplit(found[-1]).path


async def test_neither_door_nor_phone_ever_stands_on_telegram(town: TelegramWorld) -> None:
    zhao = await the_task_is_his(town)
    assert "〔门牌在网页上〕" in zhao.screen
    assert "王姨" in zhao.screen
    everything = str([dict(call.fields) for call in town.telegram.calls])
    assert "王姨" in everything
    assert not any(private in everything for private in (*DOOR, *PHONE))


async def test_the_link_shows_them_and_ends_with_the_task(
    town: TelegramWorld, browser: Browser
) -> None:
    zhao = await the_task_is_his(town)
    link = link_of(zhao)
    assert "401" not in await browser.page(link)
    seen = await browser.it_is_me(link)
    assert "3 号楼 2 单元 401" in seen
    assert "电话 100-0000-0021" in seen

    await zhao.taps("我出发了")
    await town.wait(minutes=40)
    await zhao.taps("办完了")
    await zhao.taps("弄好了")
    after = await browser.words()
    assert not any(private in after for private in (*DOOR, *PHONE))

    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        another = Browser(town, session)
        assert "401" not in await another.it_is_me(link, "0031")
        assert await another.words() == ""
