"""Small questions about places that several areas ask."""

from __future__ import annotations

from sqlalchemy import select

from models.register.tables import Household, Person
from models.work import Work


def grid_of_person(work: Work, person_id: int) -> str | None:
    """The grid somebody lives in, None while their address is unknown."""
    return work.connection.execute(
        select(Household.grid_id)
        .join(Person, Person.household_id == Household.id)
        .where(Person.id == person_id)
    ).scalar()


def path_of_person(work: Work, person_id: int) -> str:
    """Path of the grid somebody lives in; "" (ANYWHERE) while it is unknown."""
    grid = grid_of_person(work, person_id)
    return work.town.path(grid) if grid else ""
