"""The column 类别 of a list of residents: it puts people in, takes nobody out, and can be taken back."""

from __future__ import annotations

from sqlalchemy import select

from models.ledger.tables import PersonCategory
from models.register.tables import Person as Row
from tests.imports.lists import DAD, GRANDMA, codes, kept, newest, sends, workbook
from tests.talks.world import World

HEADERS = ("姓名", "身份证号", "联系电话", "住址", "类别")


def table(*people: dict[str, str]) -> bytes:
    return workbook(HEADERS, *([one.get(name, "") for name in HEADERS] for one in people))


def stands(town: World, name: str) -> set[str]:
    found = (
        select(PersonCategory.category)
        .join(Row, Row.id == PersonCategory.person_id)
        .where(Row.name == name, PersonCategory.ended_at.is_(None))
    )
    return town.core.store.read_now(lambda db: set(db.scalars(found)))


async def takes(town: World, *people: dict[str, str]) -> None:
    town.known("limin")
    limin = town.person("limin")
    await sends(town, limin, table(*people))
    await limin.taps("都收下")
    await kept(town)
    limin.new_words()


async def test_they_are_put_in_and_never_taken_out(town: World) -> None:
    await takes(town, GRANDMA | {"类别": "独居、低保"}, DAD)
    assert stands(town, "测兰花") == {"alone", "poor"}
    assert stands(town, "测大山") == set()
    await takes(town, GRANDMA | {"类别": "失能，独居"})
    assert newest(town).counts["changed"] == 1
    assert stands(town, "测兰花") == {"alone", "poor", "dependent"}
    town.known("limin")
    await sends(town, town.person("limin"), table(GRANDMA, GRANDMA | {"类别": "独居"}))
    assert newest(town).counts["changed"] == 0


async def test_what_a_list_put_in_is_taken_back_with_it(town: World) -> None:
    await takes(town, GRANDMA)
    await takes(town, GRANDMA | {"类别": "独居"})
    assert stands(town, "测兰花") == {"alone"}
    await town.person("limin").taps("退回去")
    await kept(town)
    assert stands(town, "测兰花") == set()


async def test_somebody_who_came_with_the_list_goes_with_it(town: World) -> None:
    await takes(town, GRANDMA | {"类别": "八十以上"})
    await town.person("limin").taps("退回去")
    await kept(town)
    rows = select(Row.id).where(Row.name == "测兰花")
    assert town.core.store.read_now(lambda db: db.scalars(rows).all()) == []


async def test_a_category_that_nobody_knows_is_said(town: World) -> None:
    town.known("limin")
    await sends(town, town.person("limin"), table(GRANDMA | {"类别": "富户"}))
    assert "category_unknown" in str(codes(town))
