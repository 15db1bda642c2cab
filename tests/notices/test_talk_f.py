"""Talk F up to its sending, tap by tap, with its numbers of taps: a director sends a must-reach notice.

The same words on the memory channel, on the real web chat over HTTP and on Telegram.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from models.clocks import FixedClock
from models.store import Store
from tests.notices.homes import newest, of_talk_f, sent_rows
from tests.talks.telegram import open_telegram_world
from tests.talks.web import open_web_world
from tests.talks.world import World, open_world

KINDS = "[1 停水] [2 停电] [3 停暖] [4 活动] [5 自己写]"
BUILDINGS = "[1 1 号楼] [2 2 号楼] [3 3 号楼] [4 4 号楼] [5 5 号楼]"
TEXT = (
    "“明天（12月17日 周四）早 8 点到下午 4 点，3 号楼、5 号楼停水。今晚先把水接好。\n"
    "不方便接水的，点[帮我接水]。富华社区 0432-000-0016”　[知道了] [帮我接水]"
)
COUNT = "一共 126 户：手机能收到 97 户，家里人代收 11 户，手机收不到 18 户，要打电话或上门。"


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


async def test_a_director_sends_what_must_reach_every_door(town: World) -> None:
    of_talk_f(town)
    zheng = town.person("zheng")
    town.known("zheng")
    await zheng.opens()
    if "传出去" in zheng.screen:
        await zheng.taps("行")
    zheng.taps_made = 0

    await zheng.taps("发通知").sees("哪种？", KINDS)
    await zheng.taps("停水").sees("发给哪儿？", "[1 全社区] [2 挑楼] [3 挑人]")
    await zheng.taps("全社区").sees(
        "全社区是 21 栋楼、1148 户。都停吗？", "[1 都停] [2 不是，挑楼]"
    )
    await zheng.taps("不是，挑楼").sees("挑楼，点一下勾上。", BUILDINGS)
    await zheng.taps("3 号楼")
    await zheng.taps("5 号楼")
    await zheng.taps("选好了").sees("几点停到几点？照平常话写就行。")
    await zheng.says("明天早8点到下午4点").sees(
        "发出去是这样：", TEXT, COUNT, "要一户不落。1 分钟发完。",
        "[1 发出去] [2 改一改] [3 先发给我自己看] [不发了]",
    )  # fmt: skip
    assert (zheng.taps_made, zheng.lines_typed) == (7, 1)
    await zheng.taps("发出去").sees("发了，编号 ")
    assert (zheng.taps_made, zheng.lines_typed) == (8, 1)  # without the slip: 7 and 1

    notice = newest(town)
    assert (notice.state, notice.total) == ("sending", 126)
    assert {row.key for row in sent_rows(town, notice.id)}
