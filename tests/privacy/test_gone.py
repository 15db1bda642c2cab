"""Somebody has died or moved away: nothing is said to them afterwards, and a wrong report is undone."""

from __future__ import annotations

from typing import TypeVar

import pytest
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.doctors.tables import Contract
from models.duty.calls import PutOnCallList
from models.duty.hand_overs import AskForPerson
from models.duty.tables import Call, HandOver
from models.family.proxies import EndProxy
from models.family.tables import Guardian, Proxy
from models.gate import run
from models.help.messages import HelperFound
from models.help.tables import Case
from models.outbox.tables import OutboxRow
from models.privacy.gone import ReportGone, UndoGone
from models.privacy.refusals import NotSomebodyHere, TooLateToUndo
from models.refusals import NotAllowed
from models.register.hashes import phone_fields
from models.register.tables import Role
from models.tasks.tables import Offer
from models.work import CLOCK
from tests.furniture import huadian
from tests.linking.world import TwoChats
from tests.privacy.acting import as_somebody, child_of, does, lets_act, person, set_person

T = TypeVar("T")
HEATING = ("要人帮忙", "暖气不热", "哪儿都凉", "冻得慌", "对，叫人来")


async def asks_for_help(town: TwoChats) -> None:
    town.known("wang")
    wang = town.person("wang")
    await wang.says("主页")
    for label in HEATING:
        await wang.taps(label)


async def somebody_comes(town: TwoChats) -> None:
    await asks_for_help(town)
    zhao = town.person("zhao")
    await zhao.looks()
    await zhao.taps("我去")
    await zhao.taps(2)
    town.person("wang").new_words()


def gone(town: TwoChats, alias: str = "wang", by: str = "zhoumin", how: str = "dead") -> None:
    does(town, by, ReportGone(town.ids[alias], how))  # type: ignore[arg-type]  # one of the two


def back(town: TwoChats, alias: str = "wang", by: str = "zhoumin") -> int:
    return does(town, by, UndoGone(town.ids[alias]))


def waiting(town: TwoChats, alias: str) -> int:
    theirs = (OutboxRow.person_id == town.ids[alias]) | (OutboxRow.whom_id == town.ids[alias])
    rows = select(func.count(OutboxRow.id)).where(
        theirs, OutboxRow.message != "", OutboxRow.state.in_(("due", "leased"))
    )
    return town.read(lambda session: session.scalar(rows) or 0)


def watched(town: TwoChats, alias: str) -> int:
    rows = select(func.count(OutboxRow.id)).where(
        OutboxRow.person_id == town.ids[alias], OutboxRow.watch_at.is_not(None)
    )
    return town.read(lambda session: session.scalar(rows) or 0)


def one(town: TwoChats, table: type[T], *where: ColumnElement[bool]) -> T:
    found = select(table).where(*where)
    return town.read(lambda session: session.scalars(found).one())


# -- nothing is said any more ------------------------------------------------------------------------
async def test_nothing_reaches_the_dead_whatever_happens_afterwards(town: TwoChats) -> None:
    await somebody_comes(town)
    wang = town.person("wang")
    town.write(lambda session: as_somebody(town, "limin", session).tell(
        town.ids["wang"], HelperFound(1, 1), key="waits"))  # fmt: skip
    gone(town)
    assert waiting(town, "wang") == 0
    assert watched(town, "wang") == 0
    town.write(lambda session: as_somebody(town, "limin", session).tell(
        town.ids["wang"], HelperFound(1, 1), key="later"))  # fmt: skip
    await town.wait(hours=30)
    wang.sees_nothing()
    assert waiting(town, "wang") == 0
    mine = select(func.count(Call.id)).where(
        Call.person_id == town.ids["wang"], Call.done_at.is_(None)
    )
    assert town.read(lambda session: session.scalar(mine)) == 0


async def test_nobody_is_rung_up_who_is_gone(town: TwoChats) -> None:
    args = (("case_id", 1),)
    call = PutOnCallList("k", town.ids["wang"], "HelperFound", args, "unseen")

    def job(session: Session) -> None:
        work = as_somebody(town, "limin", session)
        work.actor = CLOCK
        run(work, call)

    town.write(job)
    gone(town)
    assert one(town, Call, Call.person_id == town.ids["wang"]).done_at is not None


async def test_the_familys_copies_that_wait_are_dropped_and_no_more_come(town: TwoChats) -> None:
    set_person(town, "lifang", **phone_fields("10000000077"))
    lets_act(town, "wang", "lifang", "help", "copies")
    await town.settle()
    town.person("lifang").new_words()

    def tell(session: Session) -> None:
        as_somebody(town, "limin", session).tell(town.ids["wang"], HelperFound(1, 1), key="found:1")

    town.write(tell)
    copies = select(OutboxRow).where(OutboxRow.key == f"found:1:family:{town.ids['lifang']}")
    assert [row.state for row in town.read(lambda s: list(s.scalars(copies)))] == ["due"]
    gone(town)
    assert [row.state for row in town.read(lambda s: list(s.scalars(copies)))] == ["dropped"]
    await town.settle()
    town.person("lifang").sees_nothing()


# -- what ends ---------------------------------------------------------------------------------------
async def test_an_open_case_goes_to_the_desk_and_nobody_stands_at_the_door(town: TwoChats) -> None:
    await somebody_comes(town)
    gone(town, by="limin")
    case = town.read(lambda session: session.scalars(select(Case)).one())
    assert (case.stage, case.attention, case.next_wave_at) == ("with_duty", "asker_gone", None)
    live = select(Offer).where(Offer.state.in_(("open", "accepted")))
    assert town.read(lambda session: session.scalars(live).all()) == []
    await town.settle()
    zhao = town.person("zhao")
    assert "401" not in "".join(message.text for _v, message in zhao.handset.messages())
    assert "不用去" in zhao.screen or "不用" in zhao.screen
    limin = town.person("limin")
    await limin.opens().sees("本人不在这儿了")


def test_contract_and_talk_with_a_person_end(town: TwoChats) -> None:
    does(town, "wang", AskForPerson())
    gone(town)
    contract = one(town, Contract, Contract.person_id == town.ids["wang"])
    assert (contract.state, contract.why) == ("ended", "dead")
    talk = one(town, HandOver, HandOver.person_id == town.ids["wang"])
    assert talk.state == "ended"


def test_who_acted_for_the_dead_acts_no_more(town: TwoChats) -> None:
    set_person(town, "lifang", **phone_fields("10000000077"))
    agreement = lets_act(town, "wang", "lifang")
    gone(town)
    row = town.read(lambda session: session.get_one(Proxy, agreement))
    assert (row.state, row.ended_at) == ("ended", town.wall.now())


async def test_for_whom_the_dead_acted_hears_that_nobody_does_now(town: TwoChats) -> None:
    set_person(town, "lifang", **phone_fields("10000000077"))
    agreement = lets_act(town, "wang", "lifang")
    await town.settle()
    set_person(town, "lifang", household_id=person(town, "wang").household_id)
    town.known("wang")
    town.person("wang").new_words()
    gone(town, "lifang", how="moved")
    row = town.read(lambda session: session.get_one(Proxy, agreement))
    assert row.state == "ended"
    await town.settle()
    town.person("wang").sees("李芳")


def test_roles_end_and_what_was_taken_goes_to_others(town: TwoChats) -> None:
    gone(town, "zhao", by="limin", how="moved")
    held = select(func.count(Role.id)).where(
        Role.person_id == town.ids["zhao"], Role.ended_at.is_(None)
    )
    assert town.read(lambda session: session.scalar(held)) == 0


async def test_a_task_of_the_one_who_is_gone_is_given_to_somebody_else(town: TwoChats) -> None:
    await somebody_comes(town)
    gone(town, "zhao", by="limin", how="moved")
    mine = select(Offer.state).where(Offer.person_id == town.ids["zhao"])
    assert town.read(lambda session: session.scalars(mine).all()) == ["given_up"]
    case = town.read(lambda session: session.scalars(select(Case)).one())
    assert case.stage in ("open", "offered", "with_duty")
    await town.settle()
    town.person("wang").sees("已经在找别人了")


# -- children ----------------------------------------------------------------------------------------
def guardians(town: TwoChats, child: str) -> list[int]:
    rows = (
        select(Guardian.guardian_id)
        .where(Guardian.child_id == town.ids[child], Guardian.ended_at.is_(None))
        .order_by(Guardian.id)
    )
    return list(town.read(lambda session: session.scalars(rows).all()))


async def test_a_child_whose_only_guardian_dies_keeps_the_row_and_the_desk_hears_at_once(
    town: TwoChats,
) -> None:
    child_of(town, "xiaoshu", "wang")
    await town.person("limin").opens()
    gone(town)
    await town.settle()
    assert guardians(town, "xiaoshu") == [town.ids["wang"]]
    assert person(town, "xiaoshu").guardian_id == town.ids["wang"]
    town.person("limin").sees("小树的监护人过世了", "新的监护人")


async def test_with_another_guardian_the_child_is_looked_after(town: TwoChats) -> None:
    child_of(town, "xiaoshu", "wang", "lifang")
    await town.person("limin").opens()
    gone(town)
    await town.settle()
    assert guardians(town, "xiaoshu") == [town.ids["lifang"]]
    assert person(town, "xiaoshu").guardian_id == town.ids["lifang"]
    assert "监护人过世" not in town.person("limin").new_words()


def test_who_moves_away_is_a_guardian_still(town: TwoChats) -> None:
    child_of(town, "xiaoshu", "wang")
    gone(town, how="moved")
    assert guardians(town, "xiaoshu") == [town.ids["wang"]]


# -- who may -----------------------------------------------------------------------------------------
def test_strangers_and_workers_elsewhere_may_not(town: TwoChats) -> None:
    for alias in ("zhao", "hanxue", "tong"):
        with pytest.raises(NotAllowed):
            gone(town, by=alias)


async def test_family_may_and_the_worker_of_the_grid_can_take_a_mistake_back(
    town: TwoChats,
) -> None:
    set_person(town, "lifang", **phone_fields("10000000077"))
    lets_act(town, "wang", "lifang")
    town.known("lifang")
    await town.settle()
    lifang, zhoumin = town.person("lifang"), town.person("zhoumin")
    await zhoumin.opens()
    await lifang.opens()
    await lifang.handset.tap(f"t.report_gone.{town.ids['wang']}")
    assert "王姨怎么了？" in lifang.screen
    await lifang.taps("过世了").sees("不再给王姨发消息", "是这样吗？")
    await lifang.taps("是这样").sees("您多保重", "[报错了]")
    assert person(town, "wang").gone == "dead"
    zhoumin.sees("王姨家里人说，人不在了", "报错了")
    await zhoumin.taps("报错了").sees("撤回了", "补不回来")
    assert person(town, "wang").gone == ""


async def test_not_so_stops_nothing(town: TwoChats) -> None:
    zhoumin = town.person("zhoumin")
    await zhoumin.opens()
    await zhoumin.handset.tap(f"t.report_gone.{town.ids['wang']}")
    await zhoumin.taps("搬走了").sees("是这样吗？")
    await zhoumin.taps("不是")
    assert person(town, "wang").gone == ""


async def test_whom_one_may_not_report_one_does_not_even_see(town: TwoChats) -> None:
    town.known("tong")
    tong = town.person("tong")
    await tong.opens()
    await tong.handset.tap(f"t.report_gone.{town.ids['wang']}")
    assert "王姨" not in tong.screen


def test_only_the_first_report_counts(town: TwoChats) -> None:
    gone(town)
    with pytest.raises(NotSomebodyHere):
        gone(town, how="moved")
    assert person(town, "wang").gone == "dead"


# -- it was wrong --------------------------------------------------------------------------------------
async def test_what_was_stopped_goes_on_and_what_had_ended_before_does_not(town: TwoChats) -> None:
    set_person(town, "lifang", **phone_fields("10000000077"))
    ended = lets_act(town, "wang", "lifang")
    does(town, "wang", EndProxy(ended))
    town.wall.advance(minutes=5)
    agreement = lets_act(town, "wang", "lifang")
    child_of(town, "xiaoshu", "wang", "lifang")
    town.wall.advance(minutes=5)
    gone(town)
    town.wall.advance(days=2)
    back(town)
    assert person(town, "wang").gone == ""
    assert town.read(lambda session: session.get_one(Proxy, agreement)).state == "agreed"
    assert town.read(lambda session: session.get_one(Proxy, ended)).state == "ended"
    contract = one(town, Contract, Contract.person_id == town.ids["wang"])
    assert (contract.state, contract.ended_at) == ("valid", None)
    assert set(guardians(town, "xiaoshu")) == {town.ids["wang"], town.ids["lifang"]}


def test_roles_come_back(town: TwoChats) -> None:
    gone(town, "zhao", by="limin")
    town.wall.advance(hours=1)
    back(town, "zhao", by="limin")
    held = select(func.count(Role.id)).where(
        Role.person_id == town.ids["zhao"], Role.ended_at.is_(None)
    )
    assert (town.read(lambda session: session.scalar(held)) or 0) > 0


async def test_who_is_here_after_all_says_so_and_is_spoken_to_again(town: TwoChats) -> None:
    town.known("wang")
    gone(town)
    wang = town.person("wang")
    await wang.opens().sees("您不在这儿了", "[1 我在呢]")
    await wang.taps("我在呢").sees("撤回了")
    assert person(town, "wang").gone == ""
    await wang.opens().sees("王姨，您有什么事？")


async def test_who_was_wrongly_reported_can_still_cry_for_help(town: TwoChats) -> None:
    town.known("wang")
    gone(town)
    await town.person("wang").says("救命").sees("120")


def test_after_everything_is_forgotten_there_is_nothing_to_take_back(town: TwoChats) -> None:
    gone(town)
    days = next(one.days for one in huadian().retention if one.id == "gone_people")
    town.wall.advance(days=days)
    with pytest.raises(TooLateToUndo):
        back(town)


def test_taking_back_what_nobody_said_is_refused(town: TwoChats) -> None:
    with pytest.raises(TooLateToUndo):
        back(town)
