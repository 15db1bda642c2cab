"""Whole rows: what fields say of each other, what rows say of each other."""

from __future__ import annotations

from datetime import date

import pytest

from models.sheets.rows import ContractRow, ResidentRow, RoleRow, RowResult
from tests.sheets.conftest import Rows

DOOR = "阳光小区3号楼2单元401"
WOMAN, MAN = "999999195003070022", "999999195003070014"
CHILD = "999999201605010017"


def codes(result: RowResult) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in result.problems]


# -- residents -----------------------------------------------------------------------------------------
def test_a_resident_with_everything(rows: Rows) -> None:
    headers = ("姓名", "身份证号", "电话", "出生日期", "性别", "住址", "称呼", "与户主关系", "学校", "年级", "监护人",
               "监护人电话", "监护人身份证", "备注")  # fmt: skip
    (child,) = rows(
        "residents", headers,
        ("李小宝", CHILD, "", "2016年5月1日", "男", DOOR, "小宝", "孙子", "实验小学", "四年级", "王桂兰", "100-0000-0021",
         WOMAN, "爱说话"),
    )  # fmt: skip
    assert child.problems == ()
    assert child.row == ResidentRow(
        "李小宝", CHILD, None, date(2016, 5, 1), "m", "小宝", "yangguang_xiaoqu", "g03", 3, 2, "401",
        "grandchild", "王桂兰", "10000000021", WOMAN, "实验小学", 4, "爱说话",
    )  # fmt: skip


def test_birth_and_gender_come_from_the_number_where_their_columns_are_not(rows: Rows) -> None:
    (one,) = rows("residents", ("姓名", "身份证", "住址"), ("王桂兰", WOMAN, DOOR))
    assert isinstance(one.row, ResidentRow)
    assert (one.row.born, one.row.gender) == (date(1950, 3, 7), "f")


def test_all_faults_of_a_row_are_told_at_once(rows: Rows) -> None:
    (one,) = rows(
        "residents",
        ("姓名", "身份证", "电话", "出生日期", "性别", "住址"),
        ("", WOMAN, "12", "1950-3-8", "男", "阳光小区"),
    )
    assert one.row is None
    assert codes(one) == [
        ("born", "id_born_differs"), ("name", "missing"), ("phone", "phone_digits"),
        ("gender", "id_gender_differs"), ("building", "building_missing"),
    ]  # fmt: skip
    assert one.given["phone"] == "12"


def test_blank_rows_do_not_count_and_numbers_are_those_of_the_spreadsheet(rows: Rows) -> None:
    found = rows("residents", ("姓名", "住址"), ("甲", DOOR), ("", ""), ("  ", ""), ("乙", DOOR))
    assert [one.number for one in found] == [2, 5]


@pytest.mark.parametrize(
    ("guardian", "problem"),
    [
        (("李小宝", "100-0000-0021", ""), ("guardian_name", "own_guardian")),
        (("王桂兰", "100-0000-0021", CHILD), ("guardian_name", "own_guardian")),
        (("小姐姐", "", "999999201505010028"), ("guardian_id", "guardian_is_child")),
        (("王桂兰", "", ""), ("guardian_phone", "guardian_incomplete")),
        (("", "100-0000-0021", ""), ("guardian_name", "guardian_incomplete")),
        (("王桂兰", "12", ""), ("guardian_phone", "phone_digits")),
    ],
)
def test_who_answers_for_a_child(
    rows: Rows, guardian: tuple[str, ...], problem: tuple[str, str]
) -> None:
    headers = ("姓名", "身份证号", "电话", "住址", "监护人", "监护人电话", "监护人身份证号")
    (one,) = rows("residents", headers, ("李小宝", CHILD, "100-0000-0021", DOOR, *guardian))
    assert codes(one) == [problem]


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("户主", "head"), ("本人", "head"), ("妻", "spouse"), ("配偶", "spouse"), ("长子", "child"), ("女儿", "child"),
        ("孙女", "grandchild"), ("外孙子", "grandchild"), ("母亲", "mother"), ("岳母", "in_law"), ("儿媳", "in_law"),
        ("奶奶", "grandmother"), ("哥哥", "sibling"), ("其他亲属", "relative"), ("租户", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_somebody_is_to_the_head_of_the_household(
    rows: Rows, words: str, relation: str
) -> None:
    (one,) = rows("residents", ("姓名", "住址", "与户主关系"), ("甲", DOOR, words))
    assert isinstance(one.row, ResidentRow)
    assert one.row.relation == relation


def test_the_same_person_twice(rows: Rows) -> None:
    headers = ("姓名", "身份证", "电话", "出生日期", "住址")
    found = rows(
        "residents", headers,
        ("甲", WOMAN, "", "", DOOR), ("甲", f"'{WOMAN}", "", "", DOOR), ("乙", "", "", "1950-3-7", DOOR),
        ("乙", "", "", "1950年3月7日", DOOR), ("丙", "", "100-0000-0001", "", DOOR),
        ("丙", "", "10000000001", "", DOOR), ("丁", "", "10000000001", "", DOOR),
    )  # fmt: skip
    assert {one.number: codes(one) for one in found if one.problems} == {
        3: [("id_number", "same_id")], 5: [("name", "same_name_born")], 7: [("phone", "same_name_phone")],
    }  # fmt: skip
    assert [one.problems[0].params["row"] for one in found if one.problems] == [2, 4, 6]


def test_a_wrong_row_is_still_the_same_person(rows: Rows) -> None:
    found = rows(
        "residents", ("姓名", "身份证", "住址"), ("甲", WOMAN, "哪儿"), ("甲", WOMAN, DOOR)
    )
    assert codes(found[1]) == [("id_number", "same_id")]


# -- contracts -----------------------------------------------------------------------------------------
CONTRACT = ("姓名", "身份证号", "签约团队", "签约日期", "到期日期", "服务包")


def test_a_contract(rows: Rows) -> None:
    (one,) = rows(
        "contracts",
        CONTRACT,
        ("王桂兰", WOMAN, "阳光家庭医生团队", "2026-1-5", "2026-12-31", "老年人服务包"),
    )
    assert one.row == ContractRow(
        "王桂兰",
        WOMAN,
        None,
        date(1950, 3, 7),
        "doc_yangguang",
        date(2026, 1, 5),
        date(2026, 12, 31),
        "elder",
    )


@pytest.mark.parametrize(
    ("starts", "ends"), [("2026-01-05", date(2027, 1, 4)), ("2024-02-29", date(2025, 2, 27))]
)
def test_a_contract_without_an_end_lasts_the_towns_term(
    rows: Rows, starts: str, ends: date
) -> None:
    (one,) = rows("contracts", CONTRACT, ("王桂兰", WOMAN, "阳光", starts, "", ""))
    assert isinstance(one.row, ContractRow)
    assert (one.row.ends, one.row.team, one.row.package) == (ends, "doc_yangguang", "")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("王桂兰", WOMAN, "月亮团队", "2026-1-5", "", ""), ("team", "team_unknown")),
        (("王桂兰", WOMAN, "", "2026-1-5", "", "豪华包"), ("package", "package_unknown")),
        (("王桂兰", WOMAN, "", "2026-1-5", "2026-1-4", ""), ("ends", "end_before_start")),
        (("王桂兰", WOMAN, "", "2027-1-5", "", ""), ("starts", "date_future")),
        (("王桂兰", WOMAN, "", "", "", ""), ("starts", "missing")),
        (("王桂兰", "", "", "2026-1-5", "", ""), ("id_number", "nothing_to_know_by")),
        (("王桂兰", "12", "", "2026-1-5", "", ""), ("id_number", "id_length")),
    ],
)
def test_why_a_contract_is_not_taken(
    rows: Rows, row: tuple[str, ...], problem: tuple[str, str]
) -> None:
    (one,) = rows("contracts", CONTRACT, row)
    assert codes(one) == [problem]


def test_two_contracts_of_one_person(rows: Rows) -> None:
    row = ("王桂兰", WOMAN, "", "2026-1-5", "", "")
    assert codes(rows("contracts", CONTRACT, row, row)[1]) == [("id_number", "same_person")]


# -- roles ---------------------------------------------------------------------------------------------
ROLE = ("姓名", "电话", "职务", "管哪儿", "社区", "起", "止", "背景核查日期", "核查有效期")


def test_a_role(rows: Rows) -> None:
    (one,) = rows(
        "roles",
        ROLE,
        ("孙建国", "100-0000-0005", "网格员", "阳光社区一网格", "", "2026-1-1", "2027-1-1", "", ""),
    )
    assert one.row == RoleRow(
        "孙建国",
        None,
        "10000000005",
        None,
        "grid_worker",
        "g03",
        date(2026, 1, 1),
        date(2027, 1, 1),
    )


@pytest.mark.parametrize(
    ("place", "community", "found"),
    [
        ("阳光社区第1网格", "", "g03"), ("一网格", "阳光社区", "g03"), ("第三网格", "阳光社区", "g05"), ("g05", "", "g05"),
        ("Yangguang Community grid 1", "", "g03"),
    ],
)  # fmt: skip
def test_a_grid_by_the_names_it_has(rows: Rows, place: str, community: str, found: str) -> None:
    (one,) = rows(
        "roles", ROLE, ("孙建国", "100-0000-0005", "网格长", place, community, "", "", "", "")
    )
    assert isinstance(one.row, RoleRow)
    assert one.row.place == found


def test_the_check_of_who_works_with_children_lasts_as_long_as_the_town_says(rows: Rows) -> None:
    (one,) = rows(
        "roles",
        ROLE,
        ("孙老师", "100-0000-0005", "四点半课堂老师", "阳光社区", "", "", "", "2026-3-1", ""),
    )
    assert isinstance(one.row, RoleRow)
    assert (one.row.checked, one.row.check_until) == (date(2026, 3, 1), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("王", "100-0000-0005", "市长", "阳光社区", "", "", "", "", ""), ("role", "role_unknown")),
        (("王", "100-0000-0005", "网格员", "月亮社区", "", "", "", "", ""), ("place", "place_unknown")),
        (("王", "100-0000-0005", "网格员", "一网格", "", "", "", "", ""), ("place", "place_unclear")),
        (("王", "100-0000-0005", "网格员", "", "阳光社区", "", "", "", ""), ("community", "place_not_for_role")),
        (("王", "100-0000-0005", "网格员", "", "", "", "", "", ""), ("place", "missing")),
        (("王", "", "志愿者", "阳光社区", "", "", "", "", ""), ("phone", "nothing_to_know_by")),
        (("王", "100-0000-0005", "志愿者", "阳光社区", "", "2026-2-2", "2026-2-1", "", ""), ("ends", "end_before_start")),
        (("王", "100-0000-0005", "共享妈妈", "阳光社区", "", "", "", "", ""), ("checked", "check_missing")),
        (("王", "100-0000-0005", "共享妈妈", "阳光社区", "", "", "", "2025-1-1", ""), ("check_until", "check_ended")),
        (("王", "100-0000-0005", "共享妈妈", "阳光社区", "", "", "", "2027-1-1", ""), ("checked", "date_future")),
    ],
)  # fmt: skip
def test_why_a_role_is_not_taken(
    rows: Rows, row: tuple[str, ...], problem: tuple[str, str]
) -> None:
    (one,) = rows("roles", ROLE, row)
    assert codes(one) == [problem]


def test_two_roles_of_one_person_are_two_and_the_same_one_twice_is_not(rows: Rows) -> None:
    def row(role: str) -> tuple[str, ...]:
        return ("王", "100-0000-0005", role, "阳光社区", "", "", "", "", "")

    found = rows("roles", ROLE, row("志愿者"), row("值班"), row("社区值班"))
    assert [codes(one) for one in found] == [[], [], [("phone", "same_person")]]
