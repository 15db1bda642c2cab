"""Talk B, tap by tap, with its numbers of taps: a daughter far away books the doctor for her mother.

The same words on the memory channel, on the real web chat over HTTP and on Telegram.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from models.clocks import FixedClock
from models.store import Store
from tests.talks.phones import Person
from tests.talks.telegram import open_telegram_world
from tests.talks.web import open_web_world
from tests.talks.world import World, open_world
from tests.visits.clinic import AT_HOME, acts_for, lets_keep, opens

TIMES = "[1 明天 周四 9:00] [2 后天 周五 14:00] [3 下周一 9:30] [4 别的日子] [5 请大夫上门]"


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


async def known(town: World, *people: Person) -> None:
    """Both use it for long; where a platform carries words abroad they have said yes to that."""
    for person in people:
        town.known(person.name)
        await person.opens()
        if "传出去" in person.screen:
            await person.taps("行")
        person.taps_made = 0


async def test_a_daughter_books_the_doctor_for_her_mother(town: World) -> None:
    wang, lifang, sun, he = map(town.person, ("wang", "lifang", "sun", "he"))
    opens(town)
    opens(town, AT_HOME, "home_visit")
    acts_for(town, "lifang", "wang", "visits", kin="mother")
    lets_keep(town, "wang")
    await known(town, wang, lifang, sun, he)

    await lifang.taps("约大夫").sees("给谁约？")
    mother = lifang.buttons()[0]
    assert mother.startswith("妈妈 ")
    assert lifang.buttons()[1] == "我自己"
    await lifang.taps(1).sees(
        "妈妈的家庭医生是阳光卫生服务站的何大夫。最近三个空：",
        TIMES,
    )
    await lifang.taps(1).sees(
        "主要看什么？只有大夫那边看得见。",
        "[1 量血压、开药] [2 腿脚疼] [3 感冒咳嗽] [4 自己写] [5 见了大夫再说]",
    )
    await lifang.taps(1).sees("有人陪妈妈去吗？", "[1 有人陪] [2 她自己能走] [3 想找个人陪]")
    await lifang.taps(3).sees(
        "您看对不对：",
        f"{mother}，12月10日 周四 9:00，阳光卫生服务站，何大夫",
        "量血压、开药。要找个人陪着去",
        "[1 对，约上] [2 改一改]",
    )
    assert lifang.taps_made == 5  # and one to send it
    await lifang.taps(2).sees("改哪样？", "[1 给谁办] [2 时间] [3 看什么] [4 谁陪着]")
    await lifang.taps(2)
    assert TIMES in lifang.screen  # the same screen as before: nothing new to look for
    await lifang.taps(2).sees(
        f"{mother}，12月11日 周五 14:00，阳光卫生服务站，何大夫", "量血压、开药。要找个人陪着去"
    )
    assert lifang.taps_made == 5 + 3
    await lifang.taps("对，约上").sees(
        "约上了，编号 ", "陪着去的人，周四中午 12 点前给您信儿。",
        "我这就告诉妈妈，头天晚上、当天中午再各提醒她一遍。",
        "加到手机日历", "改时间]", "不去了]",
    )  # fmt: skip
    assert lifang.taps_made == 6 + 3
    assert lifang.lines_typed == 0

    await wang.looks().sees(
        "给您约了何大夫，后天（周五）下午 2 点，阳光卫生服务站。",
        "带上医保卡和正吃的药盒。",
        "[1 知道了] [2 我不想去] [3 换个时间]",
    )
    for word in ("血压", "开药"):
        assert word not in wang.screen
    await wang.taps("知道了")
    await lifang.looks().sees("妈妈看见了，点了“知道了”。")

    await sun.looks().sees("有人出门想找个伴", "[1 我去]")
    await sun.taps("我去")
    await sun.taps(3)
    await town.wait(hours=42, minutes=46)  # Friday 14:06
    lifang.new_words()
    await he.opens()
    await he.taps("今天的约").sees("今天 1 位", "14:00")
    await he.taps(1).sees("12月11日 周五 14:00")
    await he.taps("到了").sees("记下了，到了。")
    await lifang.looks().sees("妈妈到服务站了，", "陪着呢。")
    await town.wait(minutes=46)
    await he.taps(1)
    await he.taps("看完了").sees("记下了，看完了。")
    await lifang.looks().sees(
        "看完了，", "送妈妈回家。大夫怎么说，请问妈妈，或打服务站 0432-000-0052，我这儿不记病情。"
    )
