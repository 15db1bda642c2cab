"""[删掉]: what goes, what stays by law, asked twice; and afterwards a stranger writes."""

from __future__ import annotations

import pytest

from models.register.tables import Account, Person
from tests.furniture import huadian
from tests.linking.world import TwoChats
from tests.privacy.acting import child_of, person


async def begins(town: TwoChats, alias: str = "wang") -> None:
    town.known(alias)
    await town.person(alias).says("主页")
    await town.person(alias).taps("我的资料")
    await town.person(alias).taps("删掉")


async def test_it_says_what_goes_and_what_stays_and_asks_twice(town: TwoChats) -> None:
    await begins(town)
    wang = town.person("wang")
    assert "找不回来" in wang.screen
    assert f"依法得留的有 {len(huadian().locked)} 样" in wang.screen
    await wang.taps("看留哪些").sees(*(one.law.zh for one in huadian().locked))
    await wang.taps("接着删").sees("最后问一回", "[1 先不删]", "[2 都删掉]")
    assert person(town, "wang").name == "王桂兰"
    await wang.taps("都删掉").sees("都删了")
    assert person(town, "wang").gone == "erased"
    assert person(town, "wang").name == ""


async def test_afterwards_the_same_chat_greets_a_stranger(town: TwoChats) -> None:
    await begins(town)
    wang = town.person("wang")
    await wang.taps("接着删")
    await wang.taps("都删掉").sees("都删了", "不是真人").but_not("王姨")
    await wang.says("您好").sees("不是真人", "要人帮忙").but_not("王姨")
    mine = town.read(
        lambda session: session.query(Account).filter_by(address="demo-wang").one().person_id
    )
    assert mine != town.ids["wang"]
    assert town.read(lambda session: session.get_one(Person, mine)).name == ""


@pytest.mark.parametrize("label", ["先不删"])
async def test_not_now_deletes_nothing(town: TwoChats, label: str) -> None:
    await begins(town)
    wang = town.person("wang")
    await wang.taps(label)
    await begins(town)
    await wang.taps("接着删")
    await wang.taps(label)
    assert person(town, "wang").name == "王桂兰"


async def test_while_a_case_is_open_it_is_refused_kindly_and_before_the_talk(
    town: TwoChats,
) -> None:
    town.known("wang")
    wang = town.person("wang")
    await wang.says("主页")
    for label in ("要人帮忙", "暖气不热", "哪儿都凉", "冻得慌", "对，叫人来"):
        await wang.taps(label)
    await begins(town)
    assert "还有 1 件事没办完" in wang.screen
    assert "找不回来" not in wang.screen


async def test_a_guardian_and_a_worker_first_hand_over(town: TwoChats) -> None:
    child_of(town, "xiaoshu", "wang")
    await begins(town)
    assert "孩子不能没有监护人" in town.person("wang").screen
    await begins(town, "zhoumin")
    assert "先跟社区说一声不做了" in town.person("zhoumin").screen


async def test_what_comes_up_in_the_middle_of_the_talk_stops_it_too(town: TwoChats) -> None:
    await begins(town)
    wang = town.person("wang")
    await wang.taps("接着删")
    child_of(town, "xiaoshu", "wang")
    await wang.taps("都删掉").but_not("都删了")
    assert person(town, "wang").name == "王桂兰"
