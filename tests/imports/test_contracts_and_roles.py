"""Contracts with family doctors, and who works where: rules of their own areas, held row by row."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from models.clocks import to_town
from models.doctors.tables import Contract
from models.register.tables import Consent, Household, Role
from models.roles.tables import BackgroundCheck
from tests.imports.lists import (
    CHILD,
    CONTRACTS,
    DAD,
    GRANDMA,
    ROLES,
    codes,
    id_number,
    kept,
    newest,
    phone,
    residents,
    sends,
    workbook,
)
from tests.imports.test_residents import everything, there
from tests.talks.phones import Person
from tests.talks.world import World


def signed(name: str = "测兰花", number: str = "", **more: str) -> list[str]:
    row = {
        "姓名": name,
        "身份证号": number or GRANDMA["身份证号"],
        "签约日期": "2026-06-01",
        **more,
    }
    return [row.get(one, "") for one in CONTRACTS]


def holds(role: str, where: str, name: str = "测大山", checked: str = "") -> list[str]:
    return [name, phone(7002), role, where, checked]


@pytest.fixture
async def known(town: World, limin: Person) -> Person:
    """测兰花 and 测大山 live in 阳光小区, and a child of his."""
    await sends(town, limin, residents(GRANDMA, DAD, CHILD))
    await limin.taps("都收下")
    await kept(town)
    limin.new_words()
    return limin


def contracts(town: World) -> list[Contract]:
    found = select(Contract).where(Contract.person_id == there(town, "测兰花").id)
    return town.core.store.read_now(
        lambda session: list(session.scalars(found.order_by(Contract.id)))
    )


async def takes(town: World, limin: Person, headers: tuple[str, ...], *rows: list[str]) -> None:
    await sends(town, limin, workbook(headers, *rows))
    assert codes(town) == []
    await limin.taps("都收下")
    await kept(town)
    limin.new_words()


# -- contracts -------------------------------------------------------------------------------------
async def test_a_contract_is_with_the_team_of_the_grid_for_the_towns_term(
    town: World, known: Person
) -> None:
    before = everything(town)
    await takes(town, known, CONTRACTS, signed())
    [made] = contracts(town)
    assert (made.team_id, made.state, made.how) == ("doc_yangguang", "valid", "import")
    assert made.ends_on.isoformat() == "2027-05-31"
    agreed = town.core.store.read_now(
        lambda session: session.scalars(
            select(Consent).where(Consent.purpose == "contract", Consent.how == "import")
        ).one()
    )
    assert (agreed.person_id, agreed.until) == (made.person_id, made.ends_on)
    await known.taps("退回去")
    await kept(town)
    assert everything(town) == before


async def test_the_same_contract_again_is_nothing_new(town: World, known: Person) -> None:
    await takes(town, known, CONTRACTS, signed())
    await sends(town, known, workbook(CONTRACTS, signed()))
    assert newest(town).counts["same"] == 1


async def test_a_second_one_beside_it_is_refused(town: World, known: Person) -> None:
    await takes(town, known, CONTRACTS, signed())
    await sends(town, known, workbook(CONTRACTS, signed(签约日期="2026-09-01")))
    assert codes(town) == ["second_contract"]


async def test_one_that_has_run_out_gives_way_and_comes_back_when_it_is_undone(
    town: World, known: Person
) -> None:
    await takes(town, known, CONTRACTS, signed(签约日期="2025-06-01", 到期日期="2026-05-31"))
    before = everything(town)
    await takes(town, known, CONTRACTS, signed())
    first, second = contracts(town)
    assert (first.state, first.why) == ("ended", "renewed")
    assert second.state == "valid"
    await known.taps("退回去")
    await kept(town)
    assert everything(town) == before


async def test_who_is_not_known_has_no_contract(town: World, known: Person) -> None:
    await sends(town, known, workbook(CONTRACTS, signed("测谁呀", id_number("19700101", 8))))
    assert codes(town) == ["person_unknown"]


async def test_a_number_of_somebody_else_signs_for_nobody(town: World, known: Person) -> None:
    await sends(town, known, workbook(CONTRACTS, signed("测谁呀", DAD["身份证号"])))
    assert codes(town) == ["id_of_another"]


async def test_a_grid_that_no_team_serves(
    town: World, known: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(town_of(town)), "doctor_team_of", lambda _town, _grid: None)
    await sends(town, known, workbook(CONTRACTS, signed()))
    assert codes(town) == ["no_team_here"]


async def test_a_team_that_does_not_serve_the_grid(town: World, known: Person) -> None:
    headers = (*CONTRACTS, "签约团队")
    await sends(town, known, workbook(headers, [*signed(), "爱华家庭医生团队"]))
    assert codes(town) == ["team_not_here"]


async def test_who_lives_elsewhere_is_signed_elsewhere(town: World, known: Person) -> None:
    home = there(town, "测兰花").household_id
    town.core.store.write_now(
        lambda session: session.execute(
            update(Household).where(Household.id == home).values(grid_id="g01")
        )
    )
    await sends(town, known, workbook(CONTRACTS, signed()))
    assert codes(town) == ["outside"]


async def test_a_contract_that_was_ended_since_stays_ended(town: World, known: Person) -> None:
    await takes(town, known, CONTRACTS, signed())
    town.core.store.write_now(
        lambda session: session.execute(update(Contract).values(state="ended", why="ended"))
    )
    await known.taps("退回去")
    await kept(town)
    assert newest(town).counts["left"] == 1
    assert contracts(town)[0].why == "ended"


# -- roles -----------------------------------------------------------------------------------------
def roles(town: World, name: str = "测大山") -> list[Role]:
    found = select(Role).where(Role.person_id == there(town, name).id)
    return town.core.store.read_now(lambda session: list(session.scalars(found)))


async def test_a_role_is_given_and_taken_back(town: World, known: Person) -> None:
    before = everything(town)
    await takes(town, known, ROLES, holds("网格员", "阳光社区一网格"))
    [role] = roles(town)
    assert (role.role, role.place_id, role.given_by) == ("grid_worker", "g03", town.ids["limin"])
    await known.taps("退回去")
    await kept(town)
    assert everything(town) == before


async def test_trying_a_role_gives_none(town: World, known: Person) -> None:
    before = everything(town)
    await sends(town, known, workbook(ROLES, holds("网格员", "阳光社区一网格")))
    assert newest(town).counts["new"] == 1
    assert everything(town) == before


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (holds("网格员", "爱华社区一网格"), "may_not_give"),
        (holds("管理员", "桦甸市"), "may_not_give"),
        (holds("网格员", "阳光社区一网格", "测谁呀"), "person_unknown"),
        (holds("四点半课堂老师", "阳光社区"), "check_missing"),
    ],
)
async def test_what_the_sender_could_not_do_by_hand_a_list_does_not_do(
    town: World, known: Person, row: list[str], code: str
) -> None:
    await sends(town, known, workbook(ROLES, row))
    assert codes(town) == [code]


async def test_a_child_has_no_role(town: World, known: Person) -> None:
    headers = ("姓名", "身份证号", "职务", "管哪儿")
    row = ["测小苗", CHILD["身份证号"], "网格员", "阳光社区一网格"]
    await sends(town, known, workbook(headers, row))
    assert codes(town) == ["holder_is_child"]


async def test_a_check_comes_with_the_role_that_needs_it_and_goes_with_it(
    town: World, known: Person
) -> None:
    before = everything(town)
    day = (to_town(town.wall.now()) - timedelta(days=30)).date().isoformat()
    await takes(town, known, ROLES, holds("四点半课堂老师", "阳光社区", checked=day))
    [role] = roles(town)
    assert role.counts_until is not None
    assert role.counts_until > town.wall.now()
    await known.taps("退回去")
    await kept(town)
    assert everything(town) == before
    assert (
        town.core.store.read_now(
            lambda session: session.scalars(
                select(BackgroundCheck).where(BackgroundCheck.person_id == role.person_id)
            ).all()
        )
        == []
    )


async def test_a_role_that_is_held_already_is_nothing_new(town: World, known: Person) -> None:
    await takes(town, known, ROLES, holds("网格员", "阳光社区一网格"))
    await sends(town, known, workbook(ROLES, holds("网格员", "阳光社区一网格")))
    assert newest(town).counts["same"] == 1


async def test_a_role_of_somebody_who_was_ended_since_stays_ended(
    town: World, known: Person
) -> None:
    await takes(town, known, ROLES, holds("网格员", "阳光社区一网格"))
    role_id = roles(town)[0].id
    town.core.store.write_now(
        lambda session: session.execute(
            update(Role).where(Role.id == role_id).values(ended_at=town.wall.now())
        )
    )
    await known.taps("退回去")
    await kept(town)
    assert newest(town).counts["left"] == 1
    assert roles(town)[0].ended_at is not None


def town_of(town: World) -> Any:
    return town.core.store.read_now(town.core.imports._work_for_clock).town
