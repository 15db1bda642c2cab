"""Every code, every column and every refusal has words, in both languages, with a remedy."""

from __future__ import annotations

import re

import pytest

from bot.dialogue.say import LANGUAGES, Language, say
from handlers.sheets import ENTRIES
from handlers.sheets.texts import problem_words, reason_words
from handlers.sheets.words import FIELDS as FIELD_WORDS
from handlers.sheets.words import PROBLEMS
from models.sheets.columns import FIELDS
from models.sheets.limits import WHAT
from models.sheets.problems import CODES, Problem
from models.sheets.refusals import KINDS

PARAMS: dict[str, dict[str, str | int]] = {
    "too_long": {"most": 60}, "id_length": {"digits": 17}, "building_missing": {"estate": "阳光小区"},
    "building_unknown": {"estate": "阳光小区", "building": 99}, "unit_unknown": {"building": 3, "units": 3},
    "same_id": {"row": 7}, "same_name_born": {"row": 7}, "same_name_phone": {"row": 7}, "same_person": {"row": 7},
}  # fmt: skip
ALL = [Problem("id_number", code, PARAMS.get(code, {})) for code in CODES]


def test_codes_and_sentences_are_the_same_list() -> None:
    assert len(CODES) == len(set(CODES))
    assert set(PROBLEMS) == set(CODES)


def test_every_column_has_a_name() -> None:
    assert set(FIELD_WORDS) == {field for what in WHAT for field in FIELDS[what]}


def test_every_refusal_of_a_file_has_a_sentence() -> None:
    assert {one.refusal.__name__ for one in ENTRIES} == set(KINDS)


@pytest.mark.parametrize("problem", ALL, ids=CODES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_problem_is_said_with_row_column_and_remedy(problem: Problem, language: Language) -> None:
    said = say(problem_words(12, problem), language)
    assert said.startswith("第 12 行，身份证号：" if language == "zh" else "Row 12, ID number: ")
    assert said.endswith(("。", "."))
    assert not re.search(r"[{}]", said)
    assert len(said) < (60 if language == "zh" else 140)


def test_as_in_the_talk() -> None:
    said = problem_words(12, Problem("id_number", "id_check_digit"))
    assert say(said, "zh") == "第 12 行，身份证号：最后一位对不上，核对一下原件。"
    assert (
        say(said, "en")
        == "Row 12, ID number: the last digit does not fit; check it against the card."
    )


def test_all_reasons_of_a_row_in_one_cell() -> None:
    said = reason_words([Problem("name", "missing"), Problem("phone", "phone_digits")])
    assert say(said, "zh") == "姓名：空着，填上。 电话：位数不对，数一数。"
