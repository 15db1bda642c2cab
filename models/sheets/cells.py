"""What stands in a cell, as the words somebody meant: one function for each kind of field.

A spreadsheet turns a phone into a number and loses its zero, an identity number into one and loses
its last three digits, and one's town into whatever the neighbour's keyboard gives. Each function
returns the value or raises ``Fault`` with a code; an empty cell never comes here.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from models.cleaning import clean_text
from models.phones import NotAPhone, plain_phone
from models.sheets.dates import Cell
from models.sheets.limits import MOST_CELL
from models.sheets.problems import Fault

_LEADING = "'‘’`"
_EXACT = 10**15
_FORMULA = re.compile(r"[=@]|[+\-](?=[^\d\s(（])")
_EMPTY = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "无", "暂无", "没有", "空", "n/a", "none", "null"}
)
_GENDERS = {
    "男": "m", "男性": "m", "男士": "m", "m": "m", "male": "m", "1": "m",
    "女": "f", "女性": "f", "女士": "f", "f": "f", "female": "f", "2": "f",
}  # fmt: skip
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_GRADES = (
    (re.compile(r"(?:小学)?([1-6])年级?"), 0),
    (re.compile(r"初([1-4])|初中([1-4])年级?"), 6),
    (re.compile(r"高([1-3])|高中([1-3])年级?"), 9),
    (re.compile(r"(1[0-2]|[1-9])(?:年级)?"), 0),
)
_BEFORE_SCHOOL = re.compile(
    r"幼儿园|学前|托班|[大中小]班|未入学|没上学|已毕业|毕业|大学|大专|中专|本科"
)
_CLASS = re.compile(r"[(（]?\d{1,2}[)）]?班$|\d{4}级")
MOST_TEXT, MOST_NOTE = 60, 300


def shown(cell: Cell) -> str:
    """A cell as text, the way it looked on the screen; "" for what means "nothing"."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == cell.min.time() else str(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    text = clean_text(str(cell)[: MOST_CELL + 1])
    return "" if text.lower() in _EMPTY else text


def _number(cell: float) -> str:
    """Digits where all of them are right; else the short form, so that the loss is seen."""
    if cell.is_integer() and abs(cell) < _EXACT:
        return str(int(cell))
    return f"{cell:.14E}" if abs(cell) >= _EXACT else repr(cell)


def line(text: str, most: int = MOST_TEXT) -> str:
    """One line of plain words."""
    tidy = " ".join(unicodedata.normalize("NFKC", text).strip().lstrip(_LEADING).split())
    if _FORMULA.match(tidy):
        raise Fault("formula")
    if len(tidy) > most:
        raise Fault("too_long", most=most)
    return tidy


def name(text: str) -> str:
    """A person's name: letters; the blanks between two Chinese characters ("王 芳") are layout."""
    tidy = re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", "", line(text, 40))
    tidy = re.sub(r"[•∙・．.](?=[\u3400-\u9fff])", "·", tidy)
    if not any(char.isalpha() for char in tidy) or any(char.isdigit() for char in tidy):
        raise Fault("no_name")
    return tidy


def phone(text: str) -> str:
    plain = text.lstrip(_LEADING).strip()
    plain = re.sub(r"\.0+$", "", unicodedata.normalize("NFKC", plain))
    if "E+" in plain.upper():
        raise Fault("phone_digits")
    try:
        return plain_phone(plain)
    except NotAPhone as fault:
        # An area code without its zero: what a spreadsheet makes of a landline.
        if fault.why == "digits" and re.fullmatch(r"[2-9]\d{9,10}", plain):
            raise Fault("phone_zero_lost") from None
        raise Fault(f"phone_{fault.why}") from None


def gender(text: str) -> str:
    found = _GENDERS.get(unicodedata.normalize("NFKC", text).strip().lower())
    if found is None:
        raise Fault("gender_unclear")
    return found


def grade(text: str) -> int | None:
    """1 to 12; None for those who are not at school yet, or no more."""
    tidy = "".join(unicodedata.normalize("NFKC", text).split())
    if _BEFORE_SCHOOL.search(tidy):
        return None
    tidy = _CLASS.sub("", "".join(_digit_by_digit(tidy)))
    for form, add in _GRADES:
        if found := form.fullmatch(tidy):
            return int(next(part for part in found.groups() if part)) + add
    raise Fault("grade_unclear")


def _digit_by_digit(text: str) -> str:
    text = re.sub(r"十([一二])", r"1\1", text).replace("十", "10")
    return "".join(str(_NUMERALS.get(char, char)) for char in text)


def count(text: str) -> int | None:
    """The number in "3", "三", "十二", "二十三"; None if it is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.isdecimal():
        return int(plain[:6])
    if not re.fullmatch(r"[零一二三四五六七八九十两〇]{1,3}", plain):
        return None
    if "十" not in plain:
        return int("".join(str(_NUMERALS[char]) for char in plain))
    tens, _ten, ones = plain.partition("十")
    return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0)
