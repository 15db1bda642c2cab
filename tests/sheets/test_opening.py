"""What is no table, or no harmless one, is refused before any of it is parsed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from contextlib import suppress
from typing import Any

import pytest

from models.refusals import Refusal
from models.sheets import package
from models.sheets.limits import MOST_BYTES, MOST_COLUMNS, MOST_PARTS, MOST_ROWS
from models.sheets.opening import open_sheet
from models.sheets.package import check_size
from models.sheets.refusals import (
    NotAWorkbook,
    SheetBroken,
    SheetColumnsMissing,
    SheetColumnTwice,
    SheetEmpty,
    SheetHasMacros,
    SheetHasNoHeaders,
    SheetLinked,
    SheetProtected,
    SheetTooBig,
    SheetTooLong,
    SheetTooWide,
    SheetUnpacksTooBig,
)
from tests.sheets.files import (
    HEADERS,
    SOMEBODY,
    changed,
    list_of,
    part,
    table,
    with_parts,
    workbook,
)

SHEET = "xl/worksheets/sheet1.xml"
FINE = list_of(SOMEBODY)


def refused(content: bytes) -> Refusal:
    with pytest.raises(Refusal) as found:
        open_sheet(content, "residents")
    return found.value


def test_an_honest_table_is_opened() -> None:
    sheet = open_sheet(FINE, "residents")
    (row,) = sheet.rows
    assert (row.number, row.cells["name"], row.faults) == (2, "王桂兰", {})


# -- no workbook at all ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Workbook" * 100, "xls"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x00\x00\x00\x18ftypheic", "picture"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "picture"),
        ("姓名,电话\n王桂兰,100".encode(), "csv"),
        ("姓名,电话\n王桂兰,100".encode("gb18030"), "csv"),
        ("姓名\t电话\n".encode("utf-16"), "csv"),
        (b"<html><table><tr><td>x", "html"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook>', "html"),
        (b"Rar!\x1a\x07", "archive"),
        (b"PK\x05\x06" + b"\0" * 18, "archive"),
        (b"", "empty"),
        (b"\0" * 5000, "empty"),
        (bytes(range(128, 256)) * 9, "other"),
    ],
)
def test_another_kind_of_file_is_told_by_what_is_in_it(content: bytes, kind: str) -> None:
    found = refused(content)
    assert isinstance(found, NotAWorkbook)
    assert found.kind == kind


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("word/document.xml", "[Content_Types].xml"), "document"),
        (("mimetype", "content.xml"), "ods"),
        (("xl/workbook.bin", "[Content_Types].xml"), "xlsb"),
        (("photo.jpg",), "archive"),
    ],
)
def test_another_kind_of_zip_is_told_by_its_parts(names: tuple[str, ...], kind: str) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    found = refused(made.getvalue())
    assert isinstance(found, NotAWorkbook)
    assert found.kind == kind


def test_a_workbook_behind_a_password_says_so() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert isinstance(refused(ole), SheetProtected)


def test_a_zip_with_a_password_says_so() -> None:
    content = bytearray(FINE)
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    assert isinstance(refused(bytes(content)), SheetProtected)


# -- macros, links, files inside ---------------------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    ["xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml", "xl/activeX/a.bin"],
)
def test_programs_are_not_taken(name: str) -> None:
    assert isinstance(refused(with_parts(FINE, {name: b"<x/>"})), SheetHasMacros)


def test_a_macro_workbook_is_known_by_its_type_too() -> None:
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    content = changed(FINE, "[Content_Types].xml", plain, macro)
    assert isinstance(refused(content), SheetHasMacros)


def test_values_of_other_files_are_not_taken() -> None:
    found = refused(with_parts(FINE, {"xl/externalLinks/externalLink1.xml": b"<x/>"}))
    assert isinstance(found, SheetLinked)
    assert found.how == "links"


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("xl/embeddings/a.bin", b"x"),
        ("xl/media/image1.png", FINE),
        ("docProps/thumbnail", b"\xd0\xcf\x11\xe0"),
    ],
)
def test_files_inside_the_file_are_not_taken(name: str, inside: bytes) -> None:
    found = refused(with_parts(FINE, {name: inside}))
    assert isinstance(found, SheetLinked)
    assert found.how == "files"


# -- bombs ---------------------------------------------------------------------------------------------
def test_too_many_bytes_are_refused_before_they_are_fetched() -> None:
    check_size(MOST_BYTES)
    with pytest.raises(SheetTooBig):
        check_size(MOST_BYTES + 1)
    assert isinstance(refused(b"PK\x03\x04" + bytes(MOST_BYTES)), SheetTooBig)


def test_a_small_file_that_unpacks_to_a_huge_one() -> None:
    bomb = with_parts(FINE, {"xl/media/a.xml": b"<x>" + b" " * 30_000_000})
    assert len(bomb) < 100_000
    assert isinstance(refused(bomb), SheetUnpacksTooBig)


def test_many_that_are_middling_are_huge_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_UNPACKED", 1_000_000)
    bomb = with_parts(FINE, {f"xl/a{n}.xml": b"<x>" + b" " * 100_000 for n in range(12)})
    assert isinstance(refused(bomb), SheetUnpacksTooBig)


def test_a_bomb_that_lies_about_its_size() -> None:
    """Python's own reader would stop at the size that is written and call it well."""
    honest = with_parts(FINE, {"xl/media/a.xml": b"<x>" + b" " * 30_000_000})
    lying = honest.replace(struct.pack("<I", 30_000_003), struct.pack("<I", 100))
    assert lying != honest
    assert isinstance(refused(lying), SheetUnpacksTooBig)


def test_a_size_that_is_not_true_is_a_broken_file() -> None:
    content = with_parts(FINE, {"xl/media/a.xml": b"<x>" + b" " * 54_321})
    lying = content.replace(struct.pack("<I", 54_324), struct.pack("<I", 54_000))
    assert isinstance(refused(lying), SheetBroken)


def test_too_many_parts() -> None:
    crowd = with_parts(FINE, {f"xl/a{n}.xml": b"<x/>" for n in range(MOST_PARTS)})
    assert isinstance(refused(crowd), SheetUnpacksTooBig)


def test_two_parts_of_one_name() -> None:
    twice = with_parts(FINE, {"XL/WORKBOOK.XML": b"<x/>"})
    assert isinstance(refused(twice), SheetBroken)


@pytest.mark.parametrize(
    "evil",
    [
        b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]><w>&a;</w>',
        b"<x>" + b" " * (64 * 1024 - 6) + b"<!DOCTYPE x>",
        "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE x><x/>".encode("utf-16"),
        b"<?xml version='1.0' encoding='utf-7'?><x/>",
    ],
)
def test_no_entities_and_no_encoding_that_hides_them(evil: bytes) -> None:
    for name in ("xl/workbook.xml", "xl/sharedStrings.xml", "docProps/app.xml"):
        assert isinstance(refused(with_parts(FINE, {name: evil}, packed=False)), SheetBroken)


@pytest.mark.parametrize("cut", [4, 30, 200, 1000, -1, -30, -300])
def test_half_a_file_is_broken(cut: int) -> None:
    assert isinstance(refused(FINE[:cut]), SheetBroken | NotAWorkbook)


@pytest.mark.parametrize("place", range(60, len(FINE), 97))
def test_a_byte_that_changed_on_the_way_never_breaks_us(place: int) -> None:
    spoiled = FINE[:place] + bytes([FINE[place] ^ 0xFF]) + FINE[place + 1 :]
    with suppress(Refusal):
        list(open_sheet(spoiled, "residents").rows)


def test_a_part_that_is_packed_in_an_unusual_way() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_BZIP2) as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            archive.writestr(name, "<x/>")
    assert isinstance(refused(made.getvalue()), SheetBroken)


def test_a_stream_that_never_ends_is_broken() -> None:
    content = FINE.replace(zlib.compress(part(FINE, SHEET))[2:-4], b"")
    assert isinstance(refused(content[: len(content) // 2]), SheetBroken)


# -- nothing, and too much of it -----------------------------------------------------------------------
def test_a_cell_far_below_the_table() -> None:
    def draw(sheet: Any, book: Any) -> None:
        table()(sheet, book)
        sheet.write_string(1_048_575, 0, " ")

    found = refused(workbook(draw))
    assert isinstance(found, SheetTooLong)
    assert (found.last, found.most) == (1_048_576, MOST_ROWS)


def test_a_cell_far_to_the_right() -> None:
    def draw(sheet: Any, book: Any) -> None:
        table()(sheet, book)
        sheet.write_string(0, 16_383, " ")

    found = refused(workbook(draw))
    assert isinstance(found, SheetTooWide)
    assert (found.column, found.most) == ("XFD", MOST_COLUMNS)


def test_a_hundred_columns_of_blanks() -> None:
    wide = list_of((*SOMEBODY, *[" "] * 100), headers=(*HEADERS, *[""] * 100))
    assert isinstance(refused(wide), SheetTooWide)


def test_a_hundred_columns_and_a_hundred_thousand_rows_of_colour_do_no_harm() -> None:
    def draw(sheet: Any, book: Any) -> None:
        table()(sheet, book)
        yellow = book.add_format({"bg_color": "yellow"})
        for column in range(100):
            sheet.write_blank(1, column + 10, None, yellow)
        for row in range(2, 100_000):
            sheet.set_row(row, 20, yellow)

    assert len(list(open_sheet(workbook(draw), "residents").rows)) == 1


def test_headers_with_nothing_under_them() -> None:
    assert isinstance(refused(list_of()), SheetEmpty)
    assert isinstance(refused(list_of(("", " ", ""))), SheetEmpty)


def test_a_table_of_something_else() -> None:
    assert isinstance(refused(list_of(("1", "2"), headers=("品名", "数量"))), SheetHasNoHeaders)
    assert isinstance(refused(workbook(table([], ()))), SheetHasNoHeaders)


def test_missing_columns_are_named() -> None:
    found = refused(list_of(("王桂兰", "女"), headers=("姓名", "性别")))
    assert isinstance(found, SheetColumnsMissing)
    assert found.columns == ("address|estate|community",)


def test_two_columns_that_mean_the_same() -> None:
    found = refused(list_of(headers=(*HEADERS, "备注", "手机")))
    assert isinstance(found, SheetColumnTwice)
    assert (found.field, found.first, found.second) == ("phone", "C", "F")


# -- which sheet ---------------------------------------------------------------------------------------
def test_the_sheet_with_the_headers_is_taken_and_hidden_ones_are_not_looked_at() -> None:
    def old(sheet: Any, book: Any) -> None:
        table(headers=(*HEADERS, "性别", "备注"))(sheet, book)
        sheet.hide()

    def notes(sheet: Any, book: Any) -> None:
        sheet.write_string(0, 0, "怎么填")
        sheet.activate()

    def second(sheet: Any, book: Any) -> None:
        sheet.name = "二号楼"
        table()(sheet, book)

    sheet = open_sheet(workbook(notes, old, table(), second), "residents")
    assert (sheet.name, sheet.left_out) == ("Sheet3", ("二号楼",))


def test_a_bad_sheet_beside_a_good_one_is_left_alone() -> None:
    def far(sheet: Any, book: Any) -> None:
        sheet.write_string(1_000_000, 0, "x")

    assert open_sheet(workbook(far, table()), "residents").name == "Sheet2"


def test_the_names_of_sheets_may_hold_anything() -> None:
    named = changed(
        list_of(SOMEBODY), "xl/workbook.xml", b'"Sheet1"', b'"a&gt;b &amp; &quot;c&quot;"'
    )
    assert open_sheet(named, "residents").name == 'a>b & "c"'


# -- formulas ------------------------------------------------------------------------------------------
def faults(content: bytes) -> dict[int, dict[str, str]]:
    return {row.number: dict(row.faults) for row in open_sheet(content, "residents").rows}


def test_formulas_and_faulty_cells_are_found() -> None:
    def draw(sheet: Any, book: Any) -> None:
        table([SOMEBODY] * 6)(sheet, book)
        sheet.write_formula("C3", "=A1", None, "100-0000-0001")
        sheet.write_formula("D4", "=NA()", None, "#N/A")
        sheet.write_array_formula("B5:C6", "{=B1:C2}", None, "x")
        sheet.write_string("C6", "looks like a value")
        sheet.write_formula("H7", "=1+1", None, 2)

    assert faults(workbook(draw)) == {
        2: {}, 3: {"phone": "formula"}, 4: {"address": "formula"},
        5: {"id_number": "formula", "phone": "formula"},
        6: {"id_number": "formula", "phone": "formula"}, 7: {},
    }  # fmt: skip


def test_a_fault_that_was_pasted_as_a_value() -> None:
    content = list_of(("王桂兰", 1.5, "", ""))
    spoiled = changed(content, SHEET, b'<c r="B2"><v>1.5</v>', b'<c r="B2" t="e"><v>#REF!</v>')
    assert faults(spoiled) == {2: {"id_number": "cell_error"}}


def test_cells_that_do_not_say_where_they_are() -> None:
    content = list_of(("王桂兰", 1.5, 2.5, ""))
    sheet = part(content, SHEET)
    bare = sheet.replace(b' r="B2"', b"").replace(b'<c r="C2"><v>', b"<c><f>1+1</f><v>")
    assert faults(with_parts(content, {SHEET: bare})) == {2: {"phone": "formula"}}


def test_a_sheet_whose_tags_have_a_prefix() -> None:
    content = list_of(("王桂兰", 1.5, "", ""))
    sheet = part(content, SHEET).replace(b"<v>1.5", b"<f>1+0.5</f><v>1.5")
    for tag in (b"c", b"f", b"v", b"row"):
        sheet = sheet.replace(b"<" + tag + b">", b"<x:" + tag + b">").replace(
            b"<" + tag + b" ", b"<x:" + tag + b" "
        )
        sheet = sheet.replace(b"</" + tag + b">", b"</x:" + tag + b">")
    sheet = sheet.replace(
        b"<worksheet ",
        b'<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ',
        1,
    )
    assert faults(with_parts(content, {SHEET: sheet}))[2] == {"id_number": "formula"}
