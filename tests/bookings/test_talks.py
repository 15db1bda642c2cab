"""王姨 goes to a talk, changes her mind, waits for a place, is reminded; 李芳 books for her mother."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import select

from models.bookings.commands import BookPlace, CancelPlace
from models.clocks import town_instant
from models.outbox.tables import OutboxRow
from models.programmes.moving import CancelSession
from tests.bookings.putting_up import DAY, does, known, lets_act, pushes, put_up, state_of
from tests.talks.world import World

FRIDAY = date(2026, 12, 11)


async def test_a_talk_near_home_is_booked_with_three_taps(town: World) -> None:
    known(town, "wang")
    put_up(town, "lecture", (DAY, time(15)), places=12)
    wang = town.person("wang")
    await pushes(wang, "f.book_place")
    wang.sees("想去哪个？", "[1 冬天怎么走路不摔跤，阳光社区活动室，后天 周四 15:00]")
    taps = wang.taps_made
    await wang.taps(1).sees(
        "您看对不对", "冬天怎么走路不摔跤，阳光社区活动室", "12月10日 周四 15:00，还有 12 个位子"
    )
    await wang.taps("对，约上").sees(
        "约上了，编号 ", "后天 周四 15:00，阳光社区活动室", "到日子前我提醒您",
        "[1 换个时间] [2 不去了]", "[加到手机日历]",
    )  # fmt: skip
    assert wang.taps_made - taps == 2, "and one to open it"
    assert wang.button("加到手机日历").url.startswith("/calendar/")


async def test_a_free_clinic_has_times_and_numbers(town: World) -> None:
    known(town, "wang", "yu")
    put_up(town, "free_clinic", (DAY, time(9)), (DAY, time(9, 30)), places=3)
    wang, yu = town.person("wang"), town.person("yu")
    await pushes(wang, "f.book_place")
    await wang.taps(1).sees("哪个时间合适？", "[2 后天 周四 9:30，还有 3 个位子]")
    await wang.taps(2)
    await wang.taps("对，约上").sees("9:30，阳光社区活动室，1 号", "带上医保卡和正吃的药盒")
    await pushes(yu, "f.book_place")
    await yu.taps(1).sees("[2 后天 周四 9:30，还有 2 个位子]")
    await yu.taps(2)
    await yu.taps("对，约上").sees("2 号")


async def test_not_going_is_one_tap_and_can_be_taken_back(town: World) -> None:
    known(town, "wang")
    put_up(town, "lecture", (DAY, time(15)))
    wang = town.person("wang")
    await pushes(wang, "f.book_place")
    await wang.taps(1)
    await wang.taps("对，约上")
    await wang.taps("不去了").sees("好，不去了，位子留给别人", "[1 还是去]")
    assert state_of(town, "wang") == ["cancelled"]
    await wang.taps("还是去").sees("约上了")
    assert state_of(town, "wang") == ["cancelled", "booked"]


async def test_another_time_is_three_taps_and_the_number_stays(town: World) -> None:
    known(town, "wang")
    put_up(town, "free_clinic", (DAY, time(9)), (FRIDAY, time(9)), places=1)
    wang = town.person("wang")
    await pushes(wang, "f.book_place")
    await wang.taps(1)
    await wang.taps(1)
    await wang.taps("对，约上").sees("约上了")
    number = next(word for word in wang.screen.split("编号 ")[1].split("。"))
    taps = wang.taps_made
    await wang.taps("换个时间").sees("哪个时间合适？", "12月11日 周五 9:00")
    await wang.taps(1).sees("您看对不对", "12月11日 周五 9:00")
    await wang.taps("对，改").sees(
        f"改好了，编号还是 {number}", "12月11日 周五 9:00，阳光社区活动室"
    )
    assert wang.taps_made - taps == 3
    await wang.taps("换个时间").sees("后天 周四 9:00")


async def test_no_other_time_says_so_and_keeps_what_there_is(town: World) -> None:
    known(town, "wang")
    put_up(town, "lecture", (DAY, time(15)))
    wang = town.person("wang")
    await pushes(wang, "f.book_place")
    await wang.taps(1)
    await wang.taps("对，约上")
    await wang.taps("换个时间").sees("眼下没有别的时间有空位。原来的还给您留着")
    assert state_of(town, "wang") == ["booked"]


async def test_the_last_place_goes_while_one_confirms(town: World) -> None:
    known(town, "wang", "yu")
    (talk,) = put_up(town, "lecture", (DAY, time(15)), places=1)
    wang = town.person("wang")
    await pushes(wang, "f.book_place")
    await wang.taps(1).sees("还有 1 个位子")
    does(town, "yu", BookPlace(talk))
    await wang.taps("对，约上").sees("先排着号，下一个就是您", "有位子了马上告诉您", "不排了")
    assert state_of(town, "wang") == ["waiting"]


async def test_it_is_called_off_between_question_and_answer(town: World) -> None:
    known(town, "wang")
    (talk,) = put_up(town, "lecture", (DAY, time(15)))
    wang = town.person("wang")
    await pushes(wang, "f.book_place")
    await wang.taps(1)
    does(town, "limin", CancelSession(talk))
    await wang.taps("对，约上").but_not("约上了")
    assert state_of(town, "wang") == []


async def test_who_waits_hears_of_a_place_and_takes_it_with_one_tap(town: World) -> None:
    known(town, "wang", "yu")
    (talk,) = put_up(town, "lecture", (DAY, time(15)), places=1)
    first = does(town, "yu", BookPlace(talk))
    wang = town.person("wang")
    await pushes(wang, "f.book_place")
    wang.sees("冬天怎么走路不摔跤")
    await wang.taps(1).sees("满了，先排号，前头有 0 位")
    await wang.taps("对，排上").sees("先排着号")
    does(town, "yu", CancelPlace(first.booking_id))
    await town.settle()
    wang.sees(
        "有位子了：冬天怎么走路不摔跤，后天 周四 15:00",
        "给您留到今天 周二 19:38",
        "[1 我去] [2 不去了]",
    )
    await wang.taps("我去").sees("位子定下了")
    assert state_of(town, "wang") == ["booked"]


async def test_who_does_not_answer_hears_it_kindly(town: World) -> None:
    known(town, "wang", "yu")
    (talk,) = put_up(town, "lecture", (DAY, time(15)), places=1)
    first = does(town, "yu", BookPlace(talk))
    does(town, "wang", BookPlace(talk))
    does(town, "yu", CancelPlace(first.booking_id))
    wang = town.person("wang")
    await town.settle()
    wang.new_words()
    await town.wait(hours=2, minutes=1)
    wang.sees("没等着您的信儿", "先让给后头的了", "再挑一个")


async def test_a_clash_is_said_and_not_refused(town: World) -> None:
    known(town, "wang")
    put_up(town, "lecture", (DAY, time(15)))
    (clinic,) = put_up(town, "free_clinic", (DAY, time(14, 30)))
    does(town, "wang", BookPlace(clinic))
    wang = town.person("wang")
    await pushes(wang, "f.book_place")
    await wang.taps(2).sees("那个时候还约了社区义诊，12月10日 周四 14:30")
    await wang.taps("对，约上").sees("约上了")


# -- reminders ---------------------------------------------------------------------------------------
async def test_a_reminder_says_what_to_bring_and_its_buttons_do_it(town: World) -> None:
    known(town, "wang")
    (clinic,) = put_up(town, "free_clinic", (DAY, time(15)))
    does(town, "wang", BookPlace(clinic))
    wang = town.person("wang")
    await town.wait(hours=25)
    wang.sees(
        "提醒您：明天 周四 15:00，社区义诊，阳光社区活动室，1 号", "带上医保卡和正吃的药盒",
        "[1 我去] [2 去不了] [3 换个时间]",
    )  # fmt: skip
    await wang.taps("我去").sees("好，到时候见", "明天 周四 15:00")
    await town.wait(hours=19)
    wang.sees("提醒您：今天 周四 15:00")
    assert "我去" not in wang.buttons(), "they have said so"
    await wang.taps("去不了").sees("好，不去了")
    assert state_of(town, "wang") == ["cancelled"]


async def test_the_link_comes_a_quarter_of_an_hour_before_and_only_to_who_booked(
    town: World,
) -> None:
    known(town, "wang", "yu")
    (talk,) = put_up(town, "online_talk", (DAY, time(19)), link="https://talks.example/room/7")
    does(town, "wang", BookPlace(talk))
    wang, yu = town.person("wang"), town.person("yu")
    await yu.looks()
    yu.new_words()
    await town.wait(hours=25)
    wang.sees("心里不痛快怎么办", "明天 周四 19:00")
    assert "talks.example" not in str(wang.handset.messages())
    await town.wait(hours=24, minutes=10)
    wang.sees("点下面就能进", "进去听")
    assert wang.button("进去听").url == "https://talks.example/room/7"
    yu.sees_nothing()


async def test_a_reminder_that_waited_over_the_change_is_dropped(town: World) -> None:
    known(town, "wang")
    (talk,) = put_up(town, "lecture", (DAY, time(15)))
    booked = does(town, "wang", BookPlace(talk))
    wang = town.person("wang")
    town.wall.advance(town_instant(date(2026, 12, 9), time(18, 30)) - town.wall.now())
    await town.core.clock.tick()
    does(town, "wang", CancelPlace(booked.booking_id))
    await town.core.sender.sweep()
    await town.core.sender.settled()
    assert "提醒您" not in wang.new_words()


# -- for somebody ------------------------------------------------------------------------------------
async def test_a_daughter_books_for_her_mother_who_hears_of_it(town: World) -> None:
    known(town, "wang", "lifang")
    put_up(town, "lecture", (DAY, time(15)))
    lets_act(town, "wang", "lifang", "places")
    lifang, wang = town.person("lifang"), town.person("wang")
    await wang.looks()
    wang.new_words()
    await pushes(lifang, "f.book_place")
    lifang.sees("给谁约？", "王桂兰")
    await lifang.taps(1).sees("冬天怎么走路不摔跤")
    await lifang.taps(1).sees("您看对不对")
    await lifang.taps("对，约上").sees("约上了")
    await town.settle()
    wang.sees("李芳", "约了讲座活动，12月10日 周四 15:00")
    await pushes(lifang, "t.bookings")
    lifang.sees("约着的，点开能改", "冬天怎么走路不摔跤，后天 周四 15:00")
    await lifang.taps(1).sees("约着呢，编号")
    await lifang.taps("不去了").sees("好，不去了")
    assert state_of(town, "wang") == ["cancelled"]


async def test_my_bookings_are_mine(town: World) -> None:
    known(town, "wang", "yu")
    (talk,) = put_up(town, "lecture", (DAY, time(15)))
    booked = does(town, "wang", BookPlace(talk))
    wang, yu = town.person("wang"), town.person("yu")
    await pushes(wang, "t.bookings")
    wang.sees("[1 冬天怎么走路不摔跤，后天 周四 15:00]")
    await pushes(yu, "t.bookings")
    yu.sees("眼下没有约着的", "讲座活动")
    for tap in ("booking", "cancel_place", "coming", "change_place"):
        await pushes(yu, f"t.{tap}.{booked.booking_id}")
        yu.sees("您这儿没有这一件")
    assert state_of(town, "wang") == ["booked"]


# -- the roll ----------------------------------------------------------------------------------------
async def test_the_leader_ticks_in_chat_and_stays_on_the_page(town: World) -> None:
    known(town, "wang", "yu")
    (talk,) = put_up(town, "lecture", (DAY, time(15)))
    for who in ("wang", "yu", "tong", "sun", "lifang", "meng", "zhao"):
        does(town, who, BookPlace(talk))
    limin = town.person("limin")
    await town.wait(hours=45, minutes=30)
    await pushes(limin, "t.rolls")
    limin.new_words()
    await limin.taps("15:00 冬天怎么走路不摔跤").sees("来了 0 位，没点的 7 位", "点名字就是来了")
    taps = limin.taps_made
    await limin.taps("王桂兰").sees("王桂兰 来了", "来了 1 位，没点的 6 位")
    await limin.taps("点没来的")
    await limin.taps("于德海").sees("于德海 没来", "点名字就是没来")
    await limin.taps("往下看").sees("赵")
    await limin.taps("剩下的都来了").sees("来了 6 位，没点的 0 位")
    assert limin.taps_made - taps == 5
    await limin.taps("往回看").sees("于德海 没来")
    await limin.taps("加一位").sees("谁来了？")
    await limin.says("佟玉山").sees("是哪一位？")
    await limin.taps(1).sees("记上了")


async def test_who_does_not_run_it_sees_no_names(town: World) -> None:
    known(town, "wang", "yu")
    (talk,) = put_up(town, "lecture", (DAY, time(15)))
    does(town, "wang", BookPlace(talk))
    yu = town.person("yu")
    for token in (f"t.roll.{talk}.0.present", f"t.walk_in.{talk}", f"t.tick_rest.{talk}.0"):
        await pushes(yu, token)
        yu.new_words()
        assert "王桂兰" not in yu.screen
    await pushes(yu, "t.rolls")
    yu.sees("今天没有归您点名的")


async def test_who_does_not_want_it_is_heard_once_by_who_booked(town: World) -> None:
    known(town, "wang", "lifang")
    put_up(town, "lecture", (DAY, time(15)))
    lets_act(town, "wang", "lifang", "places")
    lifang, wang = town.person("lifang"), town.person("wang")
    await wang.looks()
    await pushes(lifang, "f.book_place")
    for label in (1, 1, "对，约上"):
        await lifang.taps(label)
    await town.settle()
    await wang.taps("我不想").sees("好，这件撤了")
    await town.settle()
    lifang.sees("说这件不用了：")
    told = select(OutboxRow.message).where(
        OutboxRow.person_id == town.ids["lifang"],
        OutboxRow.message.in_(("NotWanted", "BookingRefused")),
    )
    assert town.core.store.read_now(lambda session: list(session.scalars(told))) == ["NotWanted"]
    assert state_of(town, "wang") == ["refused"]
