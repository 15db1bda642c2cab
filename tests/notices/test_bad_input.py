"""What a notice must not do, whatever is typed, sent along, or happens meanwhile: one clear sentence or
the safe course, never a half-sent notice that nobody knows of."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from bot.channels.memory import MemoryChannel
from models.notices.tables import Notice, NoticeFile, NoticeTarget
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Household, Person, Role
from tests.notices.desk import director, own_words, to_what_goes_with_it, water
from tests.notices.homes import newest, of_talk_f, read, sent_rows, write
from tests.talks.world import World

SENT = "发了，编号 "


def picture(side: int = 40) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), (200, 30, 30)).save(out, "PNG")
    return out.getvalue()


def rows(town: World) -> int:
    query = select(OutboxRow.id).where(OutboxRow.notice_id.is_not(None))
    return read(town, lambda session: len(session.scalars(query).all()))


def colleague(town: World, place: str = "fuhua") -> str:
    """周敏 sits at the same desk today."""
    role = {
        "person_id": town.ids["zhoumin"], "role": "coordinator", "place_id": place, "on_duty": False,
        "since": town.wall.now() - timedelta(days=9),
    }  # fmt: skip
    write(town, lambda session: session.execute(insert(Role).values(role)))
    return "zhoumin"


def residents(town: World, many: int) -> None:
    """So many more people of one home in building 3."""

    def job(session: Session) -> None:
        home = session.scalars(select(Household.id).where(Household.door_hash == "talk-f-1")).one()
        one = {"household_id": home, "name": "甲", "language": "zh", "consent": "",
               "created_at": town.wall.now()}  # fmt: skip
        session.execute(insert(Person), [one] * many)

    write(town, job)


# -- whom ------------------------------------------------------------------------------------------------
async def test_nobody_there_is_said_and_asked_again(town: World) -> None:
    of_talk_f(town)
    zheng = await director(town)
    await zheng.taps("发通知")
    await zheng.taps("停水")
    await zheng.taps("挑楼")
    await zheng.taps("1 号楼")
    away = update(Household).where(Household.building == 1, Household.estate_id == "fuhua_xiaoqu")
    write(town, lambda session: session.execute(away.values(building=2)))
    await zheng.taps("选好了")
    await (
        zheng.says("明天早8点到下午4点")
        .sees("这么选，一个人也没有。", "重选发给谁")
        .but_not("发出去")
    )
    await zheng.taps("重选发给谁").sees("发给哪儿？")
    await zheng.taps("挑楼")
    await zheng.taps("3 号楼")
    await zheng.taps("选好了").sees("发出去是这样：", "3 号楼停水")
    states = read(town, lambda session: session.scalars(select(Notice.state)).all())
    assert sorted(states) == ["ready", "refused"]
    assert rows(town) == 0


async def test_everybody_is_asked_back_in_words_and_numbers(town: World) -> None:
    of_talk_f(town)
    zheng = await director(town)
    await zheng.taps("发通知")
    await zheng.taps("自己写")
    await zheng.taps("全社区").sees(
        "全社区是 21 栋楼、1148 户。都发吗？", "[1 都发] [2 不是，挑楼]"
    )


async def test_who_left_after_the_counting_is_not_sent_to(town: World) -> None:
    homes = of_talk_f(town)
    zheng = await director(town)
    await (await water(zheng)).sees("手机能收到 97 户")
    gone = select(Account.person_id).where(Account.address.in_(homes[:5]))
    left = update(Person).where(Person.id.in_(gone.scalar_subquery())).values(gone="moved")
    write(town, lambda session: session.execute(left))
    await zheng.taps("发出去").sees(SENT)
    assert len(sent_rows(town, newest(town).id)) == 92 + 11


# -- what is written -------------------------------------------------------------------------------------
async def test_markup_is_text(town: World) -> None:
    homes = of_talk_f(town)
    zheng = await director(town)
    text = "<b>今晚</b> *别出门* [点这儿](http://x) {when} %s"
    await (await own_words(zheng, text)).sees(text)
    await zheng.taps("发出去")
    await town._at(homes[0], homes[0]).looks().sees(text)


@pytest.mark.parametrize("typed", ["昨天早8点到下午4点", "下个下周", "早8点到下午4点"])
async def test_a_time_in_the_past_or_none_at_all_is_asked_back(town: World, typed: str) -> None:
    of_talk_f(town)
    zheng = await director(town)
    await (await water(zheng, typed)).but_not("发出去是这样")
    await zheng.says("明天早8点到下午4点").sees("发出去是这样：")


async def test_what_has_begun_meanwhile_is_not_sent(town: World) -> None:
    of_talk_f(town)
    zheng = await director(town)
    await (await water(zheng))
    await town.wait(hours=17)  # 8:20 the next morning
    await zheng.taps("发出去").sees("那个时候已经过了。")
    assert rows(town) == 0


# -- a picture ---------------------------------------------------------------------------------------------
async def attach(town: World, content: bytes | str, *, text: str = "看图。") -> object:
    zheng = await director(town)
    await to_what_goes_with_it(zheng, text)
    assert isinstance(town.channel, MemoryChannel)
    await town.channel.photo("demo-zheng", content)
    await zheng.taps("不用").but_not("发出去是这样")
    while await town.core.photos.run_once():
        pass
    await town.settle()
    return zheng


async def test_a_picture_goes_with_it(town: World) -> None:
    homes = of_talk_f(town)
    zheng = await attach(town, picture())
    assert "发出去是这样" in zheng.screen  # type: ignore[attr-defined]  # a person
    await zheng.taps("发出去")  # type: ignore[attr-defined]
    shown = [message for home in homes for _v, message in town._at(home, home).handset.messages()]
    assert [message for message in shown if message.photos and "看图。" in message.text]
    assert read(town, lambda session: session.scalars(select(NoticeFile.state)).all()) == ["ready"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"not a picture at all", "那张图打不开"),
        (b"\x00" * (10 * 1024 * 1024 + 1), "超过 10 兆"),
    ],
)
async def test_a_broken_or_heavy_picture_is_left_out_and_said(
    town: World, content: bytes, why: str
) -> None:
    of_talk_f(town)
    zheng = await attach(town, content)
    assert why in zheng.screen  # type: ignore[attr-defined]  # a person
    await zheng.taps("发出去").sees(SENT)  # type: ignore[attr-defined]


# -- two at once -------------------------------------------------------------------------------------------
async def test_the_same_to_the_same_people_is_asked_about(town: World) -> None:
    of_talk_f(town)
    zheng = await director(town)
    await (await water(zheng))
    await zheng.taps("发出去").sees(SENT)
    first = newest(town)
    other = await director(town, colleague(town))
    await (await water(other))
    await other.taps("发出去").sees("真的再发一回？", "[1 再发一回] [2 不发了]", first.number[:3])
    assert newest(town).state == "ready"
    await other.taps("再发一回").sees(SENT)
    assert (newest(town).again, newest(town).state) == (1, "sending")


async def test_two_taps_send_it_once(town: World) -> None:
    of_talk_f(town)
    zheng = await director(town)
    await (await water(zheng))
    token = zheng.button("发出去").tap
    await zheng.taps("发出去").sees(SENT)
    await zheng.handset.tap(token)
    assert "这条通知已经发出去了。" in zheng.new_words()
    assert len(sent_rows(town, newest(town).id)) == 97 + 11


# -- who may ---------------------------------------------------------------------------------------------
async def test_when_a_role_ends_before_the_hour_somebody_else_has_to_agree(town: World) -> None:
    of_talk_f(town)
    zheng = await director(town)
    await (await water(zheng))
    await zheng.taps("晚点儿再发").sees("什么时候发？")
    await zheng.says("今晚7点").sees("12月16日 周三 19:00 发。", "今晚先把水接好")
    await zheng.taps("发出去").sees("记下了，12月16日 周三 19:00 发。编号 ")
    other = await director(town, colleague(town))
    ended = update(Role).where(Role.person_id == town.ids["zheng"])
    write(town, lambda session: session.execute(ended.values(ended_at=town.wall.now())))
    await town.wait(hours=4)
    assert newest(town).state == "waiting"
    assert rows(town) == 0
    zheng.sees("这条通知到点没发")
    other.sees("要发这条通知", "3 号楼、5 号楼", "126 户", "[1 可以发] [2 不行]")
    await other.taps("可以发").sees("好，这就发。")
    assert newest(town).state == "sending"
    # How it goes is no longer for whoever wrote it: that is no fault, and nothing is tried again.
    progress = select(OutboxRow.state).where(OutboxRow.message == "NoticeProgress")
    assert read(town, lambda session: session.scalars(progress).all()) == ["dropped"]


async def test_many_need_a_colleagues_yes(town: World) -> None:
    of_talk_f(town)
    residents(town, 301)
    other = await director(town, colleague(town))
    zheng = await director(town)
    await (await own_words(zheng, "周六扫雪。")).sees("人多，要等一位同事点头才发。")
    await zheng.taps("发出去").sees("等同事点头，点了就发。")
    assert rows(town) == 0
    other.sees("要发这条通知", "“周六扫雪。”", " 人：")
    await other.taps("不行").sees("没发")
    zheng.sees("说先别发，没发出去。")
    assert newest(town).state == "refused"


async def test_nobody_agrees_to_their_own(town: World) -> None:
    of_talk_f(town)
    residents(town, 301)
    zheng = await director(town)
    await (await own_words(zheng, "周六扫雪。"))
    await zheng.taps("发出去")
    await zheng.handset.tap(f"t.notice_yes.{newest(town).id}")
    assert "得另一位同事点头" in zheng.new_words()
    assert newest(town).state == "waiting"


async def test_a_resident_sends_nothing(town: World) -> None:
    of_talk_f(town)
    wang = await director(town, "wang")
    assert "发通知" not in wang.screen
    for token in ("t.notice_new", "t.notices.0", "t.notice.1", "t.notice_send.1"):
        await wang.handset.tap(token)
        assert "发给哪儿" not in wang.new_words()


# -- at night, and too late ------------------------------------------------------------------------------
async def test_at_night_it_is_asked_whether_that_is_in_time(town: World) -> None:
    of_talk_f(town)
    await town.wait(hours=8)  # 23:20
    zheng = await director(town)
    await (await water(zheng, "明天早7点到下午4点"))
    await zheng.taps("发出去").sees("这会儿是夜里", "[1 现在就发]", "[3 不发了]")
    assert rows(town) == 0
    await zheng.taps("现在就发").sees(SENT)
    assert {row.state for row in sent_rows(town, newest(town).id)} == {"sent"}


async def test_what_is_read_the_next_day_does_not_speak_of_tomorrow(town: World) -> None:
    of_talk_f(town)
    await town.wait(hours=8)  # 23:20: it goes out in the morning
    zheng = await director(town)
    await (
        (await water(zheng, "明天下午2点到4点"))
        .sees("“12月17日 周四 下午 2 点到下午 4 点")
        .but_not("明天（")
    )
    await zheng.taps("发出去").sees("记下了，12月17日")


async def test_a_draft_that_nobody_sends_is_forgotten(town: World) -> None:
    of_talk_f(town)
    zheng = await director(town)
    await (await own_words(zheng, "再想想。"))
    await town.wait(hours=25)
    draft = newest(town)
    assert (draft.state, draft.words, draft.answers) == ("refused", {}, None)
    assert not read(town, lambda session: session.scalars(select(NoticeTarget.id)).all())
    await zheng.taps("发出去").sees("这条通知不发了。要发，重新写一条。")


async def test_not_sending_forgets_what_was_written(town: World) -> None:
    of_talk_f(town)
    zheng = await director(town)
    await (await own_words(zheng, "扫雪的事再说。"))
    await zheng.taps("不发了").sees("好，不发了。写的字也不留。")
    assert newest(town).words == {}
