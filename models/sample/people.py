"""What the generator makes: plain rows that point to each other by numbers of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Gender = Literal["f", "m"]
RoleName = Literal["volunteer", "team_lead", "grid_worker", "coordinator", "doctor", "admin"]


@dataclass(frozen=True, slots=True)
class SampleHousehold:
    """One door; ``door`` is "401" in a building and the number of the yard in a village."""

    key: int
    estate: str
    building: int | None
    unit: int | None
    door: str
    grid: str


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """``alias`` is set on the cast of the model talks: ``town.person("wang")``.

    ``called`` is empty for most, as in life: then the name is used. ``guardian`` is set on
    children.
    """

    key: int
    household: int | None
    name: str
    called: str
    phone: str
    gender: Gender
    birth_year: int
    language: Literal["zh", "en"] = "zh"
    alias: str = ""
    guardian: int | None = None

    @property
    def born(self) -> date:
        """Some day of the year, the same on every machine."""
        return date(self.birth_year, self.key % 12 + 1, self.key % 28 + 1)


@dataclass(frozen=True, slots=True)
class SampleContract:
    """With a family-doctor team; it ends so many days after the day it is loaded."""

    person: int
    team: str
    package: str
    days_left: int


@dataclass(frozen=True, slots=True)
class SampleCategory:
    """Somebody in a category of the ledger; in more than one by more than one row."""

    person: int
    category: str


@dataclass(frozen=True, slots=True)
class SampleRole:
    """A role is held somewhere: ``place`` is a grid, a community, a street or the city."""

    person: int
    role: RoleName
    place: str
    team: str = ""
    on_duty: bool = True


@dataclass(frozen=True, slots=True)
class SampleVolunteer:
    """What a volunteer said on joining; their role stands among the roles."""

    person: int
    community: str
    grid: str
    team: str
    skills: tuple[str, ...]
    shifts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleTown:
    """A whole small town, or one chunk of a big one: rows refer to this or an earlier chunk."""

    households: tuple[SampleHousehold, ...]
    people: tuple[SamplePerson, ...]
    roles: tuple[SampleRole, ...] = ()
    volunteers: tuple[SampleVolunteer, ...] = ()
    contracts: tuple[SampleContract, ...] = ()
    categories: tuple[SampleCategory, ...] = ()

    def person(self, alias: str) -> SamplePerson:
        """One of the cast."""
        for person in self.people:
            if person.alias == alias:
                return person
        raise KeyError(alias)

    def household_of(self, person: SamplePerson) -> SampleHousehold | None:
        return next((home for home in self.households if home.key == person.household), None)
