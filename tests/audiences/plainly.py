"""Whom an expression means, once more, by going through the rows one after the other.

Nothing of the service's own selecting is used here: not its SQL, not its ages, not its places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session as Db

from models.audiences import expressions as say
from models.bookings.tables import Booking, Enrolment
from models.doctors.tables import Contract
from models.ledger.tables import PersonCategory
from models.programmes.tables import Programme, Session
from models.register.tables import Household, Person, Role
from models.town.schema import Town
from tests.audiences.crowd import rows_of

SEPTEMBER = 9


@dataclass
class Plainly:
    """All rows, and one person after the other."""

    town: Town
    now: datetime
    today: date
    people: list[Any]
    homes: dict[int, Any]
    of: dict[str, dict[int, list[Any]]] = field(default_factory=dict)
    sessions: dict[int, Any] = field(default_factory=dict)
    programmes: dict[int, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.grids = {grid.id for grid in self.town.grids}
        self.communities = {estate.id: estate.community for estate in self.town.estates}
        self.parents = {place.id: place.parent for place in self.town.places}

    @classmethod
    def read(cls, db: Db, town: Town, now: datetime, today: date) -> Plainly:
        homes = {row.id: row for row in rows_of(db, Household)}
        whole = cls(town, now, today, list(rows_of(db, Person)), homes)
        for table in (Role, PersonCategory, Contract, Booking, Enrolment):
            theirs: dict[int, list[Any]] = defaultdict(list)
            for row in rows_of(db, table):
                theirs[row.person_id].append(row)
            whole.of[table.__tablename__] = theirs
        whole.sessions = {row.id: row for row in rows_of(db, Session)}
        whole.programmes = {row.id: row for row in rows_of(db, Programme)}
        return whole

    # -- the answer --------------------------------------------------------------------------------
    def meant(self, expression: say.Expression, place_id: str) -> set[int]:
        """Ids of people."""
        if isinstance(expression, say.Family):
            expression = expression.of
        return {
            one.id for one in self.people
            if one.gone == "" and self.belongs(one, place_id)
            and self.fits(one, expression, place_id)
        }  # fmt: skip

    def doors(self, expression: say.Expression, place_id: str) -> set[int]:
        """Ids of the homes of the place behind which somebody lives who is meant."""
        found = self.meant(expression, place_id)
        return {
            one.household_id for one in self.people
            if one.id in found and self.lives(one, place_id)
        }  # fmt: skip

    def belongs(self, one: Any, place_id: str) -> bool:
        return self.lives(one, place_id) or any(
            place_id in self._around(role.place_id) for role in self._roles(one)
        )

    def lives(self, one: Any, place_id: str) -> bool:
        home = self.homes.get(one.household_id)
        if home is None:
            return False
        if place_id in self.grids:
            return bool(home.grid_id == place_id)
        return place_id in self._around(self.communities[home.estate_id])

    def _around(self, place_id: str) -> Iterator[str]:
        """The place and those it lies in."""
        step: str | None = place_id
        while step is not None:
            yield step
            step = self.parents[step]

    def _roles(self, one: Any) -> Iterator[Any]:
        for role in self.of["roles"][one.id]:
            over = role.ended_at is not None or role.since > self.now
            if not over and (role.counts_until is None or role.counts_until > self.now):
                yield role

    # -- one person, one expression ----------------------------------------------------------------
    def fits(self, one: Any, expression: say.Expression, place_id: str) -> bool:
        match expression:
            case say.Both(parts):
                return all(self.fits(one, part, place_id) for part in parts)
            case say.Either(parts):
                return any(self.fits(one, part, place_id) for part in parts)
            case say.Without(part):
                return not self.fits(one, part, place_id)
            case say.Everybody():
                return True
            case say.WithRole(roles):
                return any(
                    role.role in roles and place_id in self._around(role.place_id)
                    for role in self._roles(one)
                )
            case _:
                return self._there(one, expression) or self._is(one, expression)

    def _there(self, one: Any, expression: say.Expression) -> bool:
        home = self.homes.get(one.household_id)
        if home is None:
            return False
        match expression:
            case say.InPlaces(places):
                return any(self.lives(one, place) for place in places)
            case say.InEstates(estates):
                return home.estate_id in estates
            case say.InBuildings(estate, buildings):
                return home.estate_id == estate and home.building in buildings
            case _:
                return False

    def _is(self, one: Any, expression: say.Expression) -> bool:
        match expression:
            case say.Aged(least, most):
                age = self._age(one.born)
                return age is not None and (least or 0) <= age <= (999 if most is None else most)
            case say.InGrades(grades):
                began = self.today.year - (self.today.month < SEPTEMBER)
                return one.grade is not None and one.grade + began - one.grade_year in grades
            case say.InCategories(categories):
                return any(
                    row.category in categories and row.ended_at is None
                    for row in self.of["person_categories"][one.id]
                )
            case say.SignedWith(team):
                return any(
                    row.team_id == team and row.state in {"valid", "expiring"}
                    and row.ends_on >= self.today
                    for row in self.of["contracts"][one.id]
                )  # fmt: skip
            case say.Reads(language):
                return bool(one.language == language)
            case say.BookedIn(programme):
                return self._comes_to(one, programme)
            case _:
                return False

    def _age(self, born: date | None) -> int | None:
        if born is None:
            return None
        had_it = (self.today.month, self.today.day) >= (born.month, born.day)
        return self.today.year - born.year - (0 if had_it else 1)

    def _comes_to(self, one: Any, programme_id: int) -> bool:
        for row in self.of["bookings"][one.id]:
            session = self.sessions[row.session_id]
            meets = session.state == "planned" and session.ends_at > self.now
            live = row.state in {"booked", "waiting", "offered"}
            if session.programme_id == programme_id and meets and live:
                return True
        programme = self.programmes.get(programme_id)
        if programme is None or programme.state != "open" or programme.last < self.today:
            return False
        return any(
            row.programme_id == programme_id and row.state != "ended"
            for row in self.of["enrolments"][one.id]
        )
