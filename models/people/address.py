"""Reading a part of an address as people type it: 3号楼2单元401, 3-2-401, 阳光 3号楼, 胡家屯 12号.

Pure functions of the town. The trap is a birth date or a phone with dashes that looks like a door:
groups of more digits than a building, a unit or a door has are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.town.schema import Estate, Town

_WIDE = str.maketrans("０１２３４５６７８９－—–～#＃", "0123456789----号号")
_CHINESE = {word: n for n, word in enumerate("一二三四五六七八九", start=1)}
_COUNTED = re.compile(
    r"([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=\s*(?:号|栋|幢|楼|单元))"
)
_BUILDING = re.compile(
    r"(?:building\s*(\d{1,3})|(?<!\d)(\d{1,3})\s*(?:号楼|号栋|栋|幢|楼))\s*[,，]?\s*"
    r"(?:(?:unit\s*(\d{1,2})|(\d{1,2})\s*(?:单元|门洞))\s*[,，]?\s*)?"
    r"(?:(?:door|room|flat|no\.?)?\s*(\d{1,5})\s*(?:室|号|户|门)?(?!\d))?",
    re.IGNORECASE,
)
_DASHES = re.compile(r"(?<![\d-])(\d{1,3})\s*-\s*(\d{1,2})(?:\s*-\s*(\d{2,4}))?(?![\d-])")
_HOUSE = re.compile(r"(?<!\d)(\d{1,4})\s*(?:号|户)(?!楼|栋)")
_ENDINGS = re.compile(r"(?:小区|社区|村|屯|街道|镇|乡| community| village| estate)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AddressPart:
    """``estates``: those that the words name, none if no place was named. ``rest``: words that
    are no part of an address, perhaps a name."""

    estates: tuple[Estate, ...]
    building: int | None = None
    unit: int | None = None
    door: str = ""
    rest: str = ""

    @property
    def numbered(self) -> bool:
        return self.building is not None or bool(self.door)


def read_address(town: Town, typed: str, grids: frozenset[str]) -> AddressPart:
    """What of an address is in ``typed``; only estates with a door in one of ``grids`` count."""
    text = _COUNTED.sub(_as_number, typed.translate(_WIDE))
    building, unit, door, words = _numbers(text)
    estates, rest = _named(town, words, grids)
    return AddressPart(estates, building, unit, door, rest)


def _as_number(found: re.Match[str]) -> str:
    tens, ten, ones = found[1].rpartition("十")
    if not ten:
        return str(_CHINESE[ones])
    return str((_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0))


def _numbers(text: str) -> tuple[int | None, int | None, str, str]:
    """Building, unit, door, and the words that are left."""
    found = _BUILDING.search(text)
    if found:
        said, named, in_words, unit, door = found.groups()
        units = in_words or unit
        words = _without(text, found)
        return int(said or named), int(units) if units else None, door or "", words
    found = _DASHES.search(text)
    if found:
        unit_said, door_said = found[2], found[3] or ""
        return int(found[1]), int(unit_said), door_said, _without(text, found)
    found = _HOUSE.search(text)
    if found:
        return None, None, found[1], _without(text, found)
    return None, None, "", text.strip()


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}".strip()


def _named(town: Town, words: str, grids: frozenset[str]) -> tuple[tuple[Estate, ...], str]:
    """The estates that a word names, by their own name or their community's; the other words."""
    estates: tuple[Estate, ...] = ()
    rest = []
    for word in words.split():
        fits = tuple(
            estate
            for estate in town.estates
            if not grids.isdisjoint(grids_of(estate)) and _names(town, estate, word)
        )
        both = tuple(estate for estate in estates if estate in fits)
        if fits and (both or not estates):
            estates = both or fits
        else:
            rest.append(word)
    return estates, " ".join(rest)


def grids_of(estate: Estate) -> frozenset[str]:
    """The grids that an estate's doors belong to."""
    own = {estate.grid} if estate.grid else set()
    return frozenset({part.grid for part in estate.buildings} | own)


def _names(town: Town, estate: Estate, word: str) -> bool:
    said = word.casefold()
    community = town.place(estate.community).name
    names = (estate.name.zh, estate.name.en, community.zh, community.en)
    for name in (name.casefold() for name in names):
        short = _ENDINGS.sub("", name)
        if len(said) >= 2 and (name.startswith(said) or (len(short) >= 2 and short in said)):
            return True
    return False
