"""Text from outside, made harmless once."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.cleaning import MARKS_IN_A_ROW, NAME_LENGTH, clean_name, clean_text

NASTY = st.sampled_from(
    "\x00\x1b\t\r\n\u200b\u200d\u200e\u202e\u2066\ufeff\u0301\u0323\ufe0f\u1100\u1161\u3164"
    "\ud83d\ude00\U0001f468\U000e0041\ufffee王 \u3000=<"
)
ANY = st.text(st.characters(codec=None) | NASTY) | st.lists(NASTY).map("".join)


@given(ANY)
def test_whatever_comes_in_can_be_stored_shown_and_cleaned_again(raw: str) -> None:
    clean = clean_text(raw)
    clean.encode()
    assert clean_text(clean) == clean
    assert clean == clean.strip()
    assert unicodedata.is_normalized("NFC", clean)
    bad = [
        c for c in clean if unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c not in "\n\u200d"
    ]
    assert not bad


@given(ANY)
def test_marks_never_pile_up(raw: str) -> None:
    run = 0
    for char in clean_text(raw):
        run = run + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        assert run <= MARKS_IN_A_ROW


@given(ANY)
@example("\ufe0f\u200d\ufe0f")
def test_a_name_is_one_short_visible_line(raw: str) -> None:
    name = clean_name(raw)
    assert clean_name(name) == name
    assert len(name) <= NAME_LENGTH
    assert "\n" not in name
    assert "  " not in name
    assert unicodedata.category((name or "x")[0]) not in {"Mn", "Me", "Mc", "Cc", "Cf", "Cs", "Zs"}


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)))
def test_plain_chinese_is_left_alone(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  暖气不热 \r\n", "暖气不热"),
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("一\n\n\n\n二", "一\n\n二"),
        ("a\tb\x00c\x1b[31m", "a bc[31m"),
        ("\u202e王芳\u202c", "王芳"),
        ("王\u200b芳\ufeff", "王芳"),
        ("e\u0301", "é"),
        ("a" + "\u0301" * 200, "á" + "\u0301" * MARKS_IN_A_ROW),
        ("\ud83d\ude00 ok", "\U0001f600 ok"),
        ("一\ud83d二", "一二"),
        (
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        ),
        ("王\u200d芳\u200d", "王芳"),
        ("<b>=cmd()</b> *粗*", "<b>=cmd()</b> *粗*"),
    ],
)
def test_examples(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (" 王\n桂\u3000\u3000兰 ", "王 桂 兰"),
        ("\u3164\u2800\u115f", ""),
        ("\u0301王", "王"),
        ("王" * 500, "王" * NAME_LENGTH),
        ("\u202e", ""),
    ],
)
def test_names(raw: str, name: str) -> None:
    assert clean_name(raw) == name
