"""How a message looks on Telegram: a keyboard that old fingers can hit, numbers that can be dialled,
long texts in parts that end with a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.showing import MAX_TEXT, is_public, show, split
from bot.dialogue.messages import Option, Outgoing

HOME = "https://doorstep.example"


def rows(*options: Option, base: str = HOME) -> list[list[str]]:
    keyboard = show(Outgoing(("？",), options), base).keyboard
    return [[one["text"] for one in row] for row in keyboard["inline_keyboard"]] if keyboard else []


def text(*lines: str, options: tuple[Option, ...] = (), base: str = HOME, speaker: str = "") -> str:
    [only] = show(Outgoing(lines, options, speaker), base).texts
    return only


def test_choices_carry_the_numbers_that_may_be_typed() -> None:
    assert rows(Option("暖气不热", "a1.1.heat", 1)) == [["1 暖气不热"]]


def test_two_short_choices_share_a_row_and_a_long_one_has_its_own() -> None:
    shown = rows(
        Option("行", "y", 1),
        Option("不行", "n", 2),
        Option("愿意，到明年年底", "l", 3),
        Option("好", "o", 4),
    )
    assert shown == [["1 行", "2 不行"], ["3 愿意，到明年年底"], ["4 好"]]


def test_quiet_buttons_stand_below_up_to_three_in_a_row() -> None:
    quiet = [Option(label, f"t.{label}", None, "small") for label in "甲乙丙丁"]
    assert rows(Option("行", "y", 1), *quiet) == [["1 行"], ["甲", "乙", "丙"], ["丁"]]


def test_what_was_chosen_of_several_is_ticked() -> None:
    shown = rows(Option("买菜", "a", 1, ticked=True), Option("取药", "b", 2, ticked=False))
    assert [label for row in shown for label in row] == ["1 ☑ 买菜", "2 ☐ 取药"]


def test_main_and_dangerous_choices_have_their_colours() -> None:
    keyboard = show(
        Outgoing(("？",), (Option("对", "y", 1, "main"), Option("删", "n", 2, "danger"))), HOME
    ).keyboard
    assert keyboard is not None
    styles = [one["style"] for row in keyboard["inline_keyboard"] for one in row]
    assert styles == ["primary", "danger"]


def test_a_number_to_call_stands_in_the_text_because_no_button_can_dial() -> None:
    call = Option("打电话", "", None, url="tel:043200000031")
    assert text("找李敏", options=(call,)) == "找李敏\n打电话 043200000031"
    assert rows(call) == []


def test_a_number_that_was_said_already_is_not_said_again() -> None:
    calls = tuple(Option(f"打 {n}", "", None, url=f"tel:{n}") for n in ("120", "119"))
    assert text("马上打 120。", options=calls) == "马上打 120。\n打 119"


def test_a_link_of_ours_is_a_button_with_the_whole_address() -> None:
    keyboard = show(Outgoing(("看",), (Option("在网页上看", url="/in/abc"),)), HOME).keyboard
    assert keyboard is not None
    assert keyboard["inline_keyboard"][0][0]["url"] == f"{HOME}/in/abc"


def test_an_address_only_this_machine_knows_is_written_out() -> None:
    link = Option("在网页上看", url="/in/abc")
    assert text("看", options=(link,), base="http://localhost:8080") == (
        "看\n在网页上看 http://localhost:8080/in/abc"
    )


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://doorstep.example/in/x", True),
        ("http://localhost:8080/", False),
        ("http://127.0.0.1/", False),
        ("http://192.168.1.4/", False),
        ("http://desk.local/", False),
        ("javascript:alert(1)", False),
        ("tel:120", False),
        ("https://", False),
    ],
)
def test_only_addresses_the_world_can_open_become_buttons(url: str, public: bool) -> None:
    assert is_public(url) is public


def test_who_speaks_through_us_is_named_first() -> None:
    assert text("我打过电话了。", speaker="值班李敏") == "值班李敏：我打过电话了。"


def test_an_empty_message_is_still_a_message() -> None:
    assert text("") == "…"


def test_a_long_text_is_cut_after_a_sentence() -> None:
    sentence = "这是一句话，不长也不短。"
    parts = split(sentence * 500)
    assert len(parts) > 1
    assert all(part.endswith("。") for part in parts)
    assert "".join(parts) == sentence * 500


def test_the_keyboard_is_below_the_last_part() -> None:
    shown = show(Outgoing(("长。" * 4000,), (Option("行", "y", 1),)), HOME)
    assert len(shown.texts) == 2
    assert shown.keyboard is not None


@given(st.text(min_size=1, max_size=400), st.integers(1, 60))
def test_however_it_is_cut_nothing_is_lost_and_every_part_fits(piece: str, times: int) -> None:
    long = piece * times
    parts = split(long)
    assert "".join(parts) == long
    for part in parts:
        assert part
        assert len(part.encode("utf-16-le", "surrogatepass")) // 2 <= MAX_TEXT


def test_a_letter_keeps_its_accent() -> None:
    parts = split("e\u0301" * 3000)
    assert all(not part.startswith("\u0301") for part in parts)
