"""Small tables as communities have them, and how one is sent from the desk.

Identity numbers are of an area that was never given to anybody; phones of the sample range.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from xlsxwriter import Workbook

from bot.channels.memory import MemoryChannel
from models.imports.tables import Import, ImportRow
from models.sheets.identity import check_character
from tests.talks.phones import Person
from tests.talks.world import World

RESIDENTS = ("姓名", "身份证号", "联系电话", "住址", "监护人", "监护人电话")
CONTRACTS = ("姓名", "身份证号", "签约日期", "到期日期")
ROLES = ("姓名", "联系电话", "职务", "管哪儿", "背景核查日期")
TITLE = "阳光社区二〇二六年台账"


def id_number(born: str, order: int = 1) -> str:
    """Somebody born on ``born`` (eight digits) in no area at all."""
    seventeen = f"999999{born}{order:03d}"
    return seventeen + check_character(seventeen)


def phone(number: int) -> str:
    return f"100{number:08d}"


def home(door: int = 101, building: int = 3, unit: int = 1) -> str:
    return f"阳光小区{building}号楼{unit}单元{door}"


def workbook(headers: Sequence[str], *rows: Sequence[str], title: str = TITLE) -> bytes:
    """A table under a merged title."""
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.merge_range(0, 0, 0, len(headers) - 1, title)
        for line, row in enumerate((headers, *rows), start=1):
            for column, text in enumerate(row):
                sheet.write_string(line, column, text)
    return made.getvalue()


def residents(*people: Mapping[str, str]) -> bytes:
    """By header; what is left out is an empty cell."""
    return workbook(RESIDENTS, *([one.get(name, "") for name in RESIDENTS] for one in people))


GRANDMA = {
    "姓名": "测兰花",
    "身份证号": id_number("19500307", 2),
    "联系电话": phone(7001),
    "住址": home(),
}
DAD = {
    "姓名": "测大山",
    "身份证号": id_number("19850101", 1),
    "联系电话": phone(7002),
    "住址": home(),
}
CHILD = {
    "姓名": "测小苗",
    "身份证号": id_number("20180901", 4),
    "住址": home(),
    "监护人": "测大山",
    "监护人电话": phone(7002),
}


async def sends(town: World, person: Person, content: bytes, **more: Any) -> None:
    """From the phone, and then the keeper has done with it."""
    channel = town.channel
    assert isinstance(channel, MemoryChannel)
    await channel.file(person.handset.address, content, **more)  # type: ignore[attr-defined]
    await kept(town)


async def kept(town: World) -> None:
    """Everything there is to do with lists is done, and what is told of it has arrived."""
    while await town.core.imports.run_once():
        pass
    await town.settle()


def newest(town: World) -> Import:
    def find(session: Session) -> Import:
        return session.scalars(select(Import).order_by(Import.id.desc())).first()  # type: ignore[return-value]

    return town.core.store.read_now(find)


def rows_of(town: World, import_id: int) -> list[ImportRow]:
    def find(session: Session) -> list[ImportRow]:
        found = select(ImportRow).where(ImportRow.import_id == import_id)
        return list(session.scalars(found.order_by(ImportRow.number)))

    return town.core.store.read_now(find)


def codes(town: World) -> list[str]:
    """What is wrong with the newest list, by code, in the order of the rows."""
    rows = rows_of(town, newest(town).id)
    return [one[1] for row in rows for one in row.problems or ()]
