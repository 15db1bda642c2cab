"""What we write can be read again, by people and by us, and computes nothing."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from models.cleaning import clean_text
from models.refusals import Refusal
from models.sheets.columns import FIELDS, header_of
from models.sheets.explaining import EXAMPLE_NAME, EXAMPLES, REASON
from models.sheets.limits import WHAT, What
from models.sheets.opening import open_sheet
from models.sheets.package import checked
from models.sheets.refusals import SheetEmpty
from models.sheets.row_reading import read_rows
from models.sheets.rows import RowResult
from models.sheets.writing import export, refusals, template
from models.town.schema import Town
from tests.sheets.files import SOMEBODY, list_of
from tests.sheets.messy import TODAY

DANGEROUS = (
    "=1+1",
    "+86",
    "-5",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "\t=1",
    "http://a.b",
    "{=1}",
    "007",
)


def cells(content: bytes, sheet: int = 0) -> list[list[object]]:
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return list(map(list, book.get_sheet_by_index(sheet).iter_rows()))


def xml(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("what", WHAT)
def test_a_template_has_every_column_as_text_an_example_and_notes(what: What) -> None:
    content = template(what)
    headers, example = cells(content)[:2]
    assert headers == [header_of(what, field) for field in FIELDS[what]]
    assert example[0] == EXAMPLE_NAME
    assert len(cells(content, 1)) > 5
    spans = re.findall(r'<col min="(\d+)" max="(\d+)" [^>]*style="[1-9]', xml(content))
    assert sum(int(last) - int(first) + 1 for first, last in spans) == len(FIELDS[what])
    checked(content)


@pytest.mark.parametrize("what", WHAT)
def test_a_template_that_is_sent_back_as_it_is_holds_nobody(what: What) -> None:
    with pytest.raises(Refusal) as found:
        open_sheet(template(what), what)
    assert isinstance(found.value, SheetEmpty)


@pytest.mark.parametrize("what", WHAT)
def test_the_example_would_be_taken_under_a_name(town: Town, what: What) -> None:
    example = {**EXAMPLES[what], "name": "王桂兰"}
    content = list_of(tuple(example.values()), headers=[header_of(what, one) for one in example])
    (one,) = read_rows(open_sheet(content, what), what, town, TODAY)
    assert one.problems == ()


def test_nothing_that_is_written_becomes_a_formula_or_a_link() -> None:
    content = export(["甲", "=乙"], [[one, one] for one in DANGEROUS])
    assert "<f>" not in xml(content)
    assert "<v>" in xml(content)
    assert all('t="s"' in cell for cell in re.findall(r"<c [^>]*>", xml(content)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if "sheet1.xml.rels" in name]
        assert 'quotePrefix="1"' in archive.read("xl/styles.xml").decode()
    assert [row[0] for row in cells(content)[1:]] == [one.strip() for one in DANGEROUS]


@given(st.lists(st.lists(st.text(max_size=30), min_size=2, max_size=2), max_size=5))
def test_any_text_is_read_again_as_it_was(rows: list[list[str]]) -> None:
    content = export(["甲", "乙"], rows)
    checked(content)
    read = [[str(cell) for cell in row] for row in cells(content)[1:]]
    wanted = [[clean_text(cell) for cell in row] for row in rows]
    while wanted and not any(wanted[-1]):
        wanted.pop()
    assert read == wanted


def test_numbers_dates_and_nothing_are_text_too() -> None:
    assert cells(export(["甲", "乙", "丙"], [[3, date(2026, 1, 5), None]]))[1] == [
        "3",
        "2026-01-05",
        "",
    ]


def test_refused_rows_can_be_corrected_and_sent_again(town: Town) -> None:
    def read(content: bytes) -> list[RowResult]:
        return list(read_rows(open_sheet(content, "residents"), "residents", town, TODAY))

    bad = list_of((*SOMEBODY[:2], "12", SOMEBODY[3]), ("李", "", "", "哪儿"))
    results = read(bad)
    sent = refusals("residents", [(one.given, f"第 {one.number} 行：……") for one in results])
    headers = cells(sent)[0]
    assert headers == [REASON, "姓名", "身份证号", "电话", "住址"]
    again = read(sent)
    assert [one.given for one in again] == [one.given for one in results]
    assert [one.problems for one in again] == [one.problems for one in results]


def test_a_cell_is_cut_where_a_spreadsheet_would_not_open_it() -> None:
    assert len(str(cells(export(["甲"], [["长" * 40_000]]))[1][0])) == 32_767
