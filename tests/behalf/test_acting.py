"""Acting for somebody else: on every screen it stands for whom, and only what is allowed is done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.family.tables import Act, Proxy
from models.gate import AuditLine
from models.help.tables import Case
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Person
from tests.talks.phones import Person as Someone
from tests.talks.world import World


def without_phone(town: World, alias: str) -> int:
    """Somebody of the cast who has no chat at all."""
    person = town.ids[alias]

    def job(session: Session) -> None:
        session.execute(
            update(Account).where(Account.person_id == person).values(state="unreachable")
        )

    town.core.store.write_now(job)
    return person


def acts_for(town: World, proxy: str, principal: str, *purposes: str) -> None:
    """The principal has agreed to it."""

    def job(session: Session) -> None:
        now = town.wall.now()
        session.add(
            Proxy(
                principal_id=town.ids[principal], proxy_id=town.ids[proxy], state="agreed",
                purposes=list(purposes), until=(now + timedelta(days=30)).date(), how="own_chat",
                asked_at=now, agreed_at=now,
            )
        )  # fmt: skip

    town.core.store.write_now(job)


def first(town: World, query: object) -> object:
    return town.core.store.read_now(lambda session: session.scalars(query).first())  # type: ignore[call-overload]


async def goes_through(person: Someone, *taps: str) -> None:
    for label in taps:
        await person.taps(label)


HEATING = ("暖气不热", "哪儿都凉", "冻得慌", "对，叫人来")


async def test_a_grid_worker_asks_for_help_for_somebody_without_a_phone(town: World) -> None:
    yu, zhou = without_phone(town, "yu"), town.person("zhoumin")
    town.known("zhoumin")
    await zhou.opens()
    await zhou.handset.tap(f"w.{yu}.f.help")
    zhou.sees("给于德海办：", "哪样事？")
    await goes_through(zhou, *HEATING[:3])
    assert "给于德海办：" in zhou.screen
    assert "于德海，阳光社区 3 号楼 2 单元 502" in zhou.screen
    await zhou.taps("对，叫人来").sees("给于德海办：", "收到了")

    case = first(town, select(Case))
    assert isinstance(case, Case)
    assert case.asker_id == yu
    line = first(town, select(AuditLine).where(AuditLine.command == "OpenCase"))
    assert isinstance(line, AuditLine)
    assert (line.person_id, line.whom_id) == (town.ids["zhoumin"], yu)
    act = first(town, select(Act))
    assert isinstance(act, Act)
    assert (act.person_id, act.by_person) == (yu, town.ids["zhoumin"])


async def test_what_he_should_hear_is_told_to_his_grid_worker_who_goes_on_for_him(
    town: World,
) -> None:
    yu, zhou = without_phone(town, "yu"), town.person("zhoumin")
    zhao = town.person("zhao")
    await zhou.opens()
    await zhou.handset.tap(f"w.{yu}.f.help")
    await goes_through(zhou, *HEATING)
    await town.settle()
    await zhao.taps("我去")
    await zhao.taps(1)
    await town.settle()
    zhou.sees("给于德海办：", "找到人了")
    row = first(town, select(OutboxRow).where(OutboxRow.message == "HelperFound"))
    assert isinstance(row, OutboxRow)
    assert (row.person_id, row.whom_id) == (town.ids["zhoumin"], yu)
    await zhou.taps("这时候不方便")
    case = first(town, select(Case).execution_options(populate_existing=True))
    assert isinstance(case, Case)
    assert case.attention == "not_tonight"


async def test_another_grids_worker_cannot(town: World) -> None:
    yu, han = without_phone(town, "yu"), town.person("hanxue")
    await han.opens()
    await han.handset.tap(f"w.{yu}.f.help")
    han.sees("那是前面的按钮了")
    assert first(town, select(Case)) is None


async def test_a_daughter_chooses_for_whom_in_one_tap(town: World) -> None:
    acts_for(town, "lifang", "wang", "help")
    town.known("lifang")
    lifang = town.person("lifang")
    await lifang.opens()
    await lifang.taps("要人帮忙").sees("给谁办？", "王桂兰", "我自己")
    await lifang.taps(1).sees("给王桂兰办：", "哪样事？")
    await goes_through(lifang, *HEATING[:3])
    await lifang.taps("对，叫人来").sees("收到了")
    case = first(town, select(Case))
    assert isinstance(case, Case)
    assert case.asker_id == town.ids["wang"]


async def test_changing_for_whom_keeps_what_was_said(town: World) -> None:
    acts_for(town, "lifang", "wang", "help")
    town.known("lifang")
    lifang = town.person("lifang")
    await lifang.opens()
    await goes_through(lifang, "要人帮忙", "我自己", *HEATING[:3])
    await lifang.taps("改一改").sees("给谁办")
    await lifang.taps("给谁办").sees("给谁办？")
    await lifang.taps(1).sees("给王桂兰办：", "您看对不对", "暖气哪儿都凉")


@pytest.mark.parametrize("purposes", [("visits",), ("copies",)])
async def test_for_what_she_was_not_allowed_nobody_is_offered(
    town: World, purposes: tuple[str, ...]
) -> None:
    acts_for(town, "lifang", "wang", *purposes)
    town.known("lifang")
    lifang = town.person("lifang")
    await lifang.opens()
    await lifang.taps("要人帮忙").but_not("给谁办").sees("哪样事？")
    await lifang.handset.tap(f"w.{town.ids['wang']}.f.help")
    lifang.sees("那是前面的按钮了")


async def test_when_it_ends_in_the_middle_nothing_is_done(town: World) -> None:
    acts_for(town, "lifang", "wang", "help")
    town.known("lifang")
    lifang = town.person("lifang")
    await lifang.opens()
    await goes_through(lifang, "要人帮忙")
    await lifang.taps(1)
    await goes_through(lifang, *HEATING[:3])
    town.core.store.write_now(lambda session: session.execute(update(Proxy).values(state="ended")))
    await lifang.taps("对，叫人来").sees("这一步您这儿办不了")
    assert first(town, select(Case)) is None


@pytest.mark.parametrize("token", ["t.mine", "t.about_me", "t.on_web", "f.withdraw", "g.menu", "x"])
async def test_a_proxy_does_not_look_around_in_the_others_life(town: World, token: str) -> None:
    """Nor a chat that opens hers: what has no purpose is done for nobody."""
    acts_for(town, "lifang", "wang", "help", "visits", "copies")
    lifang = town.person("lifang")
    await lifang.opens()
    await lifang.handset.tap(f"w.{town.ids['wang']}.{token}")
    lifang.sees("那是前面的按钮了")


async def test_nobody_opens_a_chat_of_a_resident_not_even_the_worker(town: World) -> None:
    zhou = town.person("zhoumin")
    await zhou.opens()
    await zhou.handset.tap(f"w.{town.ids['wang']}.t.on_web")
    zhou.sees("那是前面的按钮了")


async def test_nothing_is_told_to_the_dead(town: World) -> None:
    wang = town.person("wang")
    town.known("wang")
    await wang.opens()
    await goes_through(wang, "要人帮忙", *HEATING)
    town.core.store.write_now(
        lambda session: session.execute(
            update(Person).where(Person.id == town.ids["wang"]).values(gone="dead")
        )
    )
    zhao = town.person("zhao")
    await town.settle()
    await zhao.taps("我去")
    await zhao.taps(1)
    await town.settle()
    assert first(town, select(OutboxRow).where(OutboxRow.message == "HelperFound")) is None


async def test_family_who_get_copies_hear_that_somebody_comes_and_not_what_for(
    town: World,
) -> None:
    acts_for(town, "lifang", "wang", "copies")
    town.known("wang")
    wang, lifang, zhao = (town.person(name) for name in ("wang", "lifang", "zhao"))
    await wang.opens()
    await goes_through(wang, "要人帮忙", *HEATING)
    await town.settle()
    lifang.sees_nothing()
    await zhao.taps("我去")
    await zhao.taps(1)
    await town.settle()
    heard = lifang.new_words()
    assert "王桂兰那儿，有人去帮忙了" in heard
    assert not [word for word in ("暗号", "暖气", "赵", "401") if word in heard]
