"""Does a message cry for help? Asked of every message, before anything else is done with it.

The trap is twofold: a list of words fires on 救命恩人 and on "没摔倒", and a slow check would be
paid by every message. So harmless longer words are matched together with the phrases (the longest
wins), denials before a phrase take it away, and all phrases are one compiled tree of letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias
from unicodedata import normalize

from models.town.desk import Emergency, EmergencyGroup

_HARMLESS = -1
_CJK = "\u3400-\u9fff"
_LATIN = re.compile(r"[a-z]")
_SPACES = re.compile(rf"\s+(?=[{_CJK}])|(?<=[{_CJK}])\s+")
_GAP = "\0"
_LONGEST_CRY = 120
"""A longer message is a story: it is asked about, never taken for a bare cry."""


@dataclass(frozen=True, slots=True)
class Exact:
    """The whole message is a cry for help, give or take politeness."""

    group: EmergencyGroup


@dataclass(frozen=True, slots=True)
class Inside:
    """A longer text that has such words in it."""

    group: EmergencyGroup


Cry: TypeAlias = Exact | Inside


class Emergencies:
    """The phrases of one town, compiled once."""

    def __init__(self, emergency: Emergency) -> None:
        self._groups = emergency.groups
        self._meaning: dict[str, int] = {}
        for number, group in enumerate(emergency.groups):
            for phrase in group.phrases.all:
                self._meaning.setdefault(plain(phrase), number)
        for phrase in emergency.harmless.all:
            self._meaning[plain(phrase)] = _HARMLESS
        spoken = set(self._meaning)
        self._chinese = re.compile(_tree(p for p in spoken if not _LATIN.search(p)))
        self._english = re.compile(_word(_tree(p for p in spoken if _LATIN.search(p))))
        self._denied = re.compile(
            rf"(?:{_tree(map(plain, emergency.denials.zh))}"
            rf"|{_word(_tree(map(plain, emergency.denials.en)))}(?: (?:an?|any|the|real))?)\s*\Z"
        )
        self._filler = re.compile(
            rf"{_tree(map(plain, emergency.ignore.zh))}"
            rf"|{_word(_tree(map(plain, emergency.ignore.en)))}|[\W\d_]+"
        )

    def match(self, text: str) -> Cry | None:
        """``Exact``, ``Inside``, or None for the everyday message."""
        said = plain(text)
        found, rest = self._find(self._chinese, said)
        if _LATIN.search(said):
            more, rest = self._find(self._english, rest)
            found += more
        if not found:
            return None
        group = self._groups[min(found)]
        if len(said) > _LONGEST_CRY or self._filler.sub("", rest):
            return Inside(group)
        return Exact(group)

    def _find(self, phrases: re.Pattern[str], said: str) -> tuple[list[int], str]:
        """Groups that are cried out, and the text without the phrases that do so."""
        found: list[int] = []
        kept: list[str] = []
        end = 0
        for hit in phrases.finditer(said):
            number = self._meaning[hit.group()]
            if number == _HARMLESS or self._denied.search(
                said, max(0, hit.start() - 16), hit.start()
            ):
                continue
            found.append(number)
            kept.append(said[end : hit.start()])
            end = hit.end()
        if not found:
            return found, said
        return found, _GAP.join([*kept, said[end:]])


class _Town(Protocol):
    """Anything with compiled phrases: the schema imports this module, not the other way round."""

    @property
    def emergencies(self) -> Emergencies: ...


def match(town: _Town, text: str) -> Cry | None:
    """Is this message a cry for help, or does it have one inside?"""
    return town.emergencies.match(text)


def plain(text: str) -> str:
    """Letters as they are compared: one width, lower case, straight apostrophes, no odd spaces."""
    lowered = normalize("NFKC", text).lower().replace("\u2019", "'").strip()
    return " ".join(_SPACES.sub("", lowered).split())


def _word(pattern: str) -> str:
    return rf"(?<![a-z']){pattern}(?![a-z'])"


def _tree(words: Iterable[str]) -> str:
    """One pattern for many words that looks at each letter once and prefers the longest word."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branch(root) if root else r"(?!)"


def _branch(node: dict[str, Any]) -> str:
    ways = [re.escape(letter) + _branch(below) for letter, below in node.items() if letter]
    if not ways:
        return ""
    inner = ways[0] if len(ways) == 1 and "" not in node else f"(?:{'|'.join(ways)})"
    return inner + "?" if "" in node else inner
