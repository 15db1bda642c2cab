"""From "阳光小区3号楼2单元401" to a door on the town's map.

Estates are looked for by name in the text; villages share the names of their hamlets, so a name
that stands for several needs the village too. What is not on the map is refused with the field:
a door nobody finds is worse than a row to correct.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import astuple, dataclass
from typing import TypeVar

from models.sheets.cells import count, line
from models.sheets.problems import Fault
from models.town.schema import Estate, Place, Town

MOST_DOOR = 40
_N = r"(\d{1,4}|[零一二三四五六七八九十两〇]{1,3})"
_BUILDING = re.compile(_N + r"(?:号楼|号|栋|幢|座|楼|#楼|#)?")
_UNIT = re.compile(_N + r"(?:单元|单|门洞|门)?")
_DOOR = re.compile(r"(\d{1,4}[a-z]?)(?:室|号|门|户|房)?")
_IN_WORDS = re.compile(
    rf"{_N}(?:号楼|栋|幢|座|#楼|#|楼|号)[,，\-]?(?:{_N}(?:单元|门洞|门|单)[,，\-]?)?(?:(\d{{1,4}}[a-z]?)(?!\d)(?:室|号|门|户|房)?)?"
)
_IN_DASHES = re.compile(
    rf"{_N}(?:号楼|栋|幢|座|楼)?[-/#](?:{_N}[-/#])?(\d{{1,4}}[a-z]?)(?:室|号)?"
    rf"|{_N}(?:号楼|栋|幢|座|楼){_N}[-/#](\d{{1,4}}[a-z]?)(?:室|号)?"
)
_ENDINGS = ("小区", "社区", "村", "屯", "家园", "花园", "家属院")
_OFFICE = re.compile(r"(居|村)?(民)?委(员)?会$")
_TIGHT = re.compile(r"[\s,，。;；]+")
_BEGINS = re.compile(r"[\d零一二三四五六七八九十两]")

_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class Address:
    """A door on the map. In the country there is no building: ``door`` says how to find it."""

    estate: str
    grid: str
    building: int | None = None
    unit: int | None = None
    door: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What the columns say, "" for those that are empty or not there."""

    text: str = ""
    community: str = ""
    estate: str = ""
    building: str = ""
    unit: str = ""
    door: str = ""


class FieldFault(Exception):
    """A fault with the field it belongs to: an address has six."""

    def __init__(self, field: str, fault: Fault) -> None:
        super().__init__(field)
        self.field = field
        self.fault = fault


class Map:
    """The estates and places of a town by the names people write."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.estates: dict[str, list[Estate]] = {}
        for estate in town.estates:
            for name in {estate.name.zh, estate.name.en, estate.id}:
                self.estates.setdefault(_plain(name), []).append(estate)
        self.communities: dict[str, list[Place]] = {}
        for place in town.communities:
            for name in {place.name.zh, place.name.en, place.id}:
                self.communities.setdefault(_plain(name), []).append(place)
        # The longest first: 红升社区 before 红升.
        self._estate_names = sorted(self.estates, key=len, reverse=True)
        self._community_names = sorted(self.communities, key=len, reverse=True)

    def address(self, given: Given) -> Address | None:
        """The door, None if nothing was given at all; FieldFault says which column is at fault."""
        # A cell with nothing but punctuation says nothing.
        given = Given(*(value if _plain(value) else "" for value in astuple(given)))
        text = _plain(given.text)
        places = self._places(given.community, text)
        field, estate, rest = self._estate(given, text, places)
        if estate is None:
            if any((given.text, given.community, given.estate, given.building, given.door)):
                raise FieldFault(field, Fault("estate_unknown"))
            return None
        if not estate.buildings:
            return self._in_the_country(given, estate, rest)
        return self._in_a_building(given, estate, rest)

    def _places(self, column: str, text: str) -> list[Place]:
        """The communities or villages that are named: by the column, else in the text."""
        if column:
            plain = _plain(column)
            found = self.communities.get(plain) or _by_ending(self.communities, plain)
            if not found:
                raise FieldFault("community", Fault("community_unknown"))
            return self._narrowed(found, text)
        named = next((name for name in self._community_names if name in text), "")
        return self._narrowed(self.communities.get(named, []), text)

    def _narrowed(self, places: list[Place], text: str) -> list[Place]:
        """Of villages of one name those whose street or town is named too."""
        if len(places) < 2:
            return places
        near = [
            place
            for place in places
            if any(_plain(above.name.zh) in text for above in self.town.ancestors(place.id)[1:-1])
        ]
        return near or places

    def _estate(
        self, given: Given, text: str, places: list[Place]
    ) -> tuple[str, Estate | None, str]:
        """(the field that named it, the estate, what follows its name in the text)."""
        if given.estate:
            plain = _plain(given.estate)
            found = self.estates.get(plain) or _by_ending(self.estates, plain)
            return "estate", self._one_of("estate", found, places), _after(text, plain)
        for name in self._estate_names:
            if name in text:
                estate = self._one_of("address", self.estates[name], places)
                if estate is not None:
                    return "address", estate, _after(text, name)
        return self._by_community(text, places)

    def _by_community(self, text: str, places: list[Place]) -> tuple[str, Estate | None, str]:
        """As in "阳光3号楼", "阳光社区3号楼": the estate's short name, or the only one of the community."""
        for name in self._estate_names:
            short = next((name.removesuffix(end) for end in _ENDINGS if name.endswith(end)), "")
            found = re.search(rf"{re.escape(short)}(?=[\d零一二三四五六七八九十])", text)
            if len(short) > 1 and found:
                estate = self._one_of("address", self.estates[name], places)
                if estate is not None:
                    return "address", estate, text[found.end() :]
        if len(places) == 1 and len(there := self.town.estates_of(places[0].id)) == 1:
            rest = _after(text, _plain(places[0].name.zh), text)
            if not rest or not there[0].buildings or _BEGINS.match(rest):
                return "address", there[0], rest
        return ("address" if text else "estate"), None, ""

    def _one_of(self, field: str, found: list[Estate], places: list[Place]) -> Estate | None:
        if places:
            ids = {place.id for place in places}
            found = [estate for estate in found if estate.community in ids]
        if len(found) > 1:
            raise FieldFault(field, Fault("address_unclear"))
        return found[0] if found else None

    def _in_the_country(self, given: Given, estate: Estate, rest: str) -> Address:
        where = given.door or " ".join(part for part in (given.building, given.unit) if part)
        door = _words(where or rest.strip("-"))
        if not door:
            raise FieldFault("door", Fault("door_missing"))
        return Address(estate.id, estate.grid or "", door=door)

    def _in_a_building(self, given: Given, estate: Estate, rest: str) -> Address:
        building, unit, door = _three(rest)
        if given.door:
            # 3-2-401 stands in the column of doors too.
            there = _door(given.door)
            building, unit, door = there[0] or building, there[1] or unit, there[2]
        if given.building:
            building = _counted("building", _BUILDING, given.building)
        if given.unit:
            unit = _counted("unit", _UNIT, given.unit)
        if building is None:
            raise FieldFault("building", Fault("building_missing", estate=estate.name.zh))
        part = estate.range_of(building)
        if part is None:
            fault = Fault("building_unknown", estate=estate.name.zh, building=building)
            raise FieldFault("building", fault)
        if unit is None and part.units == 1:
            unit = 1
        if unit is None:
            raise FieldFault("unit", Fault("unit_missing"))
        if not 1 <= unit <= part.units:
            raise FieldFault("unit", Fault("unit_unknown", building=building, units=part.units))
        if not door:
            raise FieldFault("door", Fault("door_missing"))
        return Address(estate.id, part.grid, building, unit, door)


def _three(rest: str) -> tuple[int | None, int | None, str]:
    """Building, unit and door behind the name of an estate."""
    rest = rest.strip("-/")
    found = _IN_DASHES.fullmatch(rest) or _IN_WORDS.match(rest)
    if found is None:
        return None, None, ""
    parts = found.groups()
    building, unit, door = parts[:3] if parts[0] else parts[3:]
    return count(building), count(unit) if unit else None, door or ""


def _counted(field: str, form: re.Pattern[str], text: str) -> int:
    found = form.fullmatch(_plain(text))
    number = count(found[1]) if found else None
    if number is None:
        raise FieldFault(field, Fault(f"{field}_unclear"))
    return number


def _door(text: str) -> tuple[int | None, int | None, str]:
    plain = _plain(text)
    if found := _DOOR.fullmatch(plain):
        return None, None, found[1]
    building, unit, door = _three(plain)
    if not door:
        raise FieldFault("door", Fault("door_unclear"))
    return building, unit, door


def _words(text: str) -> str:
    try:
        return line(text, MOST_DOOR)
    except Fault as fault:
        raise FieldFault("door", fault) from None


def _plain(text: str) -> str:
    return _TIGHT.sub("", unicodedata.normalize("NFKC", text).lower().lstrip("'‘’`"))


def _after(text: str, name: str, otherwise: str = "") -> str:
    """What follows the last mention of a name: "阳光社区阳光小区3号楼" names it twice."""
    _before, found, rest = text.rpartition(name)
    return rest if found else otherwise


def _by_ending(known: dict[str, list[_Thing]], plain: str) -> list[_Thing]:
    """Finds "阳光" for 阳光小区, "阳光社区居委会" for 阳光社区: only if one name fits."""
    short = _OFFICE.sub("", plain)
    names = {short, *(short + end for end in _ENDINGS)} & known.keys()
    return known[names.pop()] if len(names) == 1 else []
