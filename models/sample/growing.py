"""Families behind doors, staff at their posts, volunteers with skills: what both sizes are made of.

Everything random comes from the one ``Random`` handed in, in a fixed order. A second source, or a
loop over a set, would give every machine another town.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from random import Random

from models.sample.cast import FIRST_FREE_KEY, FIRST_FREE_PHONE
from models.sample.names import SURNAMES, name, phone
from models.sample.people import (
    Gender,
    RoleName,
    SampleContract,
    SampleHousehold,
    SamplePerson,
    SampleRole,
    SampleVolunteer,
)
from models.town.schema import Estate, Town

THIS_YEAR = 2026
CHILD = 18
_OLDEST, _YOUNGEST_ELDER = 1936, 1966
_CALLED = {"f": ("姨", "大娘", "婶"), "m": ("大爷", "叔")}


@dataclass(slots=True)
class Numbers:
    """The next free key and phone."""

    key: int = FIRST_FREE_KEY
    tail: int = FIRST_FREE_PHONE

    def next_key(self) -> int:
        self.key += 1
        return self.key

    def next_phone(self) -> str:
        self.tail += 1
        return phone(self.tail)


def doors(estate: Estate) -> Iterator[tuple[int | None, int | None, str, str]]:
    """Every door: building, unit, door, grid."""
    for part in estate.buildings:
        for building in part.numbers:
            for unit in range(1, part.units + 1):
                for floor in range(1, part.floors + 1):
                    for door in range(1, part.doors + 1):
                        yield building, unit, f"{floor}{door:02d}", part.grid
    if estate.grid is not None:
        for number in range(1, estate.homes + 1):
            yield None, None, str(number), estate.grid


def family(rng: Random, numbers: Numbers, home: SampleHousehold, size: int) -> list[SamplePerson]:
    """Elders alone or in pairs, or parents with children, of one surname through the men."""
    surname = rng.choice(SURNAMES)
    elders = rng.random() < (0.6 if size <= 2 else 0.1)
    head = rng.randint(_OLDEST, _YOUNGEST_ELDER) if elders else rng.randint(1967, 1992)
    born = [head, head + rng.randint(-3, 4)]
    born += [born[0] + rng.randint(23, 30) for _ in range(size - 2)]
    people: list[SamplePerson] = []
    for row in range(size):
        gender: Gender = "f" if (row == 1 or (row != 0 and rng.random() < 0.5)) else "m"
        if size == 1 and rng.random() < 0.6:
            gender = "f"
        year = min(born[row], THIS_YEAR - 1)
        own = "" if row == 1 else surname
        called_name = name(rng, gender, year, own)
        called = _called(rng, gender, year, called_name)
        head_key = people[0].key if people else None
        has_phone = 12 <= THIS_YEAR - year < 85 or row == 0
        people.append(
            SamplePerson(
                key=numbers.next_key(),
                household=home.key,
                name=called_name,
                called=called,
                phone=numbers.next_phone() if has_phone else "",
                gender=gender,
                birth_year=year,
                guardian=head_key if THIS_YEAR - year < CHILD else None,
            )
        )
    return people


def _called(rng: Random, gender: Gender, year: int, full_name: str) -> str:
    """A third of the older ones said what they like to be called; the rest go by their name."""
    if year > _YOUNGEST_ELDER or rng.random() > 0.33:
        return ""
    return full_name[0] + rng.choice(_CALLED[gender])


def worker(rng: Random, numbers: Numbers) -> SamplePerson:
    """Somebody who works for the town; where they live is not the service's business."""
    gender: Gender = "f" if rng.random() < 0.6 else "m"
    year = rng.randint(1970, 1999)
    full_name = name(rng, gender, year)
    return SamplePerson(numbers.next_key(), None, full_name, "", numbers.next_phone(), gender, year)


def staff(
    rng: Random, town: Town, numbers: Numbers, held: set[tuple[str, str]]
) -> tuple[list[SamplePerson], list[SampleRole]]:
    """A worker for each grid, a coordinator for each community and rural street, one admin.

    ``held`` are posts (role, place) that the cast has already.
    """
    posts: list[tuple[RoleName, str, str]] = [("grid_worker", g.id, "") for g in town.grids]
    posts += [("coordinator", place.id, "") for place in town.urban_communities]
    rural = [
        place for place in town.places if place.kind == "street" and _has_villages(town, place.id)
    ]
    posts += [("coordinator", place.id, "") for place in rural]
    posts += [("team_lead", team.community, team.id) for team in town.teams]
    posts += [("admin", town.city.id, "")]
    people, roles = [], []
    for role, place, team in posts:
        if (role, place) in held:
            continue
        person = worker(rng, numbers)
        people.append(person)
        roles.append(SampleRole(person.key, role, place, team))
    return people, roles


def _has_villages(town: Town, street: str) -> bool:
    return any(place.rural for place in town.children(street, "community"))


class Volunteers:
    """Hands out skills in turn, so that no community is without somebody who can do heating."""

    def __init__(self, rng: Random, town: Town) -> None:
        self._rng = rng
        self._town = town
        self._shifts = [shift.id for shift in town.shifts]
        self._skills = [skill.id for skill in town.skills]
        self._turn = cycle(self._skills)
        self._teams = {team.community: team.id for team in town.teams}

    def join(
        self, person: SamplePerson, home: SampleHousehold
    ) -> tuple[SampleRole, SampleVolunteer]:
        community = self._town.estate(home.estate).community
        team = self._teams.get(community, "")
        rng = self._rng
        chosen = {next(self._turn), *rng.sample(self._skills, rng.randint(0, 2))}
        skills = tuple(skill for skill in self._skills if skill in chosen)
        free = rng.sample(self._shifts, rng.randint(1, len(self._shifts)))
        shifts = tuple(shift for shift in self._shifts if shift in free)
        role = SampleRole(person.key, "volunteer", community, team, on_duty=rng.random() < 0.8)
        volunteer = SampleVolunteer(person.key, community, home.grid, team, skills, shifts)
        return role, volunteer


def can_volunteer(person: SamplePerson) -> bool:
    return bool(person.phone) and 20 <= THIS_YEAR - person.birth_year <= 68


class Contracts:
    """Signs so many of so many people, spread evenly and exact to the last one."""

    def __init__(self, town: Town, *, of: int, wanted: int) -> None:
        self._town = town
        self._of, self._wanted = of, wanted
        self._seen = 0

    def sign(self, person: SamplePerson, home: SampleHousehold) -> SampleContract | None:
        before = self._seen * self._wanted // self._of
        self._seen += 1
        team = self._town.doctor_team_of(home.grid)
        if self._seen * self._wanted // self._of == before or team is None:
            return None
        # Signed on any day of the last year: something ends every day.
        return SampleContract(person.key, team.id, _package(person), person.key % TERM)


TERM = 365


def _package(person: SamplePerson) -> str:
    age = THIS_YEAR - person.birth_year
    if age >= 65:
        return "elder"
    return "child" if age < 7 else "basic"
