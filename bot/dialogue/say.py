"""What people read, before it is put into one of their languages.

A text in the source is the Chinese sentence itself, because Chinese is the first language of
the people who read it; ``locales/en`` holds the English. Texts stay unrendered until the reader's
language is known, so one message can be said to two people in two languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal, TypeAlias

from babel.messages.pofile import read_po

from models.town.local import Local

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence with named gaps. Calling it fills gaps: ``HELLO(name=called)``."""

    msgid: str
    params: Mapping[str, Sayable] = field(default_factory=dict)

    def __call__(self, **params: Sayable) -> Text:
        return Text(self.msgid, {**self.params, **params})


Sayable: TypeAlias = "Text | Local | str | int"
"""Text: ours, translated. Local: the town's, in both languages. str: a person's own words or name."""


def _(msgid: str) -> Text:
    """Mark a Chinese source text; Babel collects these into ``locales/``."""
    return Text(msgid)


@cache
def _english() -> dict[str, str]:
    """The English catalogue, read from the .po files that people edit: one part for each area."""
    folder = resources.files("locales").joinpath("en/parts")
    words: dict[str, str] = {}
    for source in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if source.name.endswith(".po"):
            with source.open("rb") as file:
                catalog = read_po(file, locale="en")
            words.update((str(one.id), str(one.string)) for one in catalog if one.id and one.string)
    return words


def say(what: Sayable, language: Language) -> str:
    """Put a text into words for a reader of ``language``."""
    if isinstance(what, Text):
        pattern = what.msgid if language == "zh" else _english().get(what.msgid, what.msgid)
        if not what.params:
            return pattern
        return pattern.format_map({name: say(gap, language) for name, gap in what.params.items()})
    if isinstance(what, Local):
        return what.of(language)
    return str(what)
