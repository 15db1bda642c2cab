"""The twelve rules of tone, held against every single text in both languages."""

from __future__ import annotations

import re

import pytest

from tests.words.texts import (
    DARLING,
    FORBIDDEN,
    GAP,
    HAN,
    Said,
    english,
    han,
    msgids,
    of_the_source,
    of_the_town,
)

SOURCE, TOWN = of_the_source(), of_the_town()
ALL = [*SOURCE, *TOWN]
LINE = 60
PARAGRAPHS = re.compile(r"consent\.\w+\.full")
"""Read aloud and kept as a document; everything else is a line on a phone."""
QUOTED = re.compile(r"“[^”]*”")
PLACE_NAMES = re.compile(r"town\.(places|estates|teams|name)\b")


def listed(texts: list[Said]) -> str:
    return "\n".join(f"{one.where}: {one.zh} / {one.en}" for one in texts)


def hold(faults: list[Said]) -> None:
    assert not faults, f"\n{listed(faults)}"


def test_there_are_texts_to_look_at() -> None:
    assert len(SOURCE) > 300
    assert len(TOWN) > 300


def test_every_text_has_english() -> None:
    hold([one for one in ALL if not one.en.strip() or not one.zh.strip()])


def test_no_english_is_left_over_from_texts_that_are_gone() -> None:
    used = {zh for _where, zh in msgids()}
    assert not [f"{found[0][0]}: {zh}" for zh, found in english().items() if zh not in used]


def test_a_text_that_is_translated_twice_is_translated_alike() -> None:
    twice = {zh: {text for _file, text in found} for zh, found in english().items()}
    assert not {zh: texts for zh, texts in twice.items() if len(texts) > 1}


def test_both_languages_have_the_same_gaps() -> None:
    hold([one for one in ALL if sorted(GAP.findall(one.zh)) != sorted(GAP.findall(one.en))])


def test_english_is_english() -> None:
    """But for the door words: they are said in Chinese, whoever says them."""
    words = re.compile(r"town\.door_words\.")
    hold([one for one in ALL if HAN.search(one.en) and not words.match(one.where)])


@pytest.mark.parametrize("word", FORBIDDEN)
def test_nobody_reads_the_words_of_offices(word: str) -> None:
    hold([one for one in ALL if word in one.zh])


def test_nobody_is_called_darling() -> None:
    hold([one for one in ALL if DARLING.search(one.zh) and not PLACE_NAMES.search(one.where)])


def test_nobody_is_shouted_at() -> None:
    hold([one for one in ALL if "！" in one.zh or "!" in one.zh + one.en])


def test_one_question_at_a_time() -> None:
    """A greeting that quotes somebody's question asks none itself."""

    def asks(text: str) -> int:
        return len(re.findall(r"[？?]", QUOTED.sub("", text)))

    hold([one for one in ALL if asks(one.zh) > 1 or asks(one.en) > 1])


def test_a_line_is_short() -> None:
    hold(
        [one for one in ALL if han(GAP.sub("", one.zh)) > LINE and not PARAGRAPHS.search(one.where)]
    )


def test_chinese_has_chinese_punctuation() -> None:
    hold([one for one in ALL if re.search(r"[\u4e00-\u9fff][,;?]", one.zh)])


@pytest.mark.parametrize(
    "bad",
    [
        "very soon",
        "shortly",
        "as soon as possible",
        "error",
        "invalid",
        "please wait",
        "elderly",
        "dear ",
    ],
)
def test_english_speaks_like_a_neighbour_too(bad: str) -> None:
    hold([one for one in ALL if re.search(rf"\b{bad}", one.en, re.IGNORECASE)])
