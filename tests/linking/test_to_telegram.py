"""From the chat one has to the one of another program: a code, a tap on "it is me", and it is one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.access import links
from models.access.signed import (
    Link,
    LinkKind,
    link_for_me,
    link_to_see,
    read_link,
    short_link,
    sign_link,
)
from models.base import SettingRow
from models.register.tables import Person
from tests.linking.world import BOT, TwoChats, payload


async def my_code(town: TwoChats, alias: str = "wang") -> str:
    """Somebody we know asks for the code in the chat they have."""
    town.known(alias)
    person = town.person(alias)
    await person.says("主页")
    await person.taps("我的资料").sees("Telegram 上也用")
    await person.taps("Telegram 上也用").sees("扫这个码", "别发给别人")
    return payload(person)


async def test_a_code_and_one_tap_make_two_chats_one(town: TwoChats) -> None:
    code = await my_code(town)
    shown = town.newest(town.first, "demo-wang").message
    assert shown.code == shown.options[0].url == f"https://t.me/{BOT}?start={code}"
    phone = town.there("77")
    await phone.opens(code).sees("是您本人吗？", "[1 是我]", "[2 不是我]").but_not("王姨")
    assert town.account("77").person_id != town.ids["wang"]
    await phone.taps("是我").sees("接上了", "传出去", "行不行")
    await phone.taps("行").sees("王姨，您有什么事？")
    assert town.account("77").person_id == town.ids["wang"]


async def test_both_show_the_same_cases(town: TwoChats) -> None:
    code = await my_code(town)
    wang, phone = town.person("wang"), town.there("77")
    await wang.says("主页")
    for label in ("要人帮忙", "暖气不热", "哪儿都凉", "冻得慌", "对，叫人来"):
        await wang.taps(label)
    await phone.opens(code)
    await phone.taps("是我")
    await phone.taps("行")
    await phone.taps("我的事儿").sees("暖气")


async def test_the_old_chat_is_told_with_a_sound_and_the_new_one_is_not(town: TwoChats) -> None:
    code = await my_code(town)
    phone = town.there("77")
    await phone.opens(code)
    await phone.taps("是我").but_not("断开")
    assert "您在 Telegram 上也接上了。不是您接的，点[断开]。" in town.person("wang").screen
    assert town.quiet(town.first, "demo-wang", "也接上了") == [False]


async def test_not_me_leaves_everything_as_it_was(town: TwoChats) -> None:
    code = await my_code(town)
    phone = town.there("77")
    await phone.opens(code)
    await phone.taps("不是我").but_not("王姨")
    assert town.account("77").person_id != town.ids["wang"]
    await phone.opens(code)
    await phone.taps("是我").sees("接上了")


async def test_who_is_there_already_is_told_so_and_gets_no_button_for_it(town: TwoChats) -> None:
    code = await my_code(town)
    phone = town.there("77")
    await phone.opens(code)
    await phone.taps("是我")
    fresh = link_for_me(town.ids["wang"], town.wall.now())
    await phone.opens(fresh).sees("已经接上了").but_not("是您本人吗")
    await town.person("wang").says("主页")
    await town.person("wang").taps("我的资料").but_not("Telegram")


async def test_without_the_other_program_nothing_speaks_of_it(town: TwoChats) -> None:
    town.write(lambda session: session.delete(session.get_one(SettingRow, "telegram.username")))
    town.known("wang")
    await town.person("wang").says("主页")
    await town.person("wang").taps("我的资料").but_not("Telegram")


# -- what is refused ---------------------------------------------------------------------------------
async def test_a_code_works_once(town: TwoChats) -> None:
    code = await my_code(town)
    for address in ("77", "78"):
        await town.there(address).opens(code)
    await town.there("77").taps("是我").sees("接上了")
    await town.there("78").taps("是我").sees("已经用过了").but_not("王姨")
    await town.there("79").opens(code).sees("已经用过了", "您有什么事").but_not("王姨")
    assert town.account("78").person_id != town.ids["wang"]


async def test_a_code_ends_by_the_towns_clock(town: TwoChats) -> None:
    code = await my_code(town)
    phone = town.there("77")
    await phone.opens(code)
    town.wall.advance(timedelta(minutes=30))
    await phone.taps("是我").sees("过了时候")
    await phone.opens(code).sees("过了时候", "您有什么事")
    assert town.account("77").person_id != town.ids["wang"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda code: code[:-1] + ("A" if code[-1] != "A" else "B"),
        lambda code: code.replace("m-", "p-"),
        lambda code: code[:20],
        lambda _code: "c-1-1-" + "A" * 22,
        lambda _code: "-" * 64,
        lambda _code: "中-文" * 9,
    ],
    ids=["mark", "kind", "cut", "made up", "dashes", "chinese"],
)
async def test_a_forged_code_gets_one_sentence_and_the_first_screen(
    town: TwoChats, spoil: object
) -> None:
    code = await my_code(town)
    assert callable(spoil)
    await (
        town.there("77").opens(spoil(code)).sees("不是我们发的", "您有什么事").but_not("是您本人吗")
    )


async def test_a_link_to_see_something_opens_no_chat_here(town: TwoChats) -> None:
    token = link_to_see(town.ids["wang"], "case", 1, town.wall.now())
    await town.there("77").opens(token).sees("请社区再给您一个").but_not("是您本人吗")


async def test_two_people_we_know_are_not_made_one(town: TwoChats) -> None:
    code = await my_code(town)
    town.known("zhao")
    zhao = town.person("zhao")
    await zhao.opens(code).sees("还并不到一块儿").but_not("是您本人吗")
    assert town.account("demo-zhao").person_id == town.ids["zhao"]


async def test_a_payload_may_be_anything(town: TwoChats) -> None:
    phone = town.there("77")
    for words in ("", "see.task.1", "see.nothing.1", "see.task.x", "see..", "g-", "g-g99", "web2"):
        await phone.opens(words).but_not("401", "王姨")
    assert town.account("77").person_id not in town.ids.values()


# -- what goes along ---------------------------------------------------------------------------------
async def test_what_somebody_began_there_before_goes_along(town: TwoChats) -> None:
    code = await my_code(town)
    phone = town.there("77")
    await phone.opens()
    for label in ("要人帮忙", "暖气不热", "哪儿都凉", "冻得慌", "对，叫人来"):
        await phone.taps(label)
    await phone.opens(code)
    await phone.taps("是我").sees("接上了")
    assert town.asker_of_newest() == town.ids["wang"]
    await town.person("wang").says("我的事儿")
    await town.person("wang").looks()
    assert "暖气" in town.person("wang").screen


async def test_an_alarm_and_a_talk_with_a_person_go_along(town: TwoChats) -> None:
    code = await my_code(town)
    phone = town.there("77")
    await phone.says("救命")
    await phone.says("找人说话")
    await phone.opens(code)
    await phone.taps("是我").sees("接上了")
    await phone.taps("点错了，没事").sees("没事就好")
    await phone.says("李敏在吗").sees("记下了")


async def test_two_alarms_are_not_made_one(town: TwoChats) -> None:
    code = await my_code(town)
    phone = town.there("77")
    await town.person("wang").says("救命")
    await phone.says("救命")
    await phone.opens(code)
    await phone.taps("是我").sees("先顾要命的事")
    await phone.opens(code).sees("是您本人吗")


# -- cards and links of staff --------------------------------------------------------------------------
async def test_a_card_opens_the_chat_of_the_one_who_lives_there(town: TwoChats) -> None:
    phone = town.there("77")
    await phone.opens(town.card("wang")).sees("是您本人吗").but_not("王姨")
    await phone.taps("是我").sees("接上了", "行不行")
    assert town.account("77").person_id == town.ids["wang"]


async def test_a_card_used_before_asks_for_the_end_of_the_phone_and_tries_are_few(
    town: TwoChats,
) -> None:
    await town.there("77").opens(town.card("wang"))
    await town.there("77").taps("是我")
    other = town.there("78")
    await other.opens(town.card("wang"))
    await other.taps("是我").sees("最后四位是几").but_not("接上了")
    await other.says("12").sees("打四个数就行")
    for _ in range(4):
        await other.says("9999").sees("对不上", "最后四位是几")
    await other.says("0021").sees("接上了")
    third = town.there("79")
    await third.opens(town.card("wang"))
    await third.taps("是我")
    await third.says("0021").sees("明天再试").but_not("接上了")


@pytest.mark.parametrize("kind", ["card", "person", "invite"])
def test_a_printed_link_and_its_short_form_are_one_link(town: TwoChats, kind: LinkKind) -> None:
    until = None if kind == "card" else town.wall.now() + timedelta(days=7)
    link = Link(kind, 12, 3 if kind == "card" else 1, until)
    printed, short = sign_link(link, until), short_link(link)
    assert read_link(printed, town.wall.now()) == read_link(short, town.wall.now()) == link
    assert links.use_of(read_link(printed, town.wall.now())) == links.use_of(link)


async def test_behind_a_card_with_several_people_it_is_asked_who_writes(town: TwoChats) -> None:
    town.change("yu", household_id=_home(town, "wang"))
    phone = town.there("77")
    await phone.opens(town.card("wang")).but_not("王姨")
    await phone.taps("是我").sees("您是哪一位", "王姨")
    await phone.taps("王姨").sees("行不行")
    assert town.account("77").person_id == town.ids["wang"]


def _home(town: TwoChats, alias: str) -> int | None:
    return town.read(lambda session: session.get_one(Person, town.ids[alias]).household_id)


async def test_an_old_card_is_refused(town: TwoChats) -> None:
    await town.there("77").opens(town.card("wang", serial=2)).sees("换了新的", "您有什么事")


async def test_a_worker_comes_in_by_a_link_of_their_own(town: TwoChats) -> None:
    until = town.wall.now() + timedelta(days=7)
    token = short_link(Link("invite", town.ids["limin"], until=until))
    assert len(token) <= 64
    await town.there("77").opens(token)
    await town.there("77").taps("是我").sees("接上了")
    assert town.account("77").person_id == town.ids["limin"]
    await town.there("78").opens(token).sees("已经用过了")


def test_every_short_form_fits_what_a_chat_program_hands_on(town: TwoChats) -> None:
    largest, until = 10**15, town.wall.now() + timedelta(days=3650)
    for kind in ("card", "person", "invite", "me"):
        token = short_link(Link(kind, largest, 1, None if kind == "card" else until))
        assert len(token) <= 64
        assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


# -- a poster -------------------------------------------------------------------------------------------
async def test_a_poster_greets_and_knows_the_community(town: TwoChats) -> None:
    phone = town.there("77")
    await phone.opens("g-g03").sees("自动帮手", "要人帮忙").but_not("网格")
    await phone.taps("我住哪儿").sees("行不行")
    await phone.taps("行").sees("几号楼").but_not("哪个社区")


# -- taking it off again --------------------------------------------------------------------------------
async def test_who_did_not_do_it_undoes_it_with_one_tap(town: TwoChats) -> None:
    code = await my_code(town)
    phone, wang = town.there("77"), town.person("wang")
    await phone.opens(code)
    await phone.taps("是我")
    await phone.taps("行")
    await phone.taps("要人帮忙")
    await wang.taps("断开").sees("断开了")
    stranger = town.account("77").person_id
    assert stranger not in town.ids.values()
    await phone.says("我的事儿").but_not("暖气", "王姨")
    await wang.taps("断开").sees("没有这一件")


async def test_a_chat_that_came_in_wrongly_cannot_throw_out_the_persons_own(town: TwoChats) -> None:
    code = await my_code(town)
    phone, own = town.there("77"), town.account("demo-wang").id
    await phone.opens(code)
    await phone.taps("是我")
    undo = town.person("wang").button("断开").tap
    mark = undo.rpartition(".")[2]
    for token in (f"t.unlink.{own}.{mark}", f"t.unlink.{own}.", "t.unlink.x.y", undo):
        await phone.handset.tap(token)
    assert town.account("demo-wang").person_id == town.ids["wang"]
    assert town.account("77").person_id == town.ids["wang"]
