"""Lists over the web chat: sent from the page piece by piece, given out to one browser only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientResponse
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.access.files import PIECE
from models.access.tables import Upload
from models.clocks import FixedClock
from models.doctors.tables import Contract
from models.register.tables import Role
from models.sheets.limits import MOST_BYTES
from models.store import Store
from tests.imports.lists import CHILD, DAD, GRANDMA, kept, residents
from tests.talks.phones import Person
from tests.talks.web import PREFIX, WebHandset, WebWorld, open_web_world

ZIP = b"PK\x03\x04"


@pytest.fixture
async def town(store: Store, wall: FixedClock) -> AsyncIterator[WebWorld]:
    async with open_web_world(store, wall) as world:
        world.known("limin")
        yield world


@pytest.fixture
async def limin(town: WebWorld) -> Person:
    person = town.person("limin")
    await person.opens()
    return person


def page(person: Person) -> WebHandset:
    assert isinstance(person.handset, WebHandset)
    return person.handset


async def uploads(person: Person, body: Any, **headers: str) -> ClientResponse:
    at = page(person)
    return await at.session.post(
        f"{at.world.root}{PREFIX}/chat/upload",
        headers={"Origin": at.world.root, **headers},
        data=body,
    )


async def sends(town: WebWorld, person: Person, content: bytes) -> None:
    answer = await uploads(person, content)
    number = (await answer.json())["id"]
    await page(person).does({"kind": "file", "file": number, "text": "台账.xlsx"})
    await kept(town)


async def downloads(person: Person, label: str) -> list[list[Any]]:
    """The table behind a button, as a spreadsheet shows it."""
    answer = await fetched(person, person.button(label).url)
    assert answer.status == 200, await answer.text()
    assert "attachment" in answer.headers["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(BytesIO(await answer.read()))
    return book.get_sheet_by_index(0).to_python()


async def fetched(person: Person, path: str) -> ClientResponse:
    at = page(person)
    return await at.session.get(f"{at.world.root}{PREFIX}{path}", allow_redirects=False)


def stored(town: WebWorld) -> int:
    return town.core.store.read_now(
        lambda session: session.scalar(select(func.coalesce(func.sum(Upload.size), 0))) or 0
    )


async def test_a_table_is_sent_from_the_page_and_stands_in_ones_own_history(
    town: WebWorld, limin: Person
) -> None:
    await sends(town, limin, residents(GRANDMA))
    assert "居民表看完了，一共 1 行" in limin.new_words()
    said = [one for one in page(limin).items.values() if one["sender"] == "person"]
    assert said[-1]["lines"] == ["台账.xlsx"]


async def test_only_the_desk_has_the_button(town: WebWorld, limin: Person) -> None:
    wang = town.person("wang")
    await wang.opens()
    assert 'id="file"' in await (await fetched(limin, "/chat")).text()
    assert 'id="file"' not in await (await fetched(wang, "/chat")).text()


async def test_a_large_table_is_stored_in_pieces_and_comes_out_whole(
    town: WebWorld, limin: Person
) -> None:
    content = ZIP + bytes(range(256)) * 4_000
    number = (await (await uploads(limin, content)).json())["id"]
    assert await town.chat.fetch(number) == content
    sizes = town.core.store.read_now(
        lambda session: session.scalars(select(Upload.size).order_by(Upload.id)).all()
    )
    assert set(sizes[:-1]) == {PIECE}
    assert sum(sizes) == len(content)


async def test_what_says_that_it_is_200_mb_is_refused_before_it_is_read(
    town: WebWorld, limin: Person
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield ZIP + b"0" * 100
        for _ in range(2_000):
            yield b"0" * 100_000

    try:
        answer = await uploads(limin, endless(), **{"Content-Length": "200000000"})
        assert answer.status == 413
        assert "超过 20 兆" in (await answer.json())["why"]
    except OSError:  # the line was closed while we were still talking
        pass
    assert stored(town) == 0


async def test_one_that_lies_about_its_size_is_refused_where_it_goes_over(
    town: WebWorld, limin: Person
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield ZIP
        for _ in range(250):
            yield b"0" * 100_000

    try:
        answer = await uploads(limin, pieces())
        assert answer.status == 413
    except OSError:
        pass
    assert stored(town) <= MOST_BYTES


async def test_a_table_of_anybody_else_is_no_photo(town: WebWorld, limin: Person) -> None:
    wang = town.person("wang")
    await wang.opens()
    answer = await uploads(wang, residents(GRANDMA))
    assert answer.status == 415
    assert stored(town) == 0


async def test_nobody_speaks_of_a_file_that_is_not_theirs_or_not_whole(
    town: WebWorld, limin: Person
) -> None:
    number = (await (await uploads(limin, residents(GRANDMA))).json())["id"]
    wang = town.person("wang")
    await wang.opens()
    for whose, file in ((wang, number), (limin, "999")):
        answer = await page(whose).post(
            "/chat/send", json={"id": "abcdefgh1", "kind": "file", "file": file, "text": "x"}
        )
        assert "nack" in await answer.json()
    assert (await fetched(limin, f"/chat/upload/{number}")).status == 404


async def test_refused_rows_come_back_with_the_reason_and_can_be_sent_again(
    town: WebWorld, limin: Person
) -> None:
    await sends(town, limin, residents(GRANDMA, CHILD, DAD | {"联系电话": "13"}))
    bad = await downloads(limin, "下载有毛病的")
    assert [row[1] for row in bad] == ["姓名", "测小苗", "测大山"]
    assert "位数不对" in bad[2][0]
    good = await downloads(limin, "下载没毛病的")
    assert [row[0] for row in good[1:]] == ["测兰花"]
    assert "3" in good[1]


async def test_a_template_is_one_tap_away(town: WebWorld, limin: Person) -> None:
    await page(limin).does({"kind": "text", "text": "主页"})
    await page(limin).post(
        "/chat/send", json={"id": "abcdefgh2", "kind": "tap", "tap": "t.list_empty"}
    )
    await town.settle()
    table = await downloads(limin, "家庭医生签约")
    assert table[0][0] == "姓名"


async def test_a_list_is_taken_out_with_a_reason_by_its_own_desk_only(
    town: WebWorld, limin: Person
) -> None:
    await page(limin).post("/chat/send", json={"id": "abcdefgh3", "kind": "tap", "tap": "t.lists"})
    await town.settle()
    await limin.taps("要份名单").sees("做什么用")
    await limin.says("上门走访").sees("名单备好了")
    table = await downloads(limin, "下载名单")
    assert "王桂兰" in {row[0] for row in table}
    assert "身份证号" not in table[0]
    path = limin.button("下载名单").url
    wang = town.person("wang")
    await wang.opens()
    assert (await fetched(wang, path)).status == 410
    assert (await fetched(limin, path[:-1] + ("a" if path[-1] != "a" else "b"))).status == 410
    town.core.store.write_now(
        lambda session: session.execute(
            update(Role).where(Role.person_id == town.ids["limin"]).values(ended_at=town.wall.now())
        )
    )
    assert (await fetched(limin, path)).status == 410


async def test_the_link_ends_after_half_an_hour(town: WebWorld, limin: Person) -> None:
    await sends(town, limin, residents(CHILD))
    path = limin.button("下载有毛病的").url
    town.wall.advance(minutes=31)
    assert (await fetched(limin, path)).status == 410


async def test_a_family_doctor_takes_out_the_contracts_of_the_team_and_no_more(
    town: WebWorld, limin: Person
) -> None:
    def makes_a_doctor(session: Session) -> None:
        now = town.wall.now()
        session.execute(
            update(Role).where(Role.person_id == town.ids["limin"]).values(ended_at=now)
        )
        post = {"role": "doctor", "place_id": "yangguang", "on_duty": False, "since": now}
        session.add(Role(person_id=town.ids["limin"], **post))
        session.add(
            Contract(
                person_id=town.ids["tong"], team_id="doc_yangguang", package="basic", state="valid",
                starts_on=date(2026, 6, 1), ends_on=date(2027, 5, 31), how="sample", signed_at=now,
            )
        )  # fmt: skip

    town.core.store.write_now(makes_a_doctor)
    town.wall.advance(seconds=1)
    await page(limin).post(
        "/chat/send", json={"id": "abcdefgh4", "kind": "tap", "tap": "f.export_people"}
    )
    await town.settle()
    await limin.says("打电话随访").sees("名单备好了")
    table = await downloads(limin, "下载名单")
    assert table[0][:4] == ["姓名", "电话", "出生日期", "签约团队"]
    assert {row[3] for row in table[1:]} == {"阳光家庭医生团队"}
