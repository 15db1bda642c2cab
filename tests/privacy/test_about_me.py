"""[我的资料]: what is kept, putting it right, who looked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.privacy.tables import AccessNote
from tests.linking.world import TwoChats
from tests.privacy.acting import child_of, person, set_person

CHOICES = ("[1 改一改]", "[2 下载全部]", "[3 谁看过]", "[4 都同意过什么]", "[5 删掉]")


async def opens_my_data(town: TwoChats, alias: str = "wang") -> None:
    town.known(alias)
    await town.person(alias).says("主页")
    await town.person(alias).taps("我的资料")


async def test_what_is_kept_stands_in_eight_lines_and_five_buttons(town: TwoChats) -> None:
    town.known("wang")
    wang = town.person("wang")
    await wang.says("主页")
    await wang.taps("我的资料").sees(
        "名字王桂兰，称呼王姨", "3 号楼 2 单元 401", "尾号 0021", "社区值班、网格员和您的大夫看得见",
        "找人帮忙 0 回", "家庭医生：阳光家庭医生团队", *CHOICES,
    )  # fmt: skip
    lines = [len(message.lines) for _version, message in wang.handset.messages()[-2:]]
    assert lines == [4, 4]


async def test_a_stranger_has_nothing_kept_and_may_still_ask_for_all_of_it(town: TwoChats) -> None:
    someone = town.stranger()
    await someone.opens()
    await someone.handset.tap("t.about_me")
    assert "没记您的称呼" in someone.screen
    assert {"下载全部", "删掉"} <= set(someone.buttons())


# -- putting it right --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("what", "typed", "said", "column", "value"),
    [
        ("改名字", "王桂蓝", "名字是王桂蓝", "name", "王桂蓝"),
        ("改电话", "100-0000-7777", "尾号 7777", "phone", "10000007777"),
        ("改生日", "1949年6月7日", "1949年6月7日", "born", "1949-06-07"),
    ],
)
async def test_what_is_wrong_is_put_right_by_the_person(
    town: TwoChats, what: str, typed: str, said: str, column: str, value: str
) -> None:
    await opens_my_data(town)
    wang = town.person("wang")
    await wang.taps("改一改").sees("改哪样？")
    await wang.taps(what)
    await wang.says(typed).sees("记下了", said)
    assert str(getattr(person(town, "wang"), column)) == value


async def test_another_name_is_to_be_confirmed_again(town: TwoChats) -> None:
    set_person(town, "wang", verified_at=town.wall.now())
    await opens_my_data(town)
    wang = town.person("wang")
    await wang.taps("改一改")
    await wang.taps("改名字")
    await wang.says("王桂蓝")
    assert person(town, "wang").verified_at is None


async def test_a_phone_is_found_by_its_new_end(town: TwoChats) -> None:
    await opens_my_data(town)
    before = person(town, "wang")
    wang = town.person("wang")
    await wang.taps("改一改")
    await wang.taps("改电话")
    await wang.taps("没有电话").sees("电话不记了")
    after = person(town, "wang")
    assert before.phone
    assert (after.phone, after.phone_hash, after.tail_hash) == (None, None, None)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("不记得了", "没看懂"),
        ("1949年13月40日", "没看懂"),
        ("2030年1月1日", "没看懂"),
        ("1830年1月1日", "没看懂"),
        ("2015年6月7日", "还没成年"),
    ],
)
async def test_a_birthday_that_cannot_be_is_refused_with_a_remedy(
    town: TwoChats, typed: str, said: str
) -> None:
    before = person(town, "wang").born
    await opens_my_data(town)
    wang = town.person("wang")
    await wang.taps("改一改")
    await wang.taps("改生日")
    await wang.says(typed).sees(said)
    assert person(town, "wang").born == before


async def test_a_name_is_no_novel(town: TwoChats) -> None:
    await opens_my_data(town)
    wang = town.person("wang")
    await wang.taps("改一改")
    await wang.taps("改名字")
    await wang.says("王" * 30).sees("2 到 20 个字")


# -- who looked --------------------------------------------------------------------------------------
def looked(town: TwoChats, by: str, role: str, why: str, **more: object) -> None:
    note = AccessNote(
        **{
            "person_id": town.ids["wang"], "by_person": town.ids[by], "role": role,
            "what": "record", "why": why, "at": town.wall.now(), **more,
        }
    )  # fmt: skip
    town.write(lambda session: session.add(note))


async def test_who_looked_and_why_is_told_by_role_and_day(town: TwoChats) -> None:
    looked(town, "zhoumin", "grid_worker", "上门走访")
    await opens_my_data(town)
    phone = person(town, "zhoumin").phone or ""
    await (
        town.person("wang")
        .taps("谁看过")
        .sees("网格员周敏看过：上门走访", "12月8日")
        .but_not(phone[-4:])
    )


async def test_nobody_has_looked(town: TwoChats) -> None:
    await opens_my_data(town)
    await town.person("wang").taps("谁看过").sees("还没有人看过")


async def test_the_newest_four_come_first_and_the_rest_is_one_tap_on(town: TwoChats) -> None:
    for day in range(6):
        looked(town, "zhoumin", "", f"第 {day} 回", at=town.wall.now() + timedelta(minutes=day))
    await opens_my_data(town)
    wang = town.person("wang")
    await wang.taps("谁看过").sees("第 5 回", "第 2 回").but_not("第 1 回")
    await wang.taps("再往前").sees("第 1 回", "第 0 回").but_not("第 2 回", "再往前")


async def test_what_one_took_home_oneself_is_no_look(town: TwoChats) -> None:
    await opens_my_data(town)
    wang = town.person("wang")
    await wang.taps("下载全部")
    await wang.says("主页")
    await wang.taps("我的资料").sees("看过您的记录 0 回")


# -- for a child -------------------------------------------------------------------------------------
async def test_a_guardian_reads_the_childs_and_a_worker_reads_it_in_the_record(
    town: TwoChats,
) -> None:
    child = child_of(town, "xiaoshu", "wang")
    town.known("wang")
    await town.person("wang").opens()
    await town.person("wang").handset.tap(f"w.{child}.t.about_me")
    assert "王小树" in "".join(text.text for _v, text in town.person("wang").handset.messages())
    town.known("zhoumin")
    await town.person("zhoumin").opens()
    await town.person("zhoumin").handset.tap(f"w.{child}.t.about_me")
    assert "在他的记录里看" in town.person("zhoumin").screen
    assert "实验小学" not in town.person("zhoumin").screen
