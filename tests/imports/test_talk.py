"""The desk sends a list: what is said of it, how it is taken in, and how it is taken back."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handlers.manners import CANNOT_TAKE
from models.imports.tables import Import
from models.register.tables import Person as Row
from models.sheets.limits import MOST_BYTES
from tests.imports.lists import (
    CHILD,
    DAD,
    GRANDMA,
    RESIDENTS,
    home,
    kept,
    newest,
    phone,
    residents,
    sends,
    workbook,
)
from tests.talks.phones import Person
from tests.talks.world import World


async def test_a_list_is_tried_taken_in_and_taken_back(town: World, limin: Person) -> None:
    before = people(town)
    await sends(town, limin, residents(GRANDMA, CHILD, DAD))
    said = limin.new_words()
    assert "居民表看完了，一共 3 行，什么都还没改。" in said
    assert "能收 3 行：新的 3，要改的 0，一样的 0。" in said
    assert people(town) == before
    await limin.taps("都收下").sees("居民表正在收，收完告诉您。")
    await kept(town)
    assert "居民表收好了：新的 3，改了 0。" in limin.new_words()
    assert set(people(town)) - set(before) == {"测兰花", "测小苗", "测大山"}
    assert row(town, "测小苗").guardian_id == row(town, "测大山").id
    await limin.taps("退回去").sees("居民表正在往回退")
    await kept(town)
    assert "居民表退回去了，跟没收过一样。" in limin.new_words()
    assert people(town) == before


async def test_rows_that_are_wrong_are_shown_with_the_remedy_and_hold_up_the_rest(
    town: World, limin: Person
) -> None:
    bad = [
        GRANDMA | {"联系电话": "13"},
        {"姓名": "测没人"},
        CHILD | {"监护人": "", "监护人电话": ""},
    ]
    await sends(town, limin, residents(*bad, DAD))
    said = limin.new_words()
    assert "有毛病的 3 行。改好，整张再发来：要收就一起收。" in said
    assert "都收下" not in said
    await limin.taps("看看毛病").sees(
        "第 3 行，电话：位数不对，数一数。",
        "第 4 行，住址：空着，写上小区、楼、单元、门。",
        "第 5 行，监护人：不满 18 岁，写上监护人和电话。",
    )
    await limin.taps("回到这张表").sees("居民表看完了")


async def test_many_wrong_rows_are_turned_page_by_page(town: World, limin: Person) -> None:
    await sends(town, limin, residents(*({"姓名": "测没人"} for _ in range(5))))
    await limin.taps("看看毛病").sees("第 3 行", "第 5 行").but_not("第 6 行")
    await limin.taps("往下看").sees("第 6 行", "第 7 行").but_not("往下看")


async def test_a_row_with_two_faults_says_so(town: World, limin: Person) -> None:
    await sends(town, limin, residents({"姓名": "测没人", "联系电话": "13"}))
    await limin.taps("看看毛病").sees("（还有 1 处）")


async def test_what_is_known_already_need_not_be_taken_in(town: World, limin: Person) -> None:
    await sends(town, limin, residents(GRANDMA))
    await limin.taps("都收下")
    await kept(town)
    limin.new_words()
    await sends(town, limin, residents(GRANDMA))
    said = limin.new_words()
    assert "一样的 1" in said
    assert "都是记着的，不用收。" in said
    assert "都收下" not in said


async def test_a_list_may_be_left(town: World, limin: Person) -> None:
    before = people(town)
    await sends(town, limin, residents(GRANDMA))
    await limin.taps("不要了").sees("居民表没收，什么都没改。")
    assert people(town) == before


async def test_a_column_that_nobody_read_is_named(town: World, limin: Person) -> None:
    table = workbook((*RESIDENTS, "血型"), [*(GRANDMA.get(one, "") for one in RESIDENTS), "A"])
    await sends(town, limin, table)
    assert "没认的列：血型。" in limin.new_words()


async def test_who_must_say_what_it_is_is_asked(town: World, limin: Person) -> None:
    headers = ("姓名", "联系电话", "住址", "签约日期")
    await sends(town, limin, workbook(headers, ["测兰花", phone(7001), home(), "2026-01-01"]))
    assert "这张表里是什么？" in limin.new_words()
    await limin.taps("居民").sees("正在看")
    await kept(town)
    assert "居民表看完了，一共 1 行" in limin.new_words()


async def test_a_file_that_is_no_table_is_refused_with_the_remedy(
    town: World, limin: Person
) -> None:
    await sends(town, limin, b"\xd0\xcf\x11\xe0" + b"0" * 600)
    said = limin.new_words()
    assert "这张表没收：" in said
    assert "另存为 .xlsx" in said
    await sends(town, limin, workbook(("水果", "斤"), ["苹果", "3"]))
    assert "没找着表头" in limin.new_words()


async def test_what_the_platform_no_longer_has_is_said(town: World, limin: Person) -> None:
    channel = town.channel
    await channel.file(limin.handset.address, b"PK")  # type: ignore[attr-defined]
    channel.files.clear()  # type: ignore[attr-defined]
    await kept(town)
    assert "文件没传过来" in limin.new_words()


async def test_a_file_that_is_too_large_costs_nothing(town: World, limin: Person) -> None:
    await sends(town, limin, b"", too_large=True)
    assert f"超过 {MOST_BYTES // 10**6} 兆" in limin.new_words()
    assert town.core.store.read_now(lambda s: s.scalars(select(Import)).first()) is None


@pytest.mark.parametrize("who", ["wang", "zhao", "zhoumin"])
async def test_files_of_anybody_else_are_refused_as_ever(town: World, who: str) -> None:
    town.known(who)
    person = town.person(who)
    await sends(town, person, residents(GRANDMA))
    assert CANNOT_TAKE["file"].msgid in person.new_words()
    assert town.core.store.read_now(lambda s: s.scalars(select(Import)).first()) is None


async def test_an_open_question_is_put_again_below_it(town: World, limin: Person) -> None:
    await limin.taps("主页") if "主页" in limin.screen else await limin.says("主页")
    await limin.taps("要人帮忙")
    await sends(town, limin, residents(GRANDMA))
    assert "正在看" in "\n".join(one.text for _id, one in limin.handset.messages())


async def test_the_last_lists_stand_on_the_page_of_lists(town: World, limin: Person) -> None:
    await sends(town, limin, residents(GRANDMA))
    await limin.handset.tap("t.lists")
    assert "居民表，12月8日 周二，看完了" in limin.new_words()
    await limin.taps("居民表，12月8日 周二，看完了").sees("都收下")


async def test_after_a_month_it_stays(town: World, limin: Person) -> None:
    await sends(town, limin, residents(GRANDMA))
    await limin.taps("都收下")
    await kept(town)

    def long_ago(session: Session) -> None:
        at = newest(town).applied_at
        assert at is not None
        session.execute(update(Import).values(applied_at=at.replace(month=10)))

    town.core.store.write_now(long_ago)
    await limin.taps("退回去").sees("收了超过 30 天，退不回去了。")


def people(town: World) -> list[str]:
    return town.core.store.read_now(
        lambda session: list(session.scalars(select(Row.name).order_by(Row.id)))
    )


def row(town: World, name: str) -> Row:
    return town.core.store.read_now(
        lambda session: session.scalars(select(Row).where(Row.name == name)).one()
    )
