"""Household cards to print: one code a door, eight on a sheet of A4.

A lost card must not tell a stranger who lives where: no name, no door, no phone of a resident.
The small number is for the worker who hands the cards out; only staff can look it up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import segno
from markupsafe import Markup

from bot.dialogue.say import Language, say
from bot.web import texts
from bot.web.pages import environment

A_SHEET = 8


@dataclass(frozen=True, slots=True)
class Card:
    """``whereabouts``: estate, building and unit, never the door. ``token``: the signed link's.
    ``doctors``: the family-doctor team that serves the grid, with its phone."""

    token: str
    community: str
    whereabouts: str
    duty_phone: str
    number: str
    doctors: str = ""


def cards_html(cards: Sequence[Card], base_url: str, language: Language = "zh") -> str:
    """A page to print. Both languages stand on each card; ``language`` is the page's own."""
    sheets = [cards[start : start + A_SHEET] for start in range(0, len(cards), A_SHEET)]
    return (
        environment()
        .get_template("cards.html")
        .render(
            lang=language,
            title=say(texts.CARDS_TITLE, language),
            print_it=say(texts.CARDS_PRINT, language),
            sheets=[[(card, _code(card, base_url)) for card in sheet] for sheet in sheets],
            zh=_words("zh"),
            en=_words("en"),
        )
    )


def _words(language: Language) -> dict[str, str]:
    return {
        "name": say(texts.CHROME["name"], language),
        "scan": say(texts.CARD_SCAN, language),
        "free": say(texts.CARD_FREE, language),
        "duty": say(texts.CARD_DUTY, language),
    }


def _code(card: Card, base_url: str) -> Markup:
    """Level M: a card lives on a fridge and gets stains. No style attribute: the policy forbids it."""
    code = segno.make(f"{base_url.rstrip('/')}/in/{card.token}", error="m", micro=False)
    drawing = code.svg_inline(border=2, omitsize=True, dark="#000", light="#fff", svgclass="code")
    return Markup(drawing)  # noqa: S704 - drawn by us from a signed token
