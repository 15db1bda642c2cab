"""To many people a second colleague has to agree; where there is none, its writer hears so at once, and
nothing goes out without."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from models.notices.tables import Notice
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Role
from models.town.tables import Place
from tests.notices.desk import director, own_words
from tests.notices.homes import newest, of_talk_f, read, write
from tests.notices.test_bad_input import colleague, residents
from tests.talks.phones import Person
from tests.talks.world import World

ALONE = "先没发。发给这么多人，得再有一位同事点头，可眼下除了您，没有别的同事能在手机上点。编号 "


def city_of(session: Session) -> str:
    return session.scalars(select(Place.id).where(Place.path.not_like("%/%"))).one()


def nobody_else(town: World) -> None:
    """郑丽华 is the only one left who may send anything."""
    others = update(Role).where(
        Role.role.in_(("coordinator", "admin")), Role.person_id != town.ids["zheng"]
    )
    write(town, lambda session: session.execute(others.values(ended_at=town.wall.now())))


def rows(town: World) -> int:
    query = select(OutboxRow.id).where(OutboxRow.notice_id.is_not(None))
    return read(town, lambda session: len(session.scalars(query).all()))


async def sent_alone(town: World) -> Person:
    of_talk_f(town)
    residents(town, 301)
    nobody_else(town)
    zheng = await director(town)
    await (await own_words(zheng, "周六扫雪。")).sees("人多，要等一位同事点头才发。")
    await zheng.taps("发出去").sees(ALONE, "给市里打个电话", "[1 再问一回]", "[2 不发了]")
    return zheng


async def test_a_single_administrator_hears_at_once_that_nobody_can_agree(town: World) -> None:
    zheng = await sent_alone(town)
    assert newest(town).state == "waiting"
    await zheng.taps("再问一回").sees("还是没有别的同事能点头。", "没发。", "[1 再问一回]")
    assert (newest(town).state, rows(town)) == ("waiting", 0)


async def test_a_colleague_who_comes_later_is_asked(town: World) -> None:
    zheng = await sent_alone(town)
    other = await director(town, colleague(town))
    await zheng.taps("再问一回").sees("问了，等同事点头，点了就发。")
    other.sees("要发这条通知", "“周六扫雪。”", "[1 可以发] [2 不行]")
    await other.taps("可以发").sees("好，这就发。")
    zheng.sees("点头了")
    assert newest(town).state == "sending"


async def test_asking_again_does_not_ask_anybody_twice(town: World) -> None:
    zheng = await sent_alone(town)
    other = await director(town, colleague(town))
    await zheng.taps("再问一回")
    other.sees("要发这条通知")
    await zheng.handset.tap(f"t.notice_ask.{newest(town).id}")
    assert "要发这条通知" not in other.new_words()


async def test_the_citys_office_is_asked_where_the_desk_has_nobody_else(town: World) -> None:
    of_talk_f(town)
    residents(town, 301)
    nobody_else(town)
    city = read(town, city_of)
    role = {"person_id": town.ids["hanxue"], "role": "admin", "place_id": city, "on_duty": False,
            "since": town.wall.now() - timedelta(days=9)}  # fmt: skip
    write(town, lambda session: session.execute(insert(Role).values(role)))
    office = await director(town, "hanxue")
    zheng = await director(town)
    await (await own_words(zheng, "周六扫雪。"))
    await zheng.taps("发出去").sees("等同事点头，点了就发。").but_not("先没发")
    office.sees("要发这条通知", "[1 可以发]")


async def test_a_colleague_without_a_phone_is_no_colleague_who_can_agree(town: World) -> None:
    of_talk_f(town)
    residents(town, 301)
    nobody_else(town)
    colleague(town)
    lost = update(Account).where(Account.person_id == town.ids["zhoumin"]).values(state="dead")
    write(town, lambda session: session.execute(lost))
    zheng = await director(town)
    await (await own_words(zheng, "周六扫雪。"))
    await zheng.taps("发出去").sees(ALONE)
    assert rows(town) == 0


async def test_it_stands_in_the_list_for_who_may_agree(town: World) -> None:
    """Whoever came too late to be asked finds it there; its writer can ask again."""
    zheng = await sent_alone(town)
    waiting = newest(town).id
    other = await director(town, colleague(town))
    await other.handset.tap(f"t.notice.{waiting}")
    assert "可以发" in [option.label for option in other.handset.messages()[-1][1].options]
    await zheng.handset.tap(f"t.notice.{waiting}")
    labels = [option.label for option in zheng.handset.messages()[-1][1].options]
    assert "再问一回" in labels
    assert "可以发" not in labels


async def test_without_a_yes_it_ends_unsent_and_that_is_said(town: World) -> None:
    zheng = await sent_alone(town)
    await town.wait(hours=73)
    zheng.sees("这条通知没发出去：没等到同事点头")
    assert (newest(town).state, rows(town)) == ("refused", 0)


@pytest.mark.parametrize("state", ["ready", "sending", "refused"])
async def test_only_what_waits_is_asked_about(town: World, state: str) -> None:
    zheng = await sent_alone(town)
    write(town, lambda session: session.execute(update(Notice).values(state=state)))
    await zheng.handset.tap(f"t.notice_ask.{newest(town).id}")
    assert "问了" not in zheng.new_words()
