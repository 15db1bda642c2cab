"""What an expression means, as a condition on people. Always together with ``belongs``: nobody is
meant who does not live at the sender's place or hold a role there, whatever the expression says.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    false,
    literal_column,
    not_,
    or_,
    select,
    true,
)

from models.audiences.expressions import (
    Aged,
    BookedIn,
    Both,
    Either,
    Everybody,
    Expression,
    Family,
    InBuildings,
    InCategories,
    InEstates,
    InGrades,
    InPlaces,
    Reads,
    SignedWith,
    Without,
    WithRole,
)
from models.bookings.tables import IS_LIVE, Booking, Enrolment
from models.care.rules import youngest
from models.clocks import to_town
from models.doctors.tables import Contract
from models.family.ages import school_year
from models.ledger.tables import PersonCategory
from models.programmes.tables import Programme, Session
from models.register.holding import held_at
from models.register.tables import Household, Person, Role
from models.town.schema import Town
from models.town.tables import Place
from models.work import Work

IS_CURRENT = literal_column("contracts.state <> 'ended'", Boolean)
"""As the partial index has it, word for word: else SQLite goes through all that a team has signed."""


def meant(work: Work, expression: Expression, place_id: str) -> ColumnElement[bool]:
    """SQL about ``people`` outer-joined with their ``households``: those the expression means, of
    those who are here and belong to the place."""
    plain = expression.of if isinstance(expression, Family) else expression
    return and_(Person.gone == "", belongs(work, place_id), _one(work, plain, place_id))


def belongs(work: Work, place_id: str) -> ColumnElement[bool]:
    """SQL: lives at or below the place, or holds a role there."""
    return or_(lives_in(work.town, (place_id,)), _holds(work, None, place_id))


def role_holders(work: Work, place_id: str) -> Select[int]:
    """Ids of those who hold a role at or below a place."""
    path = work.town.path(place_id)
    below = or_(Place.path == path, Place.path.startswith(f"{path}/", autoescape=True))
    found = select(Role.person_id).join(Place, Place.id == Role.place_id)
    return found.where(held_at(work.now), below)


def grids_meant(work: Work, expression: Expression, place_id: str) -> tuple[str, ...]:
    """The grids in which those who live where the expression says can live at all: a superset, so
    that the whole town is not gone through for two buildings."""
    allowed = {grid.id for grid in work.town.grids_of(place_id)}
    plain = expression.of if isinstance(expression, Family) else expression
    named = _grids_named(work.town, plain)
    return tuple(
        grid.id for grid in work.town.grids
        if grid.id in allowed and (named is None or grid.id in named)
    )  # fmt: skip


def _grids_named(town: Town, expression: Expression) -> set[str] | None:
    """None where it says nothing of where somebody lives."""
    match expression:
        case InPlaces(places):
            there = [one for one in places if known(town, one)]
            return {grid.id for one in there for grid in town.grids_of(one)}
        case InBuildings(estate, buildings):
            return _grids_of_estate(town, estate, buildings)
        case InEstates(estates):
            return {grid for one in estates for grid in _grids_of_estate(town, one, (None,))}
        case Both(parts):
            named = [found for part in parts if (found := _grids_named(town, part)) is not None]
            return set.intersection(*named) if named else None
        case Either(parts):
            every = [_grids_named(town, part) for part in parts]
            named = [found for found in every if found is not None]
            return set().union(*named) if len(named) == len(every) else None
        case _:
            return None


def _grids_of_estate(town: Town, estate_id: str, buildings: Iterable[int | None]) -> set[str]:
    """An estate may lie in several grids, building by building."""
    try:
        found = {town.grid_of(estate_id, one) for one in buildings}
    except KeyError:
        return set()
    return {grid for grid in found if grid is not None}


def known(town: Town, place_id: str) -> bool:
    """Whether the town has this place (still)."""
    try:
        town.place(place_id)
    except KeyError:
        return False
    return True


def _one(work: Work, expression: Expression, place_id: str) -> ColumnElement[bool]:
    match expression:
        case Both(parts):
            return and_(*(_one(work, part, place_id) for part in parts))
        case Either(parts):
            return or_(*(_one(work, part, place_id) for part in parts))
        case Without(part):
            # Who has no birthday is in no age group, and "not" must not lose them to NULL.
            return not_(_certain(_one(work, part, place_id)))
        case WithRole(roles):
            return _holds(work, roles, place_id)
        case _:
            return _leaf(work, expression)


def _certain(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return case((condition, true()), else_=false())


def _leaf(work: Work, expression: Expression) -> ColumnElement[bool]:
    match expression:
        case Everybody():
            return true()
        case InPlaces(places):
            return lives_in(work.town, places)
        case InBuildings(estate, buildings):
            return and_(Household.estate_id == estate, Household.building.in_(buildings))
        case InEstates(estates):
            return Household.estate_id.in_(estates)
        case Reads(language):
            return Person.language == language
        case Aged(least, most):
            return _aged(least, most, to_town(work.now).date())
        case InGrades(grades):
            return _in_grades(grades, to_town(work.now).date())
        case BookedIn(programme):
            return _booked_in(work, programme)
        case _:
            return _exists(*_has(work, expression))


def _booked_in(work: Work, programme: int) -> ColumnElement[bool]:
    """A booking for a session to come, or a child's place for the term: the bookings of the weeks
    after next are not there yet. Nobody, once the programme is over."""
    booked = _exists(
        Booking.person_id == Person.id,
        IS_LIVE,
        Session.id == Booking.session_id,
        Session.programme_id == programme,
        Session.state == "planned",
        Session.ends_at > work.now,
    )
    for_the_term = _exists(
        Enrolment.person_id == Person.id,
        Enrolment.programme_id == programme,
        Enrolment.state != "ended",
        Programme.id == Enrolment.programme_id,
        Programme.state == "open",
        Programme.last >= to_town(work.now).date(),
    )
    return or_(booked, for_the_term)


def _has(work: Work, expression: Expression) -> tuple[ColumnElement[bool], ...]:
    """Rows of somebody's that must be there."""
    match expression:
        case InCategories(categories):
            return (
                PersonCategory.person_id == Person.id,
                PersonCategory.category.in_(categories),
                PersonCategory.ended_at.is_(None),
            )
        case SignedWith(team):
            return (
                Contract.person_id == Person.id,
                Contract.team_id == team,
                IS_CURRENT,
                Contract.state.in_(("valid", "expiring")),
                Contract.ends_on >= to_town(work.now).date(),
            )
        case _:
            raise TypeError(expression)


def _exists(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(*where).correlate(Person)


def lives_in(town: Town, places: Iterable[str]) -> ColumnElement[bool]:
    """SQL about ``households``: within one of the places. A village is told from the others of its
    grid by its estates; a place that the town no longer has holds nobody."""
    grids: set[str] = set()
    estates: set[str] = set()
    for place_id in places:
        if not known(town, place_id):
            continue
        if town.place(place_id).grid is not None:
            estates |= {estate.id for estate in town.estates_of(place_id)}
        else:
            grids |= {grid.id for grid in town.grids_of(place_id)}
    parts = []
    if grids:
        parts.append(Household.grid_id.in_(sorted(grids)))
    if estates:
        parts.append(Household.estate_id.in_(sorted(estates)))
    return or_(*parts) if parts else false()


def _holds(work: Work, roles: tuple[str, ...] | None, place_id: str) -> ColumnElement[bool]:
    path = work.town.path(place_id)
    return _exists(
        Role.person_id == Person.id,
        held_at(work.now),
        Role.role.in_(roles) if roles is not None else true(),
        Place.id == Role.place_id,
        or_(Place.path == path, Place.path.startswith(f"{path}/", autoescape=True)),
    )


def _aged(least: int | None, most: int | None, today: date) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [Person.born.is_not(None)]
    if least is not None:
        parts.append(Person.born <= youngest(today, least))
    if most is not None:
        parts.append(Person.born > youngest(today, most + 1))
    return and_(*parts)


def _in_grades(grades: tuple[int, ...], today: date) -> ColumnElement[bool]:
    now = Person.grade + literal_column(str(school_year(today))) - Person.grade_year
    return and_(Person.grade.is_not(None), Person.grade_year.is_not(None), now.in_(grades))
