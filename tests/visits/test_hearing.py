"""What others hear of a visit, and what goes with it: the elder, the one who booked, who goes along."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from models.bookings.tables import Booking, SignUp
from models.family.tables import Act
from models.help.tables import Case
from models.outbox.tables import OutboxRow
from models.programmes.tables import Session
from models.register.tables import Consent
from tests.talks.world import World
from tests.visits.clinic import (
    acts_for,
    bookings,
    count,
    has_no_phone,
    opens,
    read,
    reminders,
    write,
)
from tests.visits.test_talks import (
    BY_MOTHER,
    TO_THE_SUMMARY,
    at_home,
    daughter,
    goes_through,
)


# -- what the elder hears ------------------------------------------------------------------------------
async def test_she_does_not_want_to_go_and_her_daughter_is_told(town: World) -> None:
    times = opens(town)
    lifang = await daughter(town)
    (wang,) = await at_home(town, "wang")
    await goes_through(lifang, "约大夫", 1, 1, "腿脚疼", "想找个人陪", "对，约上")
    await (
        wang.looks()
        .sees("王姨，闺女李芳给您约了何大夫，明天（周四）上午 9 点，阳光卫生服务站。")
        .but_not("腿")
    )
    await wang.taps("我不想去").sees("好，这件撤了。我告诉闺女李芳了。")
    await lifang.looks().sees("妈妈说这件不用了：约了何大夫，明天（周四）上午 9 点。").but_not("腿")
    assert bookings(town, "wang") == []
    assert bookings(town, "wang", "refused") == times[:1]
    assert read(town, select(Case.stage)) == "cancelled"
    assert read(town, select(Session.taken).where(Session.id == times[0])) == 0
    assert count(town, select(OutboxRow.id).where(OutboxRow.message == "BookingRefused")) == 0


async def test_she_wants_another_time(town: World) -> None:
    times = opens(town)
    lifang = await daughter(town)
    (wang,) = await at_home(town, "wang")
    await goes_through(lifang, *TO_THE_SUMMARY, "对，约上")
    await wang.looks()
    await wang.taps("换个时间").sees("您的家庭医生是阳光卫生服务站的何大夫")
    await wang.taps("后天 周五 14:00").sees("王桂兰，12月11日 周五 14:00")
    await wang.taps("对，改").sees("改好了")
    assert bookings(town, "wang") == [times[1]]


async def test_her_daughter_moves_it_and_she_hears_of_that_too(town: World) -> None:
    opens(town)
    lifang = await daughter(town)
    (wang,) = await at_home(town, "wang")
    await goes_through(lifang, *TO_THE_SUMMARY, "对，约上")
    await wang.looks()
    await goes_through(lifang, "改时间", "下周一 9:30")
    await lifang.taps("对，改").sees("改好了，12月14日（周一）上午 9 点半")
    await wang.looks().sees(
        "王姨，闺女李芳给您改了看大夫的时间：何大夫，12月14日（周一）上午 9 点半"
    )
    await wang.taps("我不想去").sees("好，这件撤了。")
    assert bookings(town, "wang") == []


async def test_her_daughter_calls_it_off(town: World) -> None:
    times = opens(town)
    lifang = await daughter(town)
    (wang,) = await at_home(town, "wang")
    await goes_through(lifang, *TO_THE_SUMMARY, "对，约上", "不去了")
    assert "真不去了？" in lifang.screen
    await lifang.taps("不去了").sees(BY_MOTHER, "好，退了，这个空让给别人。")
    await wang.looks().sees("闺女李芳替您把约的何大夫退了，明天（周四）上午 9 点的。")
    assert bookings(town, "wang") == []
    assert read(town, select(Session.taken).where(Session.id == times[0])) == 0
    assert reminders(town, "wang") == 0


# -- on behalf ---------------------------------------------------------------------------------------
async def test_a_grid_worker_books_for_somebody_without_a_phone(town: World) -> None:
    times = opens(town)
    has_no_phone(town, "yu")
    (zhou,) = await at_home(town, "zhoumin")
    await zhou.handset.tap(f"w.{town.ids['yu']}.f.visit")
    zhou.sees("给于德海办：", "家庭医生是阳光卫生服务站的何大夫")
    await zhou.taps(1).sees("主要看什么？")
    await zhou.taps("腿脚疼").sees("行不行？")
    await zhou.taps("行").sees("有人陪于大爷去吗？", "[2 他自己能走]")
    await zhou.taps(2).sees("于德海，12月10日 周四 9:00", "腿脚疼。自己能走")
    await zhou.taps("对，约上").sees("约上了", "我这就告诉于大爷")
    assert bookings(town, "yu") == times[:1]
    witnessed = select(Consent.witness_id).where(Consent.purpose == "health")
    assert read(town, witnessed) == town.ids["zhoumin"]
    assert read(town, select(Act.by_person)) == town.ids["zhoumin"]
    assert count(town, select(OutboxRow.id).where(OutboxRow.message == "VisitMade")) == 0


async def test_what_family_books_for_who_has_no_phone_is_brought_by_the_grid_worker(
    town: World,
) -> None:
    times = opens(town)
    has_no_phone(town, "yu")
    acts_for(town, "lifang", "yu", "visits", kin="father")
    lifang, zhou = await at_home(town, "lifang", "zhoumin")
    await goes_through(lifang, "约大夫", 1, 1, "有人陪", "对，约上")
    await town.settle()
    await zhou.looks().sees(
        "给于德海办：", "给您约了何大夫", "[1 知道了] [2 我不想去] [3 换个时间]"
    )
    await zhou.taps("我不想去").sees("真不去了？")
    await zhou.taps("不去了").sees("好，退了")
    assert bookings(town, "yu") == []
    assert times


# -- who goes along ------------------------------------------------------------------------------------
async def test_who_goes_along_is_asked_for_the_hour_of_the_visit(town: World) -> None:
    times = opens(town)
    lifang = await daughter(town)
    (sun,) = await at_home(town, "sun")
    await goes_through(lifang, "约大夫", 1, 2, "腿脚疼", "想找个人陪")
    await lifang.taps("对，约上").sees("陪着去的人，周四中午 12 点前给您信儿。")
    begins = read(town, select(Session.begins_at).where(Session.id == times[1]))
    case = read(town, select(Case))
    assert (case.kind, case.asker_id) == ("go_along", town.ids["wang"])
    assert case.arrive_by == begins - timedelta(minutes=30)
    assert read(town, select(SignUp.case_id)) == case.id
    await town.settle()
    await goes_through(sun, "我去", 3)
    await town.settle()
    lifang.sees("陪妈妈去看大夫的人找到了：孙姐，后天（周五）下午 2 点。")
    await town.wait(minutes=5)
    lifang.sees_nothing()


async def test_the_company_follows_a_visit_that_is_moved(town: World) -> None:
    opens(town)
    lifang = await daughter(town)
    (sun,) = await at_home(town, "sun")
    await goes_through(lifang, "约大夫", 1, 2, "腿脚疼", "想找个人陪", "对，约上")
    await town.settle()
    await goes_through(sun, "我去", 3)
    await town.settle()
    await goes_through(lifang, "改时间", "下周一 9:30")
    await lifang.taps("对，改").sees("陪着去的人，周日中午 12 点前给您信儿。")
    first, second = town.core.store.read_now(
        lambda session: list(session.scalars(select(Case).order_by(Case.id)))
    )
    assert (first.stage, second.closed_at) == ("cancelled", None)
    assert read(town, select(SignUp.case_id)) == second.id
    await town.settle()
    sun.sees("不用去了")


async def test_the_company_ends_with_a_visit_that_somebody_else_ended(town: World) -> None:
    opens(town)
    lifang = await daughter(town)
    await goes_through(lifang, "约大夫", 1, 2, "腿脚疼", "想找个人陪", "对，约上")
    off = update(Booking).values(state="session_off", place=None)
    write(town, lambda session: session.execute(off))
    await town.settle()
    assert read(town, select(Case.stage)) == "cancelled"
    assert read(town, select(SignUp.case_id)) is None


async def test_the_company_is_asked_anew_when_the_station_moves_the_hour(town: World) -> None:
    times = opens(town)
    lifang = await daughter(town)
    await goes_through(lifang, "约大夫", 1, 2, "腿脚疼", "想找个人陪", "对，约上")
    later = timedelta(days=3)

    def move(session: object) -> None:
        row = session.get_one(Session, times[1])  # type: ignore[attr-defined]
        row.begins_at, row.ends_at = row.begins_at + later, row.ends_at + later

    write(town, move)
    await town.settle()
    cases = town.core.store.read_now(
        lambda session: list(session.scalars(select(Case).order_by(Case.id)))
    )
    assert [case.stage == "cancelled" for case in cases] == [True, False]
    assert cases[1].arrive_by - cases[0].arrive_by == later
