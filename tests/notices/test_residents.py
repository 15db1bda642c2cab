"""What those read whom a notice is for, and what they can do with it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from bot.channels.memory import MemoryChannel
from bot.dialogue.alike import Hearer
from bot.speaking import EngineSpeaker
from models.family.tables import Kin, Proxy
from models.notices.tables import Notice, NoticeTarget, TopicOff
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Person
from tests.notices.desk import director, own_words, water
from tests.notices.homes import newest, of_talk_f, read, sent_rows, write
from tests.talks.phones import Person as Someone
from tests.talks.world import World

TEXT = "明天（12月17日 周四）早 8 点到下午 4 点，3 号楼、5 号楼停水。今晚先把水接好。"


def resident(town: World, address: str) -> Someone:
    return town._at(address, address)


def targets(town: World, how: str) -> int:
    """How many doors stand like this."""
    query = select(NoticeTarget).where(NoticeTarget.reached == how)
    return read(town, lambda session: len(session.scalars(query).all()))


def id_of(town: World, address: str) -> int:
    query = select(Account.person_id).where(Account.address == address)
    return read(town, lambda session: session.scalars(query).one())


def first_family(town: World) -> tuple[str, int, int]:
    """The address, the id and the principal of somebody who gets copies."""

    def job(session: Session) -> tuple[str, int, int]:
        row = session.execute(
            select(Account.address, Account.person_id, Proxy.principal_id)
            .join(Proxy, Proxy.proxy_id == Account.person_id)
            .where(Account.address.startswith("far-"))
            .order_by(Proxy.id)
        ).first()
        assert row is not None
        return row.address, row.person_id, row.principal_id

    return read(town, job)


async def only_the_clock(town: World) -> None:
    """What is made waits for the sender."""
    await town.core.clock.tick()


async def test_a_neighbour_reads_it_and_says_so_with_one_tap(town: World) -> None:
    homes = of_talk_f(town)
    zheng = await director(town)
    await (await water(zheng))
    await zheng.taps("发出去")
    neighbour = resident(town, homes[0])
    await (
        neighbour.looks()
        .sees(TEXT, "不方便接水的，点[帮我接水]。富华社区 0432-000-0016", "[1 知道了] [2 帮我接水]")
        .but_not("不想收")
    )
    await neighbour.taps("知道了").sees("好，知道您看见了。")
    assert targets(town, "self") == 1
    await neighbour.taps("知道了")
    assert targets(town, "self") == 1
    assert len(sent_rows(town, newest(town).id)) == 97 + 11


async def test_help_that_comes_with_it_is_one_tap(town: World) -> None:
    homes = of_talk_f(town)
    zheng = await director(town)
    await (await water(zheng))
    await zheng.taps("发出去")
    neighbour = resident(town, homes[3])
    await neighbour.looks()
    await neighbour.taps("帮我接水").sees("收到了，这就给您找人。编号 ", "我的事儿")
    helped = select(NoticeTarget.id).where(NoticeTarget.case_id.is_not(None))
    assert read(town, lambda session: len(session.scalars(helped).all())) == 1


async def test_family_far_away_reads_whose_it_is_and_no_name(town: World) -> None:
    of_talk_f(town)
    address, daughter, mother = first_family(town)
    write(town, lambda session: session.add(Kin(person_id=daughter, other_id=mother, kin="mother")))
    zheng = await director(town)
    await (await water(zheng))
    await zheng.taps("发出去")
    li = resident(town, address)
    await li.looks().sees("妈妈那儿的通知：", TEXT, "[1 知道了]").but_not("home-", "2 帮我接水")
    await li.taps("知道了")
    assert targets(town, "family") == 1


async def test_who_has_left_withdrawn_or_gets_no_copies_hears_nothing(town: World) -> None:
    homes = of_talk_f(town)
    zheng = await director(town)
    await (await water(zheng))
    left, withdrew, moved = (id_of(town, home) for home in homes[:3])
    address, _daughter, mother = first_family(town)

    def change(session: Session) -> None:
        run = session.execute
        run(update(Person).where(Person.id == left).values(gone="moved"))
        run(update(Person).where(Person.id == withdrew).values(consent="no"))
        run(update(Person).where(Person.id == moved).values(household_id=None))
        run(update(Proxy).where(Proxy.principal_id == mother).values(state="ended"))

    write(town, change)
    await zheng.taps("发出去")
    for home in (*homes[:3], address):
        await resident(town, home).looks().but_not("停水")
    await resident(town, homes[4]).looks().sees(TEXT)


async def test_whoever_wants_no_more_of_a_topic_gets_only_what_must_reach_them(town: World) -> None:
    homes = of_talk_f(town)
    zheng = await director(town)
    await (await own_words(zheng, "周六上午一起扫雪。"))
    await zheng.taps("发出去")
    neighbour = resident(town, homes[0])
    await neighbour.looks().sees("周六上午一起扫雪。", "不想收这类通知")
    await neighbour.taps("不想收这类通知").sees(
        "“社区的事”这类通知不给您发了。停水停电这样的，还是告诉您。"
    )
    await zheng.opens()
    await (await own_words(zheng, "周日上午一起包饺子。")).sees("说了不收这类 1")
    await zheng.taps("发出去")
    await neighbour.looks().but_not("包饺子")
    await zheng.opens()
    await (await water(zheng))
    await zheng.taps("发出去")
    await neighbour.looks().sees(TEXT)


async def test_topics_are_switched_among_my_data(town: World) -> None:
    of_talk_f(town)
    wang = town.person("wang")
    town.known("wang")
    await wang.opens()
    await wang.taps("我的资料").sees("收哪些通知")
    await (
        wang.taps("收哪些通知")
        .sees("天气：收", "活动：收", "义诊和讲座：收", "社区的事：收")
        .but_not("停水：")
    )
    await wang.taps("天气：收").sees("“天气”这类通知不给您发了")
    await wang.taps("收哪些通知").sees("天气：不收")
    assert read(town, lambda session: len(session.scalars(select(TopicOff.id)).all())) == 1
    await wang.taps("天气：不收").sees("又给您发了")
    assert not read(town, lambda session: session.scalars(select(TopicOff.id)).all())


async def test_nothing_slips_out_while_it_is_paused(town: World) -> None:
    homes = of_talk_f(town)
    zheng = await director(town)
    await (await water(zheng))
    assert isinstance(town.channel, MemoryChannel)
    town.channel.settle = partial(only_the_clock, town)
    await zheng.taps("发出去")
    notice = newest(town)
    assert {row.state for row in sent_rows(town, notice.id)} == {"due"}
    await zheng.handset.tap(f"t.notice_pause.{notice.id}")
    assert {row.state for row in sent_rows(town, notice.id)} == {"held"}
    town.channel.settle = town.settle
    await town.settle()
    neighbour = resident(town, homes[0])
    await neighbour.looks().but_not("停水")
    await zheng.handset.tap(f"t.notice_on.{notice.id}")
    await neighbour.looks().sees(TEXT)


async def test_what_the_sender_has_in_its_hands_is_asked_once_more(town: World) -> None:
    """Paused a moment before the words are put together: held, and not lost."""
    homes = of_talk_f(town)
    zheng = await director(town)
    await (await water(zheng))
    assert isinstance(town.channel, MemoryChannel)
    town.channel.settle = partial(only_the_clock, town)
    await zheng.taps("发出去")
    notice = newest(town)
    paused = update(Notice).where(Notice.id == notice.id)
    write(town, lambda session: session.execute(paused.values(state="paused")))
    town.channel.settle = town.settle
    await town.settle()
    neighbour = resident(town, homes[0])
    await neighbour.looks().but_not("停水")
    assert {row.state for row in sent_rows(town, notice.id)} == {"held"}
    stopped = paused.values(state="sending")
    write(town, lambda session: session.execute(stopped))
    await zheng.handset.tap(f"t.notice_pause.{notice.id}")
    await zheng.handset.tap(f"t.notice_on.{notice.id}")
    await neighbour.looks().sees(TEXT)


async def test_a_correction_stands_where_the_first_one_stood(town: World) -> None:
    homes = of_talk_f(town)
    zheng = await director(town)
    await (await water(zheng))
    await zheng.taps("发出去")
    neighbour = resident(town, homes[0])
    await neighbour.looks().sees(TEXT)
    await zheng.taps("更正").sees("改成几点到几点？")
    await zheng.says("明天早9点到下午5点").sees("您看对不对", "上午 9 点到下午 5 点")
    await zheng.taps("对，更正").sees("更正了。")
    assert "上午 9 点到下午 5 点" in neighbour.screen
    texts = [message.text for _version, message in neighbour.handset.messages()]
    assert not [text for text in texts if "早 8 点" in text]
    assert not [text for text in texts if "刚才那条改了" in text]


async def test_a_correction_at_night_asks_whether_the_morning_is_in_time(town: World) -> None:
    homes = of_talk_f(town)
    zheng = await director(town)
    await (await water(zheng))
    await zheng.taps("发出去")
    await town.wait(hours=8)  # 23:20, and it begins at eight
    await zheng.taps("更正")
    await zheng.says("明天早7点到下午5点").sees("这会儿是夜里", "现在就发", "早 7 点 发")
    await zheng.taps("现在就发").sees("您看对不对", "早 7 点到下午 5 点")
    await zheng.taps("对，更正").sees("更正了。")
    neighbour = resident(town, homes[0])
    await neighbour.looks().sees("早 7 点到下午 5 点")


async def test_where_nothing_can_be_changed_it_comes_once_more(town: World) -> None:
    homes = of_talk_f(town)
    assert isinstance(town.channel, MemoryChannel)
    zheng = await director(town)
    await (await water(zheng))
    await zheng.taps("发出去")
    town.core.sender.speak = EngineSpeaker(town.core.engine, {"memory": False})
    town.channel.abilities = replace(town.channel.abilities, edit=False)
    await zheng.taps("更正")
    await zheng.says("明天早9点到下午5点")
    await zheng.taps("对，更正")
    neighbour = resident(town, homes[0])
    texts = [message.text for _version, message in neighbour.handset.messages()]
    assert [text for text in texts if text.startswith("刚才那条改了：")]
    assert [text for text in texts if "上午 9 点到下午 5 点" in text]


@pytest.mark.parametrize("many", [10, 60])
async def test_wording_costs_the_same_for_few_and_for_many(town: World, many: int) -> None:
    """Statements of one chunk: not one more for another reader."""
    of_talk_f(town)
    zheng = await director(town)
    await (await water(zheng))
    await town.core.sender.stop()
    await zheng.handset.tap(zheng.button("发出去").tap)
    await town.core.clock.tick()
    notice = newest(town)
    statements: list[str] = []

    def job(session: Session) -> None:
        rows = session.scalars(
            select(OutboxRow)
            .where(OutboxRow.notice_id == notice.id, OutboxRow.whom_id.is_(None))
            .limit(many)
        ).all()
        accounts = {
            one.person_id: one
            for one in session.scalars(
                select(Account).where(Account.person_id.in_([row.person_id for row in rows]))
            )
        }
        hearers = [
            Hearer(accounts[one].id, one, 0, "memory", "zh")
            for row in rows
            if (one := row.person_id) is not None
        ]
        engine = session.connection().engine
        event.listen(engine, "before_cursor_execute", note)
        said = town.core.engine.speak_to_many(
            session, "NoticeTo", {"notice_id": notice.id}, hearers
        )
        event.remove(engine, "before_cursor_execute", note)
        assert said is not None
        assert len(said) == many
        assert len({id(one) for one in said}) == 1

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    write(town, job)
    assert 0 < len(statements) <= 12, statements
