"""Talks A and D, tap by tap, with their numbers of taps: a resident asks, and somebody comes.

The same words are held on the memory channel, on the real web chat over HTTP, and on Telegram over
a fake Bot API, by polling and by webhook.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.clocks import FixedClock
from models.store import Store
from models.tasks.tables import Offer
from tests.talks.phones import Person
from tests.talks.telegram import open_telegram_world
from tests.talks.web import open_web_world
from tests.talks.world import World, open_world

CHANNELS = ("memory", "webchat", "polling", "webhook")


@pytest.fixture(params=CHANNELS)
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


async def hears_where_words_go(person: Person) -> None:
    """On a platform that carries words abroad one more question is asked, once."""
    if "传出去" in person.screen:
        await person.taps("行")


async def test_a_resident_asks_for_help_and_somebody_comes(town: World) -> None:
    wang, zhao, sun, limin = map(town.person, ("wang", "zhao", "sun", "limin"))
    for worker in (zhao, sun, limin):
        await worker.opens()
    zhao.taps_made = 0

    await wang.opens("card:1").sees(
        "不是真人", "只用来找人给您办事", "[1 行]", "[2 不行]", "[念给我听]"
    )
    await wang.taps("行").sees("记下了。以后")
    await hears_where_words_go(wang)
    assert "王姨，您有什么事？" in wang.screen
    wang.taps_made = 0

    await wang.taps("要人帮忙").sees(
        "哪样事？", "[1 暖气不热]", "[6 别的事]", "[0 返回]", "[不办了]"
    )
    await wang.taps("水管、漏水").sees("水怎么了？")
    await wang.says("0").sees("哪样事？")
    wang.taps_made -= 1  # the slip of talk A
    await wang.says("1").sees("哪儿不热？", "[1 哪儿都凉]")
    await wang.says("1").sees("屋里冻得慌不？")
    await wang.taps("冻得慌").sees(
        "您看对不对：",
        "王桂兰，阳光社区 3 号楼 2 单元 401",
        "暖气哪儿都凉，冻得慌。电话用尾号 0021 的",
    )
    await wang.taps("对，叫人来").sees(
        "收到了，这就给您找人。6 点前一准给您回话。", "编号", "社区值班 0432-000-0031",
        "先把门窗关严，多穿一层。", "屋里千万别点炭、别烧火盆。",
    ).but_not("网格")  # fmt: skip

    await zhao.looks().sees(
        "有家暖气不热", "阳光社区", "7 点前到", "会修暖气", "有 11 天没找您了", "[1 我去]"
    )
    for private in ("王", "401", "0021", "78", "3 号楼"):
        assert private not in zhao.screen
    await zhao.taps("我去").sees("几点能到？")
    await zhao.taps(2).sees("这事归您了", "王姨", "3 号楼 2 单元 401", "只放气、看阀门")
    sun.sees("已经有人去了")
    answered = [shown for _version, shown in zhao.handset.messages() if "几点能到？" in shown.text]
    assert not any(option.number for shown in answered for option in shown.options)

    await wang.looks().sees(
        "找到人了。红色帮帮团的赵师傅",
        "穿红马甲",
        "敲门暗号是【",
        "不要钱，也不问您要卡、要验证码。",
    )
    await wang.says("大冷天的，太麻烦人家了").sees("不麻烦。赵师傅自己点的“我去”")

    await limin.opens()
    await zhao.taps("我出发了").sees("路滑，慢点走")
    wang.sees("赵师傅出发了")
    await town.wait(minutes=64)
    await zhao.taps("办完了").sees("弄好了没有？")
    await zhao.taps("弄好了").sees("辛苦了", "64 分钟", "已经从这儿撤了")
    assert "401" not in "".join(message.text for _version, message in zhao.handset.messages())

    wang.sees("赵师傅说", "屋里热乎了没有？", "[1 热乎了]", "[2 还凉]")
    before = wang.taps_made
    await wang.taps("热乎了").sees("那就好，这事办完了。", "[又凉了]", "捎句话")
    assert wang.taps_made - before == 1
    await wang.taps("谢谢他们").sees("捎到了。您早点歇着。")
    zhao.sees("王姨捎话：谢谢您。屋里热乎了。")
    assert zhao.taps_made == 5


@pytest.mark.parametrize("town", ["memory", "webchat"], indirect=True)
async def test_an_unseen_offer_goes_to_the_next_and_one_that_was_seen_stays(town: World) -> None:
    wang, zhao, sun = map(town.person, ("wang", "zhao", "sun"))
    for worker in (zhao, sun):
        await worker.opens()
    town.known("wang")
    await wang.says("主页")
    for label in ("要人帮忙", "暖气不热", "哪儿都凉", "还行", "对，叫人来"):
        await wang.taps(label)
    sun_id, zhao_id = town.ids["sun"], town.ids["zhao"]

    assert offers(town) == {sun_id: "open"}
    await town.wait(minutes=15, seconds=1)
    assert offers(town) == {sun_id: "unreached", zhao_id: "open"}
    await zhao.looks().sees("有家暖气不热", "[1 我去]")
    await town.wait(minutes=16)
    assert offers(town) == {sun_id: "unreached", zhao_id: "open"}

    await zhao.taps("我去")
    await zhao.taps(1).sees("这事归您了")
    await wang.looks().sees("找到人了", "赵师傅")


def offers(town: World) -> dict[int, str]:
    """Who was asked, and how that stands."""

    def look(session: Session) -> dict[int, str]:
        found = session.execute(select(Offer.person_id, Offer.state))
        return {row.person_id: row.state for row in found}

    return town.core.store.read_now(look)
