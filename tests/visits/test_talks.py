"""Visits beside the story: for oneself, at home, signing first, refused, and everything that may
happen between a question and its answer."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from models.bookings.tables import SignUp
from models.doctors.tables import Contract
from models.family.tables import Proxy
from models.programmes.tables import Session
from models.register.tables import Consent
from models.register.tables import Person as PersonRow
from tests.talks.phones import Person
from tests.talks.world import World
from tests.visits.clinic import (
    AT_HOME,
    acts_for,
    bookings,
    has_no_contract,
    lets_keep,
    opens,
    read,
    reminders,
    somebody_else_takes,
    write,
)

BY_MOTHER = "给妈妈 王桂兰办："


async def at_home(town: World, *aliases: str) -> list[Person]:
    for alias in aliases:
        town.known(alias)
    people = [town.person(alias) for alias in aliases]
    for person in people:
        await person.opens()
    return people


async def goes_through(person: Person, *labels: str | int) -> None:
    for label in labels:
        await person.taps(label)


async def daughter(town: World) -> Person:
    acts_for(town, "lifang", "wang", "visits", kin="mother")
    lets_keep(town, "wang")
    return (await at_home(town, "lifang"))[0]


async def confirms_if_asked(person: Person) -> None:
    """After a refusal only what was at fault is asked again; the summary too, if it comes."""
    if "您看对不对" in person.screen:
        await person.taps("对，约上")
    assert "约上了" in person.screen


TO_THE_SUMMARY = ("约大夫", 1, 1, "量血压、开药", "她自己能走")


# -- for oneself -------------------------------------------------------------------------------------
async def test_for_oneself_the_doctor_is_the_second_choice_and_takes_five_taps(town: World) -> None:
    times = opens(town)
    lets_keep(town, "wang")
    (wang,) = await at_home(town, "wang")
    wang.taps_made = 0
    assert "[1 要人帮忙] [2 约大夫]" in wang.screen
    await wang.taps(2).sees("您的家庭医生是阳光卫生服务站的何大夫。最近三个空：").but_not("给谁约")
    await wang.taps(1).sees("主要看什么？只有大夫那边看得见。")
    await wang.taps(2).sees("有人陪您去吗？", "[2 我自己能走]")
    await wang.taps(2).sees(
        "王桂兰，12月10日 周四 9:00，阳光卫生服务站，何大夫", "腿脚疼。自己能走"
    )
    await wang.taps(1).sees("约上了，编号 ", "当天早上我提醒您一遍。", "带上医保卡和正吃的药盒。")
    assert wang.taps_made == 5
    assert bookings(town, "wang") == times[:1]
    assert read(town, select(SignUp.note)) == "~legs"
    assert reminders(town, "wang") == 1


async def test_what_troubles_her_is_kept_only_if_she_says_so_and_is_asked_once(town: World) -> None:
    opens(town)
    (wang,) = await at_home(town, "wang")
    await goes_through(wang, "约大夫", 1, "自己写")
    await wang.says("夜里腿抽筋").sees("您说的身体情况，只给您的大夫看，加密存着。行不行？")
    await wang.taps("行").sees("有人陪您去吗？")
    await wang.taps("有人陪").sees("夜里腿抽筋。有人陪着去")
    await wang.taps("对，约上").sees("约上了")
    assert read(town, select(SignUp.note)) == "夜里腿抽筋"
    assert read(town, select(Consent.agreed).where(Consent.purpose == "health")) is True
    await wang.taps("不去了")
    await wang.taps("不去了").sees("好，退了")
    await wang.says("主页")
    await goes_through(wang, "约大夫", 1)
    await wang.taps("腿脚疼").sees("有人陪您去吗？").but_not("行不行")


async def test_who_does_not_want_it_kept_books_all_the_same(town: World) -> None:
    opens(town)
    (wang,) = await at_home(town, "wang")
    await goes_through(wang, "约大夫", 1, "感冒咳嗽", "不行", "我自己能走")
    assert "身体的事到了当面说。自己能走" in wang.screen
    await wang.taps("对，约上").sees("约上了")
    assert read(town, select(SignUp.id)) is not None
    assert read(town, select(SignUp.note)) is None
    assert read(town, select(Consent.agreed).where(Consent.purpose == "health")) is False
    await goes_through(wang, "不去了", "不去了")
    await wang.says("主页")
    await wang.taps("约大夫")
    await wang.taps(1).sees("有人陪您去吗？").but_not("主要看什么")


async def test_a_daughter_is_not_asked_what_her_mother_does_not_let_us_keep(town: World) -> None:
    opens(town)
    acts_for(town, "lifang", "wang", "visits", kin="mother")
    (lifang,) = await at_home(town, "lifang")
    await goes_through(lifang, "约大夫", 1)
    await lifang.taps(1).sees("有人陪妈妈去吗？").but_not("主要看什么")
    await lifang.taps("有人陪").sees("身体的事到了当面说。有人陪着去")
    await lifang.taps("对，约上").sees("约上了")


async def test_emergency_words_go_their_own_way_and_the_talk_goes_on(town: World) -> None:
    opens(town)
    lets_keep(town, "wang")
    (wang,) = await at_home(town, "wang")
    await goes_through(wang, "约大夫", 1, "自己写")
    await wang.says("心口疼得喘不上气").sees("120")
    await wang.taps("点错了，没事")
    await wang.says("老毛病，走路腿疼").sees("有人陪您去吗？")


# -- which day ---------------------------------------------------------------------------------------
async def test_another_day_then_a_time_of_it(town: World) -> None:
    times = opens(town)
    lets_keep(town, "wang")
    (wang,) = await at_home(town, "wang")
    await wang.taps("约大夫")
    await wang.taps("别的日子").sees("哪天去？", "[1 明天 周四]", "[4 下周二]", "[5 12月21日 周一]")
    await wang.taps(4).sees("下周二，几点去？", "[1 10:00] [2 10:30]")
    await wang.taps(2).sees("主要看什么？")
    await goes_through(wang, "见了大夫再说", "有人陪")
    assert "12月15日 周二 10:30" in wang.screen
    await wang.taps("对，约上")
    assert bookings(town, "wang") == [times[4]]


@pytest.mark.parametrize(
    ("typed", "then"),
    [
        ("后天", "主要看什么"), ("周五下午", "主要看什么"), ("下周一上午", "主要看什么"),
        ("下周二", "下周二，几点去？"), ("12月21日", "12月21日 周一，几点去？"),
        ("礼拜一", "主要看什么"), ("12月15号", "下周二，几点去？"), ("Dec 21", "几点去？"),
        ("21 Dec", "几点去？"), ("next Tuesday", "几点去？"), ("周二", "下周二，几点去？"),
        ("1月3日", "这句我没看懂"), ("周三", "这句我没看懂"),
    ],
)  # fmt: skip
async def test_a_day_may_be_typed(town: World, typed: str, then: str) -> None:
    opens(town)
    lets_keep(town, "wang")
    (wang,) = await at_home(town, "wang")
    await wang.taps("约大夫")
    await wang.says(typed).sees(then)


@pytest.mark.parametrize("typed", ["下个下周", "昨天", "12月1日", "随便哪天"])
async def test_a_day_nobody_can_read_or_that_is_over_is_asked_again(
    town: World, typed: str
) -> None:
    opens(town)
    (wang,) = await at_home(town, "wang")
    await wang.taps("约大夫")
    await wang.says(typed).sees("这句我没看懂。点个数，或者换句话说都行。", "最近三个空：")


async def test_where_nothing_is_free_the_phone_of_the_station_is_said(town: World) -> None:
    (wang,) = await at_home(town, "wang")
    await wang.taps("约大夫").sees("最近没有空了。着急就打服务站 0432-000-0052。", "您有什么事？")


# -- at home -----------------------------------------------------------------------------------------
async def test_the_doctor_comes_home_and_nobody_is_asked_who_goes_along(town: World) -> None:
    opens(town)
    (time, _later) = opens(town, AT_HOME, "home_visit")
    lifang = await daughter(town)
    (wang,) = await at_home(town, "wang")
    await goes_through(lifang, "约大夫", 1)
    await lifang.taps("请大夫上门").sees("请大夫几时上门？", "[1 后天 周五 10:00]")
    await goes_through(lifang, 1)
    await lifang.taps("腿脚疼").sees("妈妈 王桂兰，12月11日 周五 10:00，何大夫到家里来", "腿脚疼")
    await lifang.taps("对，约上").sees("约上了", "头天晚上再提醒她一遍。")
    wang.sees("王姨，闺女李芳给您请了何大夫，后天（周五）上午 10 点到家里来。")
    assert bookings(town, "wang") == [time]


# -- signing first -----------------------------------------------------------------------------------
async def test_a_missing_contract_is_signed_in_the_same_talk_and_transaction(town: World) -> None:
    times = opens(town)
    (tong,) = await at_home(town, "tong")
    await tong.taps("约大夫").sees("还没跟大夫签约，签了才能约，不要钱。", "要哪样服务？")
    await tong.taps("老年人服务包").sees("您的家庭医生是阳光卫生服务站的何大夫")
    await goes_through(tong, 1, "见了大夫再说", "有人陪")
    assert "见了大夫再说。有人陪着去。先跟大夫签约，老年人服务包" in tong.screen
    await tong.taps("对，约上").sees("约上了")
    assert bookings(town, "tong") == times[:1]
    signed = select(Contract.package).where(
        Contract.person_id == town.ids["tong"], Contract.state == "valid"
    )
    assert read(town, signed) == "elder"


async def test_nothing_is_signed_if_the_place_is_gone(town: World) -> None:
    times = opens(town)
    (tong,) = await at_home(town, "tong")
    await goes_through(tong, "约大夫", "老年人服务包", 1, "见了大夫再说", "有人陪")
    somebody_else_takes(town, times[0])
    await tong.taps("对，约上").sees("最近三个空：", "[1 后天 周五 14:00]")
    signed = select(Contract.id).where(
        Contract.person_id == town.ids["tong"], Contract.state != "ended"
    )
    assert read(town, signed) is None
    await tong.taps(1)
    await confirms_if_asked(tong)
    assert read(town, signed) is not None


async def test_who_may_only_book_signs_nothing_for_her(town: World) -> None:
    opens(town)
    has_no_contract(town, "wang")
    lifang = await daughter(town)
    await lifang.taps("约大夫")
    await lifang.taps(1).sees("还没跟大夫签约，得本人先签。", "您有什么事？")


async def test_who_may_sign_too_does_both(town: World) -> None:
    times = opens(town)
    has_no_contract(town, "wang")
    acts_for(town, "lifang", "wang", "visits", "contract", kin="mother")
    (lifang,) = await at_home(town, "lifang")
    await goes_through(lifang, "约大夫", 1, "基本服务", 1, "有人陪", "对，约上")
    assert bookings(town, "wang") == times[:1]


# -- between question and answer ---------------------------------------------------------------------
async def test_the_last_place_goes_while_she_confirms_and_the_rest_is_kept(town: World) -> None:
    times = opens(town)
    lifang = await daughter(town)
    await goes_through(lifang, *TO_THE_SUMMARY)
    somebody_else_takes(town, times[0])
    await lifang.taps("对，约上").sees("最近三个空：", "[1 后天 周五 14:00]")
    assert bookings(town, "wang") == []
    await lifang.taps(1)
    await confirms_if_asked(lifang)
    assert bookings(town, "wang") == [times[1]]
    assert read(town, select(SignUp.note).order_by(SignUp.id.desc())) == "~pressure"


async def test_a_time_that_was_called_off_meanwhile(town: World) -> None:
    times = opens(town)
    lifang = await daughter(town)
    await goes_through(lifang, *TO_THE_SUMMARY)
    off = update(Session).where(Session.id == times[0]).values(state="cancelled")
    write(town, lambda session: session.execute(off))
    await lifang.taps("对，约上").sees("[1 后天 周五 14:00]")
    assert bookings(town, "wang") == []


async def test_a_time_that_has_passed_while_nobody_answered(town: World) -> None:
    times = opens(town)
    lifang = await daughter(town)
    await goes_through(lifang, *TO_THE_SUMMARY)
    await town.wait(hours=14)  # Thursday 9:20
    await lifang.taps("对，约上").sees("[1 明天 周五 14:00]")
    assert bookings(town, "wang") == []
    assert times


async def test_her_agreement_ended_between_question_and_answer(town: World) -> None:
    opens(town)
    lifang = await daughter(town)
    await goes_through(lifang, *TO_THE_SUMMARY)
    ended = update(Proxy).values(state="ended")
    write(town, lambda session: session.execute(ended))
    await lifang.taps("对，约上").sees("这一步您这儿办不了")
    assert bookings(town, "wang") == []


@pytest.mark.parametrize("purposes", [("help",), ("copies", "contract")])
async def test_who_may_not_see_to_her_visits_is_not_offered_her(
    town: World, purposes: tuple[str, ...]
) -> None:
    opens(town)
    acts_for(town, "lifang", "wang", *purposes, kin="mother")
    (lifang,) = await at_home(town, "lifang")
    await lifang.taps("约大夫")
    assert "王桂兰" not in lifang.screen
    await lifang.handset.tap(f"w.{town.ids['wang']}.f.visit")
    lifang.sees("那是前面的按钮了")


async def test_the_same_visit_twice_is_shown_and_may_be_moved(town: World) -> None:
    times = opens(town)
    lifang = await daughter(town)
    await goes_through(lifang, *TO_THE_SUMMARY, "对，约上")
    await lifang.says("主页")
    await lifang.taps("约大夫")
    await lifang.taps(1).sees("已经约着何大夫：明天（周四）上午 9 点。", "[1 改时间]", "[3 就这样]")
    await lifang.taps("改时间").sees("最近三个空：", "[1 后天 周五 14:00]").but_not("上门")
    await lifang.taps(1).sees("妈妈 王桂兰，12月11日 周五 14:00")
    await lifang.taps("对，改").sees("改好了，后天（周五）下午 2 点，编号还是")
    assert bookings(town, "wang") == [times[1]]
    assert read(town, select(Session.taken).where(Session.id == times[0])) == 0


# -- which three -------------------------------------------------------------------------------------
async def test_the_three_are_of_three_half_days_and_the_earliest_is_the_first(town: World) -> None:
    busy = ((10, 9, 0), (10, 9, 30), (10, 10, 0), (10, 14, 0), (10, 14, 30), (11, 9, 0))
    times = opens(town, busy)
    lets_keep(town, "wang")
    (wang,) = await at_home(town, "wang")
    await wang.taps("约大夫").sees(
        "最近三个空：",
        "[1 明天 周四 9:00] [2 明天 周四 14:00] [3 后天 周五 9:00] [4 别的日子]",
    )
    await wang.says("明天上午").sees("明天 周四，几点去？", "[1 9:00] [2 9:30] [3 10:00]")
    await goes_through(wang, 2, "腿脚疼", "有人陪", "对，约上")
    assert bookings(town, "wang") == [times[1]]


async def test_still_three_where_all_are_of_one_morning(town: World) -> None:
    opens(town, ((10, 9, 0), (10, 9, 30), (10, 10, 0), (10, 10, 30)))
    (wang,) = await at_home(town, "wang")
    await wang.taps("约大夫").sees(
        "[1 明天 周四 9:00] [2 明天 周四 9:30] [3 明天 周四 10:00] [4 别的日子]"
    )


# -- found again, seen at once -------------------------------------------------------------------------
async def test_the_number_that_was_told_finds_the_visit(town: World) -> None:
    opens(town)
    lifang = await daughter(town)
    wang, sun = await at_home(town, "wang", "sun")
    await goes_through(lifang, *TO_THE_SUMMARY, "对，约上")
    number = read(town, select(SignUp.number))
    await lifang.says("主页")
    await lifang.says(f"{number[:3]} {number[3:]}").sees("妈妈：看大夫，明天 周四 9:00")
    await lifang.taps(1).sees(BY_MOTHER, "约着呢")
    await wang.says(number).sees("约着呢，编号 ", "明天 周四 9:00")
    await sun.says(number).sees("您这儿没有这一件。编号对不对，再看一眼？")


async def test_the_very_first_screen_of_a_daughter_has_the_doctor(town: World) -> None:
    opens(town)
    acts_for(town, "lifang", "wang", "visits", kin="mother")
    nowhere = update(PersonRow).where(PersonRow.id == town.ids["lifang"])
    write(town, lambda session: session.execute(nowhere.values(household_id=None)))
    lifang, stranger = town.person("lifang"), town.stranger()
    await lifang.opens().sees("[1 要人帮忙] [2 约大夫]")
    await lifang.taps("约大夫").sees("给谁约？")
    await stranger.opens().but_not("约大夫")
