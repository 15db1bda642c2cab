"""Residents: who is new, who has changed, who may not be touched; whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.base import Base
from models.family.tables import Guardian
from models.imports.chunks import apply_chunk, undo_chunk
from models.imports.tables import ImportRow
from models.register.tables import Household
from models.register.tables import Person as Row
from models.talks.rows import open_account
from tests.imports.lists import (
    CHILD,
    DAD,
    GRANDMA,
    codes,
    home,
    id_number,
    kept,
    newest,
    phone,
    residents,
    sends,
)
from tests.talks.phones import Person
from tests.talks.world import World


def person(town: World, name: str) -> Row | None:
    return town.core.store.read_now(
        lambda session: session.scalars(select(Row).where(Row.name == name)).first()
    )


def there(town: World, name: str) -> Row:
    found = person(town, name)
    assert found is not None
    return found


def change(town: World, name: str, **values: Any) -> None:
    town.core.store.write_now(
        lambda session: session.execute(update(Row).where(Row.name == name).values(**values))
    )


def everything(town: World) -> dict[str, list[tuple[Any, ...]]]:
    """Every row about people, opened, but for the list itself and what was said."""
    names = ("people", "households", "guardians", "kin", "consents", "contracts", "roles")
    tables = [Base.metadata.tables[name] for name in names]

    def look(session: Session) -> dict[str, list[tuple[Any, ...]]]:
        return {
            table.name: [
                tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))
            ]
            for table in tables
        }

    return town.core.store.read_now(look)


async def takes(town: World, limin: Person, *rows: dict[str, str]) -> None:
    await sends(town, limin, residents(*rows))
    await limin.taps("都收下")
    await kept(town)
    limin.new_words()


async def test_what_differs_is_changed_and_an_empty_cell_changes_nothing(
    town: World, limin: Person
) -> None:
    await takes(town, limin, GRANDMA)
    moved = {"姓名": "测兰花", "身份证号": GRANDMA["身份证号"], "住址": home(302, 5, 2)}
    before = everything(town)
    await takes(town, limin, moved)
    now = there(town, "测兰花")
    assert now.phone == phone(7001)
    assert newest(town).counts == {"new": 0, "changed": 1, "same": 0, "refused": 0}
    await limin.taps("退回去")
    await kept(town)
    assert everything(town) == before


async def test_somebody_is_found_by_number_by_birthday_or_by_phone(
    town: World, limin: Person
) -> None:
    await takes(town, limin, GRANDMA, DAD)
    by_phone = {"姓名": "测兰花", "联系电话": phone(7001), "住址": home()}
    by_number = {"姓名": "测大山", "身份证号": DAD["身份证号"], "住址": home()}
    await sends(town, limin, residents(by_phone, by_number))
    assert newest(town).counts["same"] == 2


async def test_a_namesake_with_another_number_is_somebody_else(town: World, limin: Person) -> None:
    await takes(town, limin, GRANDMA)
    twin = GRANDMA | {"身份证号": id_number("19500307", 4)}
    await sends(town, limin, residents(twin))
    assert newest(town).counts["new"] == 1


async def test_where_two_fit_nobody_is_chosen(town: World, limin: Person) -> None:
    await takes(town, limin, GRANDMA)
    await takes(town, limin, GRANDMA | {"身份证号": id_number("19500307", 4)})
    change(town, "测兰花", id_hash=None, id_number=None, phone=None, phone_hash=None)
    await sends(town, limin, residents(GRANDMA))
    assert codes(town) == ["person_unclear"]


@pytest.mark.parametrize("gone", ["dead", "moved"])
async def test_who_is_gone_is_not_brought_back_by_a_list(
    town: World, limin: Person, gone: str
) -> None:
    await takes(town, limin, GRANDMA)
    change(town, "测兰花", gone=gone)
    await sends(town, limin, residents(GRANDMA))
    assert codes(town) == ["person_gone"]


async def test_outside_of_ones_places_nothing_is_taken(town: World, limin: Person) -> None:
    elsewhere = "爱华社区桦林家园1号楼1单元101"
    await sends(town, limin, residents(GRANDMA | {"住址": elsewhere}))
    assert codes(town) == ["outside"]


async def test_a_number_that_stands_under_another_name_is_looked_at(
    town: World, limin: Person
) -> None:
    await takes(town, limin, GRANDMA)
    await sends(town, limin, residents(GRANDMA | {"姓名": "测别人"}))
    assert codes(town) == ["id_of_another"]


# -- children --------------------------------------------------------------------------------------
async def test_a_child_may_stand_above_the_one_who_answers_for_it(
    town: World, limin: Person
) -> None:
    await takes(town, limin, CHILD, DAD)
    child = there(town, "测小苗")
    assert child.minor
    guards = town.core.store.read_now(
        lambda session: session.scalars(
            select(Guardian.guardian_id).where(Guardian.child_id == child.id)
        ).all()
    )
    assert guards == [there(town, "测大山").id]


async def test_somebody_known_already_may_answer_for_it(town: World, limin: Person) -> None:
    await takes(town, limin, DAD)
    await takes(town, limin, CHILD)
    assert there(town, "测小苗").guardian_id == there(town, "测大山").id


async def test_nobody_knows_the_guardian(town: World, limin: Person) -> None:
    await sends(town, limin, residents(CHILD))
    assert codes(town) == ["guardian_unknown"]


async def test_a_child_cannot_answer_for_a_child(town: World, limin: Person) -> None:
    await takes(town, limin, CHILD, DAD)
    child = there(town, "测小苗")
    change(town, "测大山", minor=True, guardian_id=child.id, born=child.born)
    other = CHILD | {"姓名": "测小草", "身份证号": id_number("20170901", 2)}
    await sends(town, limin, residents(other))
    assert codes(town) == ["guardian_is_child"]


async def test_a_child_with_a_guardian_needs_none_in_the_list(town: World, limin: Person) -> None:
    await takes(town, limin, CHILD, DAD)
    await sends(town, limin, residents(CHILD | {"监护人": "", "监护人电话": ""}))
    assert newest(town).counts["same"] == 1


async def test_one_more_guardian_is_added_and_taken_back(town: World, limin: Person) -> None:
    await takes(town, limin, CHILD, DAD, GRANDMA)
    before = everything(town)
    await takes(town, limin, CHILD | {"监护人": "测兰花", "监护人电话": phone(7001)})
    child = there(town, "测小苗")
    assert child.guardian_id == there(town, "测大山").id
    await limin.taps("退回去")
    await kept(town)
    assert everything(town) == before


# -- whole or not at all ---------------------------------------------------------------------------
async def test_a_row_that_no_longer_fits_turns_everything_back(town: World, limin: Person) -> None:
    await takes(town, limin, GRANDMA)
    before = everything(town)
    await sends(town, limin, residents(DAD, GRANDMA | {"联系电话": phone(7009)}))
    change(town, "测兰花", phone=phone(7010), phone_hash="somebody was faster")
    await limin.taps("都收下")
    await kept(town)
    assert "居民表没收成：收到第 4 行，那儿刚有人改过。" in limin.new_words()
    change(town, "测兰花", phone=phone(7001), phone_hash=before["people"][-1][5])
    assert everything(town) == before
    assert newest(town).state == "undone"


async def test_killed_between_any_two_rows_it_goes_on_where_it_was(
    town: World, limin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.imports.chunks.SECONDS", 0.0)
    before = everything(town)
    many = [
        GRANDMA
        | {"姓名": f"测兰{one}", "身份证号": id_number("19500307", n), "联系电话": phone(7100 + n)}
        for n, one in enumerate("甲乙丙丁戊己")
    ]
    await sends(town, limin, residents(CHILD, *many, DAD))
    await limin.taps("都收下")
    steps = one_by_one(town, apply_chunk)
    assert steps == 9
    await kept(town)
    assert newest(town).state == "applied"
    assert there(town, "测小苗").minor
    await limin.taps("退回去")
    assert one_by_one(town, undo_chunk) == 9
    assert everything(town) == before


def one_by_one(town: World, chunk: Callable[[Any, int], bool]) -> int:
    """Each chunk as if a new process did it."""
    import_id, steps = newest(town).id, 1
    work = town.core.imports._work_for_clock
    while town.core.store.write_now(lambda session: chunk(work(session), import_id)):
        steps += 1
    return steps


# -- taking back -----------------------------------------------------------------------------------
async def test_what_somebody_has_changed_since_stays_and_is_reported(
    town: World, limin: Person
) -> None:
    await takes(town, limin, GRANDMA, DAD)
    change(town, "测兰花", called="兰花婶")
    await limin.taps("退回去")
    await kept(town)
    assert "有 1 行后来又动过，没敢退，还留着。" in limin.new_words()
    assert person(town, "测大山") is None
    assert there(town, "测兰花").called == "兰花婶"


async def test_who_has_written_to_us_since_stays(town: World, limin: Person) -> None:
    await takes(town, limin, GRANDMA)
    her = there(town, "测兰花").id

    def writes(session: Session) -> None:
        open_account(session.connection(), "memory", "new", town.wall.now(), person_id=her)

    town.core.store.write_now(writes)
    await limin.taps("退回去")
    await kept(town)
    assert there(town, "测兰花").phone == phone(7001)
    assert newest(town).counts["left"] == 1


async def test_a_door_somebody_else_moved_into_stays(town: World, limin: Person) -> None:
    await takes(town, limin, GRANDMA | {"住址": home(602, 7, 3)})
    door = there(town, "测兰花").household_id
    await takes(town, limin, DAD | {"住址": home(602, 7, 3)})
    await limin.handset.tap(f"t.list_back.{newest(town).id - 1}")
    await kept(town)
    assert person(town, "测兰花") is None
    assert there(town, "测大山").household_id == door
    assert town.core.store.read_now(lambda session: session.get(Household, door)) is not None


async def test_what_somebody_had_deleted_does_not_come_back(town: World, limin: Person) -> None:
    await takes(town, limin, GRANDMA)
    await takes(town, limin, GRANDMA | {"联系电话": phone(7009)})
    her = there(town, "测兰花").id

    def wiped(session: Session) -> None:
        mine = ImportRow.person_id == her
        session.execute(update(ImportRow).where(mine).values(data=None, undo=None))

    town.core.store.write_now(wiped)
    await limin.taps("退回去")
    await kept(town)
    assert newest(town).state == "undone"
    assert there(town, "测兰花").phone == phone(7009)


async def test_a_row_that_was_deleted_before_it_was_taken_in_holds_up_the_rest(
    town: World, limin: Person
) -> None:
    await sends(town, limin, residents(DAD, GRANDMA))
    town.core.store.write_now(
        lambda session: session.execute(
            update(ImportRow).where(ImportRow.number == 4).values(data=None, undo=None)
        )
    )
    await limin.taps("都收下")
    await kept(town)
    assert "收到第 4 行" in limin.new_words()
    assert person(town, "测大山") is None
