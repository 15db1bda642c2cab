"""The printed cards: a code that opens the household, and nothing a finder could misuse."""

from __future__ import annotations

import re
from dataclasses import fields

from bot.web.cards import Card, cards_html
from models.access.signed import Link, read_link, sign_link
from models.clocks import FixedClock


def _cards(count: int) -> list[Card]:
    return [
        Card(
            token=sign_link(Link("card", n), None),
            community="阳光社区",
            whereabouts="阳光小区 3 号楼 2 单元",
            duty_phone="0432-000-0031",
            number=f"{n:06}",
        )
        for n in range(1, count + 1)
    ]


def test_eight_cards_stand_on_a_sheet() -> None:
    html = cards_html(_cards(17), "https://town.example")
    assert html.count('class="sheet"') == 3
    assert html.count("<svg") == 17


def test_a_card_has_no_place_for_a_name_a_door_or_a_residents_phone() -> None:
    assert {field.name for field in fields(Card)} == {
        "token", "community", "whereabouts", "duty_phone", "number", "doctors",
    }  # fmt: skip


def test_the_page_holds_nothing_that_the_policy_forbids() -> None:
    html = cards_html(_cards(1), "https://town.example")
    assert "style=" not in html
    assert "<style" not in html
    assert re.findall(r"<script(?![^>]*src=)", html) == []


def test_words_on_a_card_are_escaped() -> None:
    card = Card("t", "<b>社区</b>", "<i>", "0432-000-0031", "1")
    html = cards_html([card], "https://town.example")
    assert "<b>社区" not in html
    assert "&lt;i&gt;" in html


def test_the_link_on_a_card_has_no_end(wall: FixedClock) -> None:
    token = sign_link(Link("card", 12, 3), None)
    wall.advance(days=5000)
    assert read_link(token, wall.now()) == Link("card", 12, 3)
