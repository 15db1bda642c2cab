"""Whoever goes along: asked for the day and hour of the visit, reminded of it, told when it moves."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from models.help.tables import Case
from models.outbox.tables import OutboxRow
from models.programmes.tables import Session
from models.tasks.tables import Offer
from models.visits.going import trip_of
from models.work import Actor, Work
from tests.furniture import huadian
from tests.talks.phones import Person
from tests.talks.world import World
from tests.visits.clinic import opens, read, write
from tests.visits.test_talks import at_home, daughter, goes_through

WANTED = ("约大夫", 1, 2, "腿脚疼", "想找个人陪", "对，约上")


async def asked(town: World) -> tuple[Person, Person, list[int]]:
    """李芳 has booked Friday 14:00 for her mother, and 孙姐 is asked."""
    times = opens(town)
    lifang = await daughter(town)
    (sun,) = await at_home(town, "sun")
    await goes_through(lifang, *WANTED)
    await town.settle()
    return lifang, sun, times


def moves(town: World, session_id: int, by: timedelta) -> None:
    def job(session: Db) -> None:
        row = session.get_one(Session, session_id)
        row.begins_at, row.ends_at = row.begins_at + by, row.ends_at + by

    write(town, job)


def knows_of(town: World, who: str, case_id: int) -> bool:
    def look(session: Db) -> bool:
        actor = Actor("person", town.ids[who], 0, "memory")
        work = Work(session, town.wall.now(), huadian(), 1, actor, "look")
        return trip_of(work, case_id) is not None

    return town.core.store.read_now(look)


def reminded(town: World) -> int:
    told = select(func.count()).where(OutboxRow.message == "GoAlong")
    return int(read(town, told))


async def test_the_offer_says_day_hour_and_where_and_asks_no_hour_of_tonight(town: World) -> None:
    _lifang, sun, _times = await asked(town)
    sun.sees(
        "有人出门想找个伴", "12月11日 周五 13:30 到家门口接。", "14:00 到阳光卫生服务站",
    )  # fmt: skip
    assert "腿" not in sun.screen
    await sun.taps("我去").sees("12月11日 周五，几点到家门口接？", "[1 13:10] [2 13:20] [3 13:30]")
    await sun.taps(2).sees("要办的：12月11日 周五 13:20 到家门口接，14:00 到阳光卫生服务站。")
    case = read(town, select(Case.id))
    knows = {who: knows_of(town, who, case) for who in ("sun", "lifang", "yu", "he")}
    assert knows == {"sun": True, "lifang": False, "yu": False, "he": False}
    sun_goes = read(town, select(Offer).where(Offer.state == "accepted"))
    begins = read(town, select(Session.begins_at).where(Session.id == _times[1]))
    assert begins - sun_goes.arrive_at == timedelta(minutes=40)


async def test_she_is_reminded_the_evening_before_and_on_the_day(town: World) -> None:
    _lifang, sun, _times = await asked(town)
    await goes_through(sun, "我去", 3)
    await town.wait(hours=23)  # Thursday 18:20
    assert reminded(town) == 0
    await town.wait(minutes=15)
    sun.sees("提醒您：12月11日 周五 13:30 到家门口接人，14:00 到阳光卫生服务站。", "去不成了")
    assert reminded(town) == 1
    await town.wait(hours=17, minutes=30)  # Friday 12:05
    assert reminded(town) == 2


async def test_who_says_no_meanwhile_is_not_reminded(town: World) -> None:
    _lifang, sun, _times = await asked(town)
    await goes_through(sun, "我去", 3, "去不成了")
    await town.wait(hours=24)
    assert reminded(town) == 0


async def test_a_few_minutes_earlier_she_still_goes_and_hears_of_it(town: World) -> None:
    _lifang, sun, times = await asked(town)
    await goes_through(sun, "我去", 3)
    sun.new_words()
    moves(town, times[1], timedelta(minutes=-30))
    await town.settle()
    sun.sees("时间改了：12月11日 周五 13:00 到家门口接人，13:30 到阳光卫生服务站。")
    begins = read(town, select(Session.begins_at).where(Session.id == times[1]))
    offer = read(town, select(Offer).where(Offer.state == "accepted"))
    assert begins - offer.arrive_at == timedelta(minutes=30)
    assert read(town, select(func.count()).select_from(Case)) == 1
    await town.settle()
    assert reminded(town) == 1, "said once"


async def test_a_visit_that_is_off_leaves_no_reminder(town: World) -> None:
    lifang, sun, _times = await asked(town)
    await goes_through(sun, "我去", 3)
    await goes_through(lifang, "不去了", "不去了")
    await town.wait(hours=24)
    sun.sees("不用去了")
    assert reminded(town) == 0
