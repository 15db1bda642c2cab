"""Small questions about places that several areas ask."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from models.prepared import Prepared
from models.register.tables import Household, Person
from models.work import Work

_grid = Prepared(
    select(Household.grid_id)
    .join(Person, Person.household_id == Household.id)
    .where(Person.id == bindparam("person_id"))
)


def grid_of_person(work: Work, person_id: int) -> str | None:
    """The grid somebody lives in, None while their address is unknown."""
    grid: str | None = _grid.scalar(work.connection, {"person_id": person_id})
    return grid


def path_of_person(work: Work, person_id: int) -> str:
    """Path of the grid somebody lives in; "" (ANYWHERE) while it is unknown."""
    grid = grid_of_person(work, person_id)
    return work.town.path(grid) if grid else ""
