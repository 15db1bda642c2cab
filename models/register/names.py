"""What somebody is called, for those who were told that they may know it."""

from __future__ import annotations

from sqlalchemy import select

from models.register.tables import Person
from models.tasks.tables import Volunteer
from models.town.schema import Team
from models.work import Work


def called_of(work: Work, person_id: int) -> str:
    """As they chose to be called, else their name, else ""."""
    row = work.connection.execute(
        select(Person.called, Person.name).where(Person.id == person_id)
    ).first()
    return (row.called or row.name) if row else ""


def team_of(work: Work, person_id: int) -> Team | None:
    """The team a helper comes from: its name and how to know its people at the door."""
    team_id = work.connection.execute(
        select(Volunteer.team_id).where(Volunteer.person_id == person_id)
    ).scalar()
    return next((team for team in work.town.teams if team.id == team_id), None)
