"""Agreeing, taking back, and that what ends is gone from every list in the same moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.consents.commands import Agree, TakeBack
from models.consents.ledger import holds, ledger_of
from models.consents.refusals import NothingToTakeBack
from models.family.tables import Proxy
from models.help.messages import HelperFound
from models.outbox.hearers import news_for_family
from models.register.hashes import phone_fields
from models.register.tables import Consent, Role
from models.tasks.tables import Offer, Volunteer
from tests.furniture import huadian
from tests.linking.world import TwoChats
from tests.privacy.acting import agreed, asks, child_of, does, lets_act, person, set_person

HEALTH = "health"


def rows(town: TwoChats, alias: str, purpose: str) -> list[Consent]:
    found = (
        select(Consent)
        .where(Consent.person_id == town.ids[alias], Consent.purpose == purpose)
        .order_by(Consent.id)
    )
    return town.read(lambda session: list(session.scalars(found)))


def still(town: TwoChats, alias: str, purpose: str, other: str = "") -> bool:
    other_id = town.ids[other] if other else None
    return asks(town, alias, lambda work: holds(work, town.ids[alias], purpose, other_id))


async def the_list(town: TwoChats, alias: str) -> None:
    town.known(alias)
    someone = town.person(alias)
    await someone.says("主页")
    await someone.taps("我的资料")
    await someone.taps("都同意过什么")


# -- the ledger --------------------------------------------------------------------------------------
def test_what_holds_is_the_newest_answer_and_only_until_its_last_day(town: TwoChats) -> None:
    assert not still(town, "wang", HEALTH)
    does(town, "wang", Agree(HEALTH, "1"))
    assert still(town, "wang", HEALTH)
    does(town, "wang", Agree(HEALTH, "1", agreed=False))
    assert not still(town, "wang", HEALTH)
    today = town.wall.now().date()
    does(town, "wang", Agree(HEALTH, "1", until=today))
    assert still(town, "wang", HEALTH)
    town.wall.advance(days=1)
    assert not still(town, "wang", HEALTH)


def test_every_answer_is_a_row_and_none_is_ever_changed(town: TwoChats) -> None:
    does(town, "wang", Agree(HEALTH, "1"))
    does(town, "wang", TakeBack(HEALTH))
    first, second = rows(town, "wang", HEALTH)
    assert (first.agreed, first.how, first.by_person) == (True, "tap", town.ids["wang"])
    assert (second.agreed, second.how) == (False, "withdrawn")
    assert first.basis == huadian().purpose(HEALTH).basis


def test_a_worker_at_the_table_is_the_witness_and_the_person_the_one_who_answered(
    town: TwoChats,
) -> None:
    does(town, "zhoumin", Agree(HEALTH, "1"), whom="wang")
    (row,) = rows(town, "wang", HEALTH)
    assert (row.by_person, row.witness_id) == (town.ids["wang"], town.ids["zhoumin"])
    assert row.how == "face_to_face"


def test_a_guardian_answers_for_the_child(town: TwoChats) -> None:
    child_of(town, "xiaoshu", "wang")
    does(town, "wang", Agree("child", "1"), whom="xiaoshu")
    (row,) = rows(town, "xiaoshu", "child")
    assert (row.by_person, row.witness_id, row.how) == (town.ids["wang"], None, "tap")


async def test_the_list_says_what_was_answered_on_which_day(town: TwoChats) -> None:
    agreed(town, "wang", HEALTH)
    town.known("wang")
    await the_list(town, "wang")
    name = huadian().purpose(HEALTH).name.zh
    assert f"{name}：12月8日 周二答应的。" in town.person("wang").screen
    assert "找人给我办事" in town.person("wang").screen


async def test_taking_back_says_first_what_is_lost_then_takes_one_tap(town: TwoChats) -> None:
    agreed(town, "wang", HEALTH)
    await the_list(town, "wang")
    purpose, wang = huadian().purpose(HEALTH), town.person("wang")
    await wang.taps(purpose.name.zh).sees(purpose.lost.zh, "收回不？")
    await wang.taps("先留着")
    assert still(town, "wang", HEALTH)
    await the_list(town, "wang")
    await wang.taps(purpose.name.zh)
    await wang.taps("收回").sees("从这会儿起就不用了")
    assert not still(town, "wang", HEALTH)
    await the_list(town, "wang")
    assert "收回了" in wang.screen


async def test_what_was_taken_back_can_be_agreed_to_again(town: TwoChats) -> None:
    does(town, "wang", Agree(HEALTH, "1"))
    does(town, "wang", TakeBack(HEALTH))
    await the_list(town, "wang")
    purpose, wang = huadian().purpose(HEALTH), town.person("wang")
    await wang.taps(purpose.name.zh).sees(purpose.short.zh, "行不行")
    await wang.taps("行").sees("记下了")
    assert still(town, "wang", HEALTH)


def test_taking_back_twice_is_told_apart(town: TwoChats) -> None:
    does(town, "wang", Agree(HEALTH, "1"))
    does(town, "wang", TakeBack(HEALTH))
    with pytest.raises(NothingToTakeBack):
        does(town, "wang", TakeBack(HEALTH))


# -- each end ----------------------------------------------------------------------------------------
async def test_a_volunteer_is_asked_no_more_and_the_next_one_is(town: TwoChats) -> None:
    agreed(town, "zhao", "volunteer")
    town.known("wang")
    wang = town.person("wang")
    await wang.says("主页")
    for label in ("要人帮忙", "暖气不热", "哪儿都凉", "冻得慌", "对，叫人来"):
        await wang.taps(label)
    mine = select(Offer).where(Offer.person_id == town.ids["zhao"])
    assert [offer.state for offer in town.read(lambda s: list(s.scalars(mine)))] == ["open"]
    await the_list(town, "zhao")
    zhao = town.person("zhao")
    await zhao.taps("当志愿者").sees("往后不再请您去帮忙")
    await zhao.taps("收回")
    assert [offer.state for offer in town.read(lambda s: list(s.scalars(mine)))] == ["declined"]
    volunteer = town.read(lambda s: s.get_one(Volunteer, town.ids["zhao"]))
    assert (volunteer.state, volunteer.on_duty) == ("ended", False)
    held = select(Role).where(
        Role.person_id == town.ids["zhao"], Role.role == "volunteer", Role.ended_at.is_(None)
    )
    assert town.read(lambda s: s.scalars(held).first()) is None


async def test_a_volunteer_whom_somebody_waits_for_finishes_first(town: TwoChats) -> None:
    agreed(town, "zhao", "volunteer")
    town.known("wang")
    wang, zhao = town.person("wang"), town.person("zhao")
    await wang.says("主页")
    for label in ("要人帮忙", "暖气不热", "哪儿都凉", "冻得慌", "对，叫人来"):
        await wang.taps(label)
    await zhao.looks()
    await zhao.taps("我去")
    await zhao.taps(2)
    await the_list(town, "zhao")
    await zhao.taps("当志愿者")
    await zhao.taps("收回").sees("人家等着呢")
    assert still(town, "zhao", "volunteer")


def test_who_acted_for_somebody_does_so_no_more(town: TwoChats) -> None:
    set_person(town, "lifang", **phone_fields("10000000077"))
    agreement = lets_act(town, "wang", "lifang", "help", "copies")
    assert still(town, "wang", "proxy", "lifang")
    does(town, "wang", TakeBack("proxy", town.ids["lifang"]))
    assert town.read(lambda s: s.get_one(Proxy, agreement)).state == "ended"
    assert not still(town, "wang", "proxy", "lifang")
    assert not still(town, "wang", "copies", "lifang")


def test_copies_end_alone_and_the_rest_goes_on(town: TwoChats) -> None:
    set_person(town, "lifang", **phone_fields("10000000077"))
    agreement = lets_act(town, "wang", "lifang", "help", "copies")
    does(town, "wang", TakeBack("copies", town.ids["lifang"]))
    row = town.read(lambda s: s.get_one(Proxy, agreement))
    assert (row.state, row.purposes) == ("agreed", ["help"])
    assert not still(town, "wang", "copies", "lifang")
    assert still(town, "wang", "proxy", "lifang")
    news = HelperFound(1, 1)
    heard = town.read(
        lambda s: list(news_for_family(s.connection(), town.ids["wang"], news, town.wall.now()))
    )
    assert heard == []


def test_what_the_roll_needs_of_a_child_is_gone_and_the_child_stays(town: TwoChats) -> None:
    child_of(town, "xiaoshu", "wang")
    does(town, "wang", Agree("child", "1"), whom="xiaoshu")
    does(town, "wang", TakeBack("child"), whom="xiaoshu")
    child = person(town, "xiaoshu")
    assert (child.called, child.school, child.grade) == ("", "", None)
    assert (child.name, child.minor, child.guardian_id) == ("王小树", True, town.ids["wang"])
    assert not still(town, "xiaoshu", "child")


def test_nobody_sees_or_ends_what_another_agreed_to(town: TwoChats) -> None:
    agreed(town, "wang", HEALTH)
    assert [e.purpose for e in asks(town, "zhao", ledger_of) if e.purpose == HEALTH] == []
    with pytest.raises(NothingToTakeBack):
        does(town, "zhao", TakeBack(HEALTH))
    assert still(town, "wang", HEALTH)


async def test_what_ran_out_says_so(town: TwoChats) -> None:
    yesterday = town.wall.now().date() - timedelta(days=1)
    agreed(town, "wang", HEALTH, until=yesterday)
    await the_list(town, "wang")
    assert "到日子了" in town.person("wang").screen
