"""Every text is there in both languages, short enough for a screen, and in words people use.

The words are those residents must never read; what only staff see (stage labels) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from models.town.checks.finding import Finding
from models.town.files import Loc
from models.town.schema import Local, Town

LONGEST_BUTTON = {"zh": 10, "en": 22}
LONGEST_LINE = {"zh": 60, "en": 120}
OFFICE_WORDS = (
    "受理", "派单", "办结", "候补", "送达", "已阅", "场次", "环节", "代办人", "对象", "适老化改造",
    "工单", "空巢", "失能", "失独", "独居", "低保", "老人家", "尽快", "满意度", "咋整", "老铁",
)  # fmt: skip
_BUTTONS = {
    ("groups", "title"), ("kinds", "title"), ("options", "label"), ("closing", "yes"),
    ("closing", "no"), ("closing", "later"), ("closing", "again"), ("skills", "name"),
    ("shifts", "name"),
}  # fmt: skip
_FREE_LENGTH = {"full"}
_OF_STAFF = {"workflows", "categories"}
_STAFF_ONLY = {"label"}
_GAP = re.compile(r"\{[^}]*\}")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def texts_of(part: object, loc: Loc = ()) -> Iterator[tuple[Loc, Local]]:
    """Every text of the document with its path."""
    if isinstance(part, Local):
        yield loc, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from texts_of(getattr(part, name), (*loc, name))
    elif isinstance(part, tuple):
        for number, item in enumerate(part):
            yield from texts_of(item, (*loc, number))


def texts_are_in_both_languages(town: Town) -> Iterator[Finding]:
    for loc, text in texts_of(town):
        for language, words in (("zh", text.zh), ("en", text.en)):
            if not words.strip():
                what = f"The {language} text is empty."
                yield Finding((*loc, language), what, "Write it in both languages.")
        if loc[0] != "door_words" and _HAN.search(text.en):
            yield Finding((*loc, "en"), "The English text is Chinese.", "Translate it.")
        if sorted(_GAP.findall(text.zh)) != sorted(_GAP.findall(text.en)):
            what = "The two languages have different gaps."
            yield Finding(loc, what, "Write the same {gaps} in both.")


def texts_are_short(town: Town) -> Iterator[Finding]:
    for loc, text in texts_of(town):
        names = [step for step in loc if isinstance(step, str)]
        if names[-1] in _FREE_LENGTH or loc[0] == "address":
            continue
        button = (names[-2] if len(names) > 1 else "", names[-1]) in _BUTTONS
        limits = LONGEST_BUTTON if button else LONGEST_LINE
        for language, words in (("zh", text.zh), ("en", text.en)):
            if len(words) > limits[language]:
                what = f"{len(words)} characters; a {'button' if button else 'line'} takes "
                yield Finding((*loc, language), f"{what}{limits[language]}.", "Say it shorter.")


def residents_read_plain_words(town: Town) -> Iterator[Finding]:
    for loc, text in texts_of(town):
        if loc[0] in _OF_STAFF and loc[-1] in _STAFF_ONLY:
            continue
        for word in OFFICE_WORDS:
            if word in text.zh:
                yield Finding((*loc, "zh"), f"Residents never read {word}.", "Use a plain word.")


TEXTS = (texts_are_in_both_languages, texts_are_short, residents_read_plain_words)
