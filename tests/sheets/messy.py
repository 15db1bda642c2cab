"""Tables as they come from a community's drawer: seeded, so that the same mess comes back.

What was spoiled in which row is told beside the file. Nobody's number is in it: area 999999 has
never been given to anybody, and phones are from the sample range 100-0000-0000.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

import xlsxwriter

from models.sheets.identity import check_character
from models.town.schema import Town

TODAY = date(2026, 12, 8)
AREA = "999999"
HEADERS_AT = 4
"""Row of the headers as the spreadsheet counts; people begin in the next one."""
_HEADERS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "名字", "居民姓名"),
    "id_number": ("身份证", "公民身份号码", "证件号码（18位）"),
    "phone": ("电话", "手 机", "联系电话"),
    "born": ("出生日期", "生日"),
    "gender": ("性别",),
    "address": ("住址", "详细地址", "家庭住址*"),
    "relation": ("与户主关系",),
    "note": ("备注",),
    "list": ("序号",),
    "odd": ("是否党员",),
}
_FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_GIVEN = "桂兰淑芬国庆建华秀英德财玉珍海燕春梅志强"

Cells = dict[str, Any]
Spoil = Callable[["Maker", Cells], str]


@dataclass
class Messy:
    """``refused``: code of the fault by row; all other rows are good."""

    content: bytes
    people: int
    refused: dict[int, str] = field(default_factory=dict)


def id_number(born: date, order: int) -> str:
    seventeen = f"{AREA}{born:%Y%m%d}{order % 1000:03}"
    return seventeen + check_character(seventeen)


def messy(town: Town, people: int = 200, seed: int = 7, spoiled: float = 0.15) -> Messy:
    """A title over everything, blank rows, shuffled headers, and people in every way of writing."""
    return Maker(town, people, Random(seed)).make(spoiled)


class Maker:
    def __init__(self, town: Town, people: int, chance: Random) -> None:
        self.town = town
        self.people = people
        self.chance = chance
        self.estates = [estate for estate in town.estates if estate.buildings]
        self.earlier: list[tuple[int, Cells]] = []

    def make(self, spoiled: float) -> Messy:
        made = io.BytesIO()
        columns = list(_HEADERS)
        self.chance.shuffle(columns)
        messy = Messy(b"", self.people)
        with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
            book.add_worksheet("填表说明").write_string(0, 0, "请认真填写")
            sheet = book.add_worksheet("居民")
            self.since = book.add_format({"num_format": "yyyy-mm-dd"})
            sheet.merge_range(0, 0, 0, len(columns) - 1, "某某社区居民登记表")
            sheet.write_string(1, 0, "填表日期：2026 年 12 月")
            for place, name in enumerate(columns):
                header = self.chance.choice(_HEADERS[name])
                sheet.write_string(HEADERS_AT - 1, place, header)
            row = HEADERS_AT
            for number in range(self.people):
                row += 1 + (self.chance.random() < 0.01)
                cells = self.somebody(number)
                if self.chance.random() < spoiled:
                    messy.refused[row] = self.chance.choice(SPOILS)(self, cells)
                else:
                    self.earlier.append((row, cells))
                for place, name in enumerate(columns):
                    self.put(sheet, row - 1, place, cells.get(name, ""))
            sheet.set_row(row + 500, 40)
            book.add_worksheet("旧表").hide()
        messy.content = made.getvalue()
        return messy

    def put(self, sheet: Any, row: int, column: int, value: Any) -> None:
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, self.since)
        elif isinstance(value, Formula):
            sheet.write_formula(row, column, value.text, None, value.value)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value)
        elif value:
            sheet.write_string(row, column, value)

    def somebody(self, number: int) -> Cells:
        born = date(1936, 1, 1) + timedelta(days=number * 37 % 25_000)
        order = number // 25_000 * 25_000 + number
        code = id_number(born, order)
        return {
            "list": number + 1,
            "name": self.name(),
            "id_number": self.chance.choice((code, code.lower(), f"'{code}", f" {code[:6]} {code[6:14]} {code[14:]}")),
            "phone": self.phone(number),
            "born": self.date(born),
            "gender": "男" if int(code[16]) % 2 else "女",
            "address": self.address(),
            "relation": self.chance.choice(("户主", "妻子", "长子", "孙女", "")),
            "note": self.chance.choice(("", "", "腿脚不好")),
            "odd": "否",
        }  # fmt: skip

    def name(self) -> str:
        name = self.chance.choice(_FAMILY) + "".join(self.chance.choices(_GIVEN, k=2))
        return " ".join(name) if self.chance.random() < 0.1 else name

    def phone(self, number: int) -> str | int:
        plain = 10_000_000_000 + number
        return self.chance.choice(
            (plain, str(plain), f"100-{str(plain)[3:7]}-{str(plain)[7:]}", f"+86 {plain}")
        )

    def date(self, born: date) -> Any:
        serial = (born - date(1899, 12, 30)).days
        forms: list[Any] = [
            born, f"{born.year}年{born.month}月{born.day}日", f"{born.year}.{born.month:02}.{born.day:02}",
            f"{born:%Y%m%d}", f"{born.year}-{born.month}-{born.day}", f"{born:%Y/%m/%d}",
        ]  # fmt: skip
        if serial >= 10_000:
            forms.append(serial)
        return self.chance.choice(forms)

    def address(self) -> str:
        estate = self.chance.choice(self.estates)
        part = self.chance.choice(estate.buildings)
        building, unit = self.chance.choice(part.numbers), self.chance.randint(1, part.units)
        door = f"{self.chance.randint(1, part.floors)}0{self.chance.randint(1, part.doors)}"
        community = self.town.place(estate.community).name.zh
        form = self.chance.choice(
            (
                "{c}{e}{b}号楼{u}单元{d}",
                "{e}{b}-{u}-{d}",
                "{e} {b} 栋 {u} 单元 {d} 室",
                "桦甸市{c}{e}{b}号楼{u}单元{d}号",
            )
        )
        return form.format(c=community, e=estate.name.zh, b=building, u=unit, d=door)


@dataclass(frozen=True)
class Formula:
    text: str
    value: Any


def _set(name: str, value: Any, code: str) -> Spoil:
    def spoil(_maker: Maker, cells: Cells) -> str:
        cells[name] = value
        return code

    return spoil


def _wrong_check(_maker: Maker, cells: Cells) -> str:
    code = "".join(cells["id_number"].split()).strip("'").upper()
    cells["id_number"] = code[:-1] + str((("0123456789X".index(code[-1])) + 1) % 10)
    return "id_check_digit"


def _as_number(_maker: Maker, cells: Cells) -> str:
    code = "".join(cells["id_number"].split()).strip("'")
    cells["id_number"] = float(code[:15] + "000")
    return "id_digits_lost"


def _other_gender(_maker: Maker, cells: Cells) -> str:
    cells["gender"] = "女" if cells["gender"] == "男" else "男"
    return "id_gender_differs"


def _twice(maker: Maker, cells: Cells) -> str:
    if not maker.earlier:
        return _other_gender(maker, cells)
    _row, other = maker.chance.choice(maker.earlier)
    cells.update({name: other[name] for name in ("name", "id_number", "born", "gender")})
    return "same_id"


def _formula(_maker: Maker, cells: Cells) -> str:
    cells["phone"] = Formula("=CONCATENATE(100,0)", cells["phone"])
    return "formula"


SPOILS: tuple[Spoil, ...] = (
    _wrong_check, _as_number, _other_gender, _twice, _formula,
    _set("name", "", "missing"),
    _set("name", "123", "no_name"),
    _set("name", "=cmd|' /C calc'!A0", "formula"),
    _set("id_number", "99999919500230001", "id_length"),
    _set("id_number", "999999********0022", "id_hidden"),
    _set("id_number", "999999195002300022", "id_birth_date"),
    _set("born", "2月30日", "date_unclear"),
    _set("born", "50/3/7", "date_unclear"),
    _set("born", "1950-02-30", "date_impossible"),
    _set("born", "2050-02-03", "date_future"),
    _set("born", 1950, "date_unclear"),
    _set("born", "1951-03-08", "id_born_differs"),
    _set("gender", "不详", "gender_unclear"),
    _set("phone", "+1 202 555 0100", "phone_abroad"),
    _set("phone", "62250000", "phone_no_area"),
    _set("phone", 4320000052, "phone_zero_lost"),
    _set("phone", "100-0000-0001/100-0000-0002", "phone_several"),
    _set("address", "不知道小区3号楼1单元101", "estate_unknown"),
    _set("address", "阳光小区99号楼1单元101", "building_unknown"),
    _set("address", "阳光小区3号楼9单元101", "unit_unknown"),
    _set("address", "", "address_missing"),
    _set("address", "东屯第三家", "address_unclear"),
)  # fmt: skip
