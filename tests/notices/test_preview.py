"""Before it goes out: how long it takes, by which channels, and how it is changed, tried and kept."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.dialogue.pace import Pace
from models.notices.tables import Notice, NoticeTemplate
from models.register.tables import Account, Person
from tests.notices.desk import director, own_words, water
from tests.notices.homes import newest, of_talk_f, read, write
from tests.talks.world import World


def paced(town: World, **paces: float) -> None:
    town.core.engine.paces.update(  # type: ignore[attr-defined]  # a dict
        {name: Pace(pace) for name, pace in paces.items()}
    )


async def test_it_takes_as_long_as_the_slowest_channel(town: World) -> None:
    homes = of_talk_f(town)
    some = Account.address.in_(homes[:30])
    write(town, lambda session: session.execute(
        update(Account).where(some).values(channel="telegram")
    ))  # fmt: skip
    paced(town, memory=0, telegram=0.1)
    zheng = await director(town)
    await (await water(zheng)).sees("Telegram 30", "memory 78", "5 分钟发完。")


async def test_why_some_are_not_reached_is_counted_apart(town: World) -> None:
    homes = of_talk_f(town)

    def withdraw(session: Session) -> None:
        mine = select(Account.person_id).where(Account.address.in_(homes[:2]))
        session.execute(
            update(Person).where(Person.id.in_(mine.scalar_subquery())).values(consent="no")
        )

    write(town, withdraw)
    zheng = await director(town)
    await (await water(zheng)).sees(
        "手机能收到 95 户，家里人代收 11 户，手机收不到 20 户（没连手机 18，说了不让记 2），要打电话或上门。"
    )


async def test_a_change_keeps_every_other_answer(town: World) -> None:
    of_talk_f(town)
    zheng = await director(town)
    await (await water(zheng))
    first = newest(town)
    await zheng.taps("改一改").sees("改哪样？", "哪种", "发给谁", "时间", "什么时候发")
    await zheng.taps("时间").sees("几点停到几点？")
    await zheng.says("后天早9点到下午5点").sees(
        "发出去是这样：",
        "后天（12月18日 周五）上午 9 点到下午 5 点，3 号楼、5 号楼停水。头天晚上先把水接好。",
    )
    assert zheng.lines_typed == 2
    states = read(
        town, lambda session: dict(session.execute(select(Notice.id, Notice.state)).all())
    )
    assert states == {first.id: "refused", newest(town).id: "ready"}


async def test_it_is_shown_to_the_writer_alone(town: World) -> None:
    homes = of_talk_f(town)
    zheng = await director(town)
    await (await own_words(zheng, "周六扫雪。"))
    await zheng.taps("先发给我自己看").sees("只发给您自己看的：", "周六扫雪。")
    await town._at(homes[0], homes[0]).looks().but_not("扫雪")
    await zheng.taps("发出去").sees("发了，编号 ")


async def test_words_in_both_languages_with_a_link_and_a_place(town: World) -> None:
    homes = of_talk_f(town)
    reader = select(Account.person_id).where(Account.address == homes[0]).scalar_subquery()
    english = update(Person).where(Person.id.in_(reader)).values(language="en")
    write(town, lambda session: session.execute(english))
    zheng = await director(town)
    await zheng.taps("发通知")
    await zheng.taps("自己写")
    await zheng.taps("挑楼")
    await zheng.taps("3 号楼")
    await zheng.taps("5 号楼")
    await zheng.taps("选好了")
    await zheng.says("周六一起扫雪。")
    await zheng.taps("英文的也写一句").sees("英文的怎么写？")
    await zheng.says("We sweep the snow on Saturday.")
    await zheng.taps("加个链接")
    await zheng.says("http://x").sees("这个不像链接")
    await zheng.says("https://example.org/snow")
    await zheng.taps("写上时间地点")
    await zheng.says("周六 9:00，楼前").sees("要不要大伙儿点一下“知道了”？")
    await zheng.taps("要").sees("“周六一起扫雪。\n周六 9:00，楼前”　[知道了] [打开看看]")
    await zheng.taps("发出去")
    await town._at(homes[0], homes[0]).looks().sees("We sweep the snow on Saturday.", "I see")
    await town._at(homes[1], homes[1]).looks().sees("周六一起扫雪。", "打开看看")


async def test_an_event_is_announced(town: World) -> None:
    homes = of_talk_f(town)
    zheng = await director(town)
    await zheng.taps("发通知")
    await zheng.taps("活动")
    await zheng.taps("全社区")
    await zheng.taps("都发")
    await zheng.says("包饺子")
    await zheng.says("后天下午2点到4点").sees("在哪儿办？")
    await zheng.says("社区二楼活动室").sees(
        "“后天（12月18日 周五）下午 2 点到下午 4 点，社区二楼活动室有“包饺子”，不要钱，谁都能来。"
    )
    await zheng.taps("发出去")
    await town._at(homes[0], homes[0]).looks().sees("包饺子", "不想收这类通知").but_not("知道了]")


async def test_words_are_kept_for_the_next_time(town: World) -> None:
    of_talk_f(town)
    zheng = await director(town)
    await (await own_words(zheng, "周六扫雪。"))
    await zheng.taps("发出去")
    await zheng.handset.tap(f"t.notice.{newest(town).id}")
    await zheng.taps("存成样子").sees("叫什么名？")
    await zheng.says("扫雪").sees("存好了")
    await zheng.opens()
    await zheng.taps("发通知")
    await zheng.taps("自己写")
    await zheng.taps("全社区")
    await zheng.taps("都发").sees("用存过的")
    await zheng.taps("用存过的").sees("用哪个？", "[1 扫雪]")
    await zheng.taps("扫雪").sees("要不要大伙儿点一下“知道了”？")
    await zheng.taps("不用").sees("“周六扫雪。”")
    await zheng.taps("改一改").sees("写的话")
    await zheng.taps("写的话")
    await zheng.says("周日扫雪。").sees("“周日扫雪。”")


async def test_kept_words_are_looked_at_and_dropped(town: World) -> None:
    of_talk_f(town)
    zheng = await director(town)
    await (await own_words(zheng, "周六扫雪。"))
    await zheng.handset.tap(f"t.notice_keep.{newest(town).id}")
    await zheng.says("扫雪")
    await zheng.handset.tap("t.notice_saved")
    await zheng.taps("扫雪").sees("“周六扫雪。”", "就用它", "删掉这个")
    await zheng.taps("就用它").sees("发给哪儿？")
    await zheng.taps("不办了")
    template = read(town, lambda session: session.scalars(select(NoticeTemplate.id)).one())
    await zheng.handset.tap(f"t.notice_unkeep.{template}")
    assert "删了。" in zheng.new_words()
    await zheng.handset.tap("t.notice_saved")
    assert "还没存过。" in zheng.new_words()


async def test_the_notices_of_my_places_stand_in_a_list(town: World) -> None:
    of_talk_f(town)
    zheng = await director(town)
    await (await own_words(zheng, "周六扫雪。"))
    await zheng.taps("发出去")
    await zheng.opens()
    await zheng.handset.tap("t.notices.0")
    assert "自己写，发着" in zheng.new_words()
    await zheng.taps(1).sees("编号 ", "“周六扫雪。”", "暂停", "停发", "更正")
    await zheng.taps("停发").sees("真停吗？")
    await zheng.taps("对，停发").sees("停发了。")
    assert newest(town).state == "stopped"
    limin = await director(town, "limin")
    await limin.handset.tap("t.notices.0")
    assert "还没发过通知。" in limin.new_words()
