"""The headers are found wherever they stand, in whatever order, under whatever title."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.sheets.columns import FIELDS, REQUIRED, meaning, plain
from models.sheets.headers import find_headers
from models.sheets.limits import HEADER_WITHIN, WHAT, What
from models.sheets.opening import open_sheet
from tests.sheets.files import SOMEBODY, table, workbook

TITLE = ["阳光社区居民登记表", "", "", ""]


@pytest.mark.parametrize("what", WHAT)
def test_no_name_stands_for_two_columns(what: What) -> None:
    names = [plain(name) for names in FIELDS[what].values() for name in names]
    assert all(names)
    for field, known in FIELDS[what].items():
        assert {meaning(what, name) for name in known} == {field}


@pytest.mark.parametrize("what", WHAT)
def test_what_is_required_is_a_column(what: What) -> None:
    assert all(field in FIELDS[what] for group in REQUIRED[what] for field in group)


@given(st.data())
def test_any_order_and_any_names(data: st.DataObject) -> None:
    what = data.draw(st.sampled_from(WHAT))
    fields = data.draw(st.permutations(list(FIELDS[what])))
    row = [data.draw(st.sampled_from(FIELDS[what][field])) for field in fields]
    found = find_headers([TITLE, row], what)
    assert found is not None
    assert found.row == 2
    assert found.columns == {field: place for place, field in enumerate(fields)}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("姓 名", "name"), ("姓名*", "name"), ("联系电话（必填）", "phone"), ("身份证号码\n(18位)", "id_number"),
        ("  住址：", "address"), ("ID No.", "id_number"), ("Phone Number", "phone"), ("【性别】", "gender"),
        ("党员否", ""), ("", ""),
    ],
)  # fmt: skip
def test_headers_as_people_write_them(header: str, field: str) -> None:
    assert meaning("residents", header) == field


def test_titles_and_blank_rows_stand_above() -> None:
    rows = [
        TITLE,
        [""] * 4,
        ["填表人：", "王", "日期", "12.8"],
        ["序号", "姓名", "电话", "住址"],
        ["1", "甲", "", ""],
    ]
    found = find_headers(rows, "residents")
    assert found is not None
    assert (found.row, found.columns) == (4, {"name": 1, "phone": 2, "address": 3})


def test_columns_that_nobody_reads_are_told_but_not_the_running_number() -> None:
    found = find_headers([["序号", "姓名", "电话", "血型", "是否党员"]], "residents")
    assert found is not None
    assert found.unknown == ("血型", "是否党员")


def test_headers_far_down_are_no_headers() -> None:
    assert find_headers([[""]] * HEADER_WITHIN + [["姓名", "电话"]], "residents") is None


def test_one_word_that_we_know_makes_no_headers() -> None:
    assert find_headers([["姓名", "品名"], ["电话是", "多少"]], "residents") is None


def test_a_group_over_two_columns_gives_them_its_name() -> None:
    rows = [
        TITLE,
        ["姓名", "住址", "监护人", ""],
        ["", "", "姓名", "电话"],
        ["小宝", "x", "张", "1"],
    ]
    merged = [((0, 0), (0, 3)), ((1, 0), (2, 0)), ((1, 1), (2, 1)), ((1, 2), (1, 3))]
    found = find_headers(rows, "residents", merged)
    assert found is not None
    assert found.row == 3
    assert found.columns == {"name": 0, "address": 1, "guardian_name": 2, "guardian_phone": 3}


def test_a_group_in_a_real_workbook() -> None:
    def draw(sheet: Any, _book: Any) -> None:
        sheet.merge_range("B2:E2", "登记表")
        sheet.merge_range("B3:B4", "姓名")
        sheet.merge_range("C3:C4", "住址")
        sheet.merge_range("D3:E3", "监护人")
        sheet.write_row("D4", ["姓名", "电话"])
        sheet.write_row("B5", ["小宝", SOMEBODY[3], "张大明", "100-0000-0009"])

    sheet = open_sheet(workbook(draw), "residents")
    (row,) = sheet.rows
    assert row.number == 5
    assert row.cells["guardian_phone"] == "100-0000-0009"
    assert row.cells["name"] == "小宝"


def test_a_table_that_does_not_begin_in_the_corner() -> None:
    def draw(sheet: Any, _book: Any) -> None:
        sheet.write_row("D6", ["姓名", "电话", "住址"])
        sheet.write_row("D9", SOMEBODY[:1] + SOMEBODY[2:])

    (row,) = open_sheet(workbook(draw), "residents").rows
    assert (row.number, row.cells["phone"]) == (9, SOMEBODY[2])


def test_english_headers() -> None:
    english = ("Full name", "ID number", "Phone", "Address")
    (row,) = open_sheet(workbook(table(headers=english)), "residents").rows
    assert row.cells == dict(zip(("name", "id_number", "phone", "address"), SOMEBODY, strict=True))
