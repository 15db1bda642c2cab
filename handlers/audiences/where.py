"""How the part of a town is said that something is for: the whole with its numbers, or what of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce

from bot.dialogue.say import Sayable, Text, say
from handlers.audiences import texts
from models.audiences.expressions import Either, Expression, InBuildings, InEstates, InPlaces
from models.audiences.queries import doors_at
from models.town.geography import Place
from models.town.local import Local
from models.town.schema import Town
from models.work import Work

_BEFORE_A_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])(?=\d)")


def said(text: Sayable) -> Local:
    """In both languages, as a sentence begins; in Chinese a number stands off from the word before it."""
    english = say(text, "en")
    return Local(_BEFORE_A_NUMBER.sub(" ", say(text, "zh")), english[:1].upper() + english[1:])


def listed(parts: Sequence[Sayable]) -> Sayable:
    return reduce(lambda some, more: texts.LISTED(some=some, more=more), parts)


# -- the whole of a place ------------------------------------------------------------------------------
def everybody(work: Work, place_id: str) -> Local:
    """全社区 21 栋楼、1148 户."""
    return said(_size(work, place_id, _SIZES))


def whole_place(work: Work, place_id: str) -> Local:
    """全社区是 21 栋楼、1148 户。"""
    return said(_size(work, place_id, _WHOLES))


_SIZES = (texts.SIZE_PLACES, texts.SIZE_BUILDINGS, texts.SIZE_HAMLETS)
_WHOLES = (texts.IS_PLACES, texts.IS_BUILDINGS, texts.IS_HAMLETS)


def _size(work: Work, place_id: str, patterns: tuple[Text, Text, Text]) -> Text:
    town, place = work.town, work.town.place(place_id)
    whole, homes = texts.WHOLE[kind_of_place(place)], doors_at(work, place_id)
    estates = town.estates_of(place_id)
    if place.kind != "community":
        return patterns[0](whole=whole, places=_below(town, place_id), homes=homes)
    if has_buildings(town, place_id):
        buildings = sum(len(estate.numbers) for estate in estates)
        return patterns[1](whole=whole, buildings=buildings, homes=homes)
    return patterns[2](whole=whole, hamlets=len(estates), homes=homes)


def _below(town: Town, place_id: str) -> Sayable:
    """3 个社区、14 个村."""
    below = [one for one in town.communities if town.contains(place_id, one.id)]
    villages = sum(one.grid is not None for one in below)
    counts = (("communities", len(below) - villages), ("villages", villages))
    return listed([texts.SO_MANY[name](count=count) for name, count in counts if count])


def kind_of_place(place: Place) -> str:
    """community, village, street, town, township or city: as people say it."""
    if place.kind == "community":
        return "village" if place.grid is not None else "community"
    if place.kind == "street" and place.rural:
        return "township" if place.name.zh.endswith("乡") else "town"
    return place.kind


def has_buildings(town: Town, place_id: str) -> bool:
    return any(estate.buildings for estate in town.estates_of(place_id))


def place_name(town: Town, place_id: str) -> Sayable:
    """Its name; of two villages with one name, with the street or town it belongs to."""
    try:
        place = town.place(place_id)
    except KeyError:
        return texts.GONE_PLACE
    twins = [one for one in town.places if one.name == place.name and one.kind == place.kind]
    if len(twins) == 1 or place.parent is None:
        return place.name
    return texts.IN_COMMUNITY(estate=town.place(place.parent).name, spots=place.name)


# -- parts of it ---------------------------------------------------------------------------------------
def says_where(expression: Expression) -> bool:
    """Whether it says where somebody lives, and nothing else."""
    if isinstance(expression, Either):
        return all(says_where(part) for part in expression.parts)
    return isinstance(expression, InPlaces | InBuildings | InEstates)


def spots(town: Town, expression: Expression, within: str = "") -> Sayable:
    """爱华社区桦林家园 1 到 4 号楼、松江花园 2 号楼: a community is named once, and not at all where
    everything is ``within`` it."""
    found: dict[str, list[Sayable]] = {}
    for community, spot in _flat(town, expression):
        found.setdefault(community, []).append(spot)
    return listed([_of(town, one, parts, within) for one, parts in found.items()])


def _of(town: Town, community: str, parts: Sequence[Sayable], within: str) -> Sayable:
    """What is named of one community; all of it, if that is among them."""
    if "" in parts:
        return place_name(town, community)
    if community == "" or (community == within and not _lone(town, community)):
        return listed(parts)
    form = texts.OF_ESTATE if _lone(town, community) else texts.IN_COMMUNITY
    return form(estate=place_name(town, community), spots=listed(parts))


def _flat(town: Town, expression: Expression) -> list[tuple[str, Sayable]]:
    """(community, what of it), "" for the whole."""
    match expression:
        case Either(parts):
            return [one for part in parts for one in _flat(town, part)]
        case InPlaces(places):
            return [(one, "") for one in dict.fromkeys(places)]
        case InBuildings(estate, numbers):
            named = listed([_run(first, last) for first, last in _runs(numbers)])
            community, name = _estate(town, estate)
            return [(community, texts.OF_ESTATE(estate=name, spots=named) if name else named)]
        case InEstates(estates):
            return [_estate(town, one) for one in dict.fromkeys(estates)]
        case _:
            raise TypeError(expression)


def _estate(town: Town, estate_id: str) -> tuple[str, Sayable]:
    """Its community and its name; the only one of a community goes without."""
    try:
        estate = town.estate(estate_id)
    except KeyError:
        return "", texts.GONE_PLACE
    return estate.community, "" if _lone(town, estate.community) else estate.name


def _lone(town: Town, community: str) -> bool:
    return len(town.estates_of(community)) == 1


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """1 to 14 is one run, 3 and 5 are two; two neighbours stay two."""
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return [
        one
        for first, last in runs
        for one in ([(first, first), (last, last)] if last == first + 1 else [(first, last)])
    ]


def _run(first: int, last: int) -> Sayable:
    if first == last:
        return texts.BUILDING(number=first)
    return texts.BUILDINGS(first=first, last=last)
