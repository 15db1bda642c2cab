"""How many residents of a place have signed: counted from the rows, each time somebody asks.

A resident is somebody not gone who has a home there; they count where they live, whichever team
they signed with, so that no place has more who signed than who live there.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from models.doctors.tables import Contract
from models.doctors.terms import STANDING
from models.duty.people import my_paths
from models.gate import holds
from models.refusals import NotFound
from models.register.tables import Household, Person
from models.town.geography import Place
from models.work import Work

SEES_RATES = ("coordinator", "admin", "doctor")


@dataclass(frozen=True, slots=True)
class Rate:
    """``parts`` of ``place`` that can be looked into, each with its own numbers."""

    place: Place
    residents: int
    signed: int
    parts: tuple[Rate, ...] = ()

    @property
    def tenths(self) -> int:
        """Tenths of a percent, rounded down: 63.2 % is never said to be more than it is."""
        return self.signed * 1000 // self.residents if self.residents else 0


def my_rate_places(work: Work) -> list[Place]:
    """Where the acting person may ask for the rate, the highest first."""
    paths = sorted(my_paths(work, SEES_RATES), key=lambda path: path.count("/"))
    return [work.town.place(path.rpartition("/")[2]) for path in paths]


def signing_rate(work: Work, place_id: str) -> Rate:
    """The rate of a place and of its parts, by one grouped statement. NotFound for those who have
    nothing to do with it, and for a place that has no grids of its own."""
    known = any(place.id == place_id for place in work.town.places)
    if not known or not holds(work, SEES_RATES, work.town.path(place_id)):
        raise NotFound("place")
    grids = [grid.id for grid in work.town.grids_of(place_id)]
    counted = _count(work, grids)
    town = work.town
    place = town.place(place_id)
    parts = []
    for part in town.children(place_id):
        if part.kind == "community" and part.rural:
            continue  # villages are counted by the grid that serves them
        below = [grid for grid in grids if town.contains(part.id, grid)]
        parts.append(_sum(part, [counted.get(grid, (0, 0)) for grid in below]))
    whole = _sum(place, list(counted.values()))
    return Rate(place, whole.residents, whole.signed, tuple(parts))


def _sum(place: Place, numbers: list[tuple[int, int]]) -> Rate:
    return Rate(place, sum(one[0] for one in numbers), sum(one[1] for one in numbers))


def _count(work: Work, grids: list[str]) -> dict[str, tuple[int, int]]:
    """Of each grid: how many live there, how many of them have signed."""
    rows = work.connection.execute(
        select(Household.grid_id, func.count(), func.count(Contract.id))
        .select_from(Household)
        .join(Person, Person.household_id == Household.id)
        .outerjoin(Contract, (Contract.person_id == Person.id) & Contract.state.in_(STANDING))
        .where(Household.grid_id.in_(grids), Person.gone == "")
        .group_by(Household.grid_id)
    )
    return {grid: (residents, signed) for grid, residents, signed in rows}
