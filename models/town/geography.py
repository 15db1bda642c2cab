"""Where things are: places, estates and the grid that a door belongs to.

Nobody is ever asked for a grid: it follows from the estate and the building. Names repeat between
a community and a village (红升, 永胜, 向阳), so only ids are compared.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from models.town.local import Local, Part, Slug

PlaceKind = Literal["city", "street", "community", "grid"]
Reach = Literal["grid", "community", "street", "city"]


class Place(Part):
    """A node of city › street › community › grid.

    ``rural`` marks towns, their communities and all villages. A village has no grid of its own
    below it: ``grid`` names the one that serves it, which hangs under its street or town.
    ``at`` is the middle of a grid (latitude, longitude), enough to say "about 700 metres".
    """

    id: Slug
    kind: PlaceKind
    parent: Slug | None = None
    name: Local
    short: Local | None = None
    rural: bool = False
    code: str = ""
    grid: Slug | None = None
    at: tuple[float, float] | None = None


class Buildings(Part):
    """Buildings ``first`` to ``last`` of an estate that are built alike and lie in one grid."""

    first: int = Field(ge=1)
    last: int = Field(ge=1)
    units: int = Field(ge=1, le=20)
    floors: int = Field(default=6, ge=1, le=40)
    doors: int = Field(default=2, ge=1, le=12)
    grid: Slug

    def __contains__(self, building: int) -> bool:
        return self.first <= building <= self.last

    @property
    def numbers(self) -> range:
        return range(self.first, self.last + 1)

    @property
    def homes(self) -> int:
        return len(self.numbers) * self.units * self.floors * self.doors


class Estate(Part):
    """A 小区 with numbered buildings, or a 屯 of a village: no buildings and one ``grid``."""

    id: Slug
    community: Slug
    name: Local
    buildings: tuple[Buildings, ...] = ()
    grid: Slug | None = None
    homes: int = 0

    def range_of(self, building: int) -> Buildings | None:
        return next((part for part in self.buildings if building in part), None)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The building numbers a person may choose from, in order."""
        return tuple(sorted(number for part in self.buildings for number in part.numbers))


class AddressPattern(Local):
    """Segments divided by ``|``; one whose gap has no value is left out."""

    __slots__ = ()

    def write(self, **gaps: Local | str | int | None) -> Local:
        given = {name: value for name, value in gaps.items() if value not in (None, "")}
        missing = [f"{{{name}}}" for name in gaps.keys() - given.keys()]

        def side(pattern: str) -> str:
            parts = pattern.split("|")
            return "".join(part for part in parts if not any(gap in part for gap in missing))

        return Local(side(self.zh), side(self.en)).fill(**given)


class AddressWords(Part):
    """How an address is written; gaps: community, estate, building, unit, door.

    ``building`` is for doors in numbered buildings, ``plain`` for the 屯 of a village.
    """

    building: AddressPattern
    plain: AddressPattern


class Team(Part):
    """A red help team. Residents read ``short``; ``sign`` says how to know its people."""

    id: Slug
    name: Local
    short: Local
    sign: Local
    community: Slug


class Contact(Part):
    """A number to ring. ``place`` is set on the duty phone of a community, street or town."""

    id: Slug
    kind: Literal["emergency", "duty", "company"]
    name: Local
    phone: str
    place: Slug | None = None
