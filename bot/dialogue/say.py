"""What people read, before it is put into one of their languages.

A text in the source is the Chinese sentence itself, because Chinese is the first language of
the people who read it; ``locales/en`` holds the English. Texts stay unrendered until the reader's
language is known, so one message can be said to two people in two languages.

What is somebody's own business is marked where a sentence is put together (``private``). Only here,
when it is known what the reader's channel may show, it is said or something else in its place: an
area cannot forget to ask, it can only forget to mark, and a test plants words to find that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal, TypeAlias

from babel.messages.pofile import read_po

from models.town.local import Local

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

Kind = Literal["name", "door", "phone", "words", "photos"]
"""What may be hidden on a channel. ``words``: what somebody wrote, it may speak of their health."""
NOTHING: frozenset[str] = frozenset()
"""A channel that may show everything."""


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence with named gaps. Calling it fills gaps: ``HELLO(name=called)``."""

    msgid: str
    params: Mapping[str, Sayable] = field(default_factory=dict)

    def __call__(self, **params: Sayable) -> Text:
        return Text(self.msgid, {**self.params, **params})


@dataclass(frozen=True, slots=True)
class Private:
    """A detail of somebody's life; ``instead`` is said where it must not be shown."""

    kind: Kind
    what: Sayable
    instead: Sayable


Sayable: TypeAlias = "Text | Local | Private | str | int"
"""Text: ours, translated. Local: the town's, in both languages. str: a person's own words or name."""


def _(msgid: str) -> Text:
    """Mark a Chinese source text; Babel collects these into ``locales/``."""
    return Text(msgid)


_INSTEAD: dict[Kind, Text] = {
    "name": _("〔姓名在网页上〕"),
    "door": _("〔门牌在网页上〕"),
    "phone": _("〔电话在网页上〕"),
    "words": _("〔原话在网页上〕"),
}


def private(kind: Kind, what: Sayable, instead: Sayable | None = None) -> Sayable:
    """Mark a detail. What is not known stays "", so that ``private(…) or A_HOME`` reads as ever."""
    if not what:
        return what
    return Private(kind, what, _INSTEAD[kind] if instead is None else instead)


def holds(what: Sayable, kinds: frozenset[str]) -> bool:
    """Whether something of ``kinds`` stands anywhere in a text."""
    if isinstance(what, Text):
        return any(holds(gap, kinds) for gap in what.params.values())
    return isinstance(what, Private) and (what.kind in kinds or holds(what.what, kinds))


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


_BEGINS = re.compile(r"(?:^|[.!?] )\{(\w+)\}")


@cache
def _beginnings(pattern: str) -> frozenset[str]:
    """The gaps of an English pattern with which a sentence begins."""
    return frozenset(_BEGINS.findall(pattern))


def _capital(what: Text) -> Text:
    """The same sentence in English, where it may begin with a word of ours: "your mother"."""
    first = _beginnings(_english().get(what.msgid, what.msgid))
    ours = {
        name: _Capital(gap)
        for name, gap in what.params.items()
        if name in first and isinstance(gap, Text | Local)
    }
    return what(**ours) if ours else what  # type: ignore[arg-type]  # put into words below


@dataclass(frozen=True, slots=True)
class _Capital:
    """What stands at the beginning of an English sentence."""

    what: Text | Local


def say(what: Sayable, language: Language, hides: frozenset[str] = NOTHING) -> str:
    """Put a text into words for a reader of ``language`` on a channel that ``hides`` some kinds."""
    if language == "en" and isinstance(what, Text) and what.params:
        return _say(_capital(what), language, hides)
    return _say(what, language, hides)


def _say(what: Sayable | _Capital, language: Language, hides: frozenset[str]) -> str:
    if isinstance(what, _Capital):
        said = _say(what.what, language, hides)
        return said[:1].upper() + said[1:]
    if isinstance(what, Text):
        pattern = what.msgid if language == "zh" else _english().get(what.msgid, what.msgid)
        if not what.params:
            return pattern
        return pattern.format_map(
            {
                name: gap if isinstance(gap, str) else _say(gap, language, hides)
                for name, gap in what.params.items()
            }
        )
    if isinstance(what, str):
        return what
    if isinstance(what, Local):
        return what.of(language)
    if isinstance(what, Private):
        return _say(what.instead if what.kind in hides else what.what, language, hides)
    return str(what)
