"""Who may have a place: age, grade, home, contract, a guardian's word, how many one may hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from models.bookings.refusals import (
    AlreadyBooked,
    BookingClosed,
    NeedsContract,
    NotOpenYet,
    OnlyForPlace,
    OnlyGuardian,
    TooManyBookings,
    WrongAge,
    WrongGrade,
)
from models.bookings.tables import Booking
from models.clocks import to_town
from models.doctors.contracts import current_of
from models.doctors.terms import LAPSED
from models.family.ages import age_on, grade_on
from models.family.tables import Guardian
from models.programmes.kinds import kind_of
from models.programmes.refusals import SessionGone
from models.programmes.tables import Programme, Session
from models.refusals import NotFound
from models.register.tables import Household, Person
from models.town.programmes import ProgrammeKind
from models.work import Work

LIVE = ("booked", "waiting", "offered")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A session somebody wants a place in, with all that decides whether they may have it."""

    session: Session
    programme: Programme
    kind: ProgrammeKind


def wanted(work: Work, session_id: int) -> Wanted:
    """NotFound if there is none of this id, SessionGone if it does not take place any more."""
    session = work.session.get(Session, session_id)
    if session is None:
        raise NotFound("session")
    programme = work.session.get_one(Programme, session.programme_id)
    if session.state != "planned" or programme.state != "open":
        raise SessionGone(session_id, session.state)
    return Wanted(session, programme, kind_of(work, programme))


def check_time(work: Work, one: Wanted) -> None:
    """NotOpenYet, or BookingClosed."""
    opens = one.session.begins_at - timedelta(days=one.kind.opens_days)
    if work.now < opens:
        raise NotOpenYet(opens)
    if work.now >= one.session.begins_at - timedelta(minutes=one.kind.closes_minutes):
        raise BookingClosed(one.session.id)


def is_late(kind: ProgrammeKind, begins_at: datetime, now: datetime) -> bool:
    """Whether a place that is given up now stays empty most likely: it may still be given up, and
    counts as not come. Up to the very minute it is free."""
    return begins_at - timedelta(minutes=kind.cancel_minutes) < now < begins_at


def check_person(work: Work, programme: Programme, kind: ProgrammeKind, person_id: int) -> None:
    """A refusal that says what is missing, if this programme is not for them."""
    person = work.session.get(Person, person_id)
    if person is None or person.gone:
        raise NotFound("person")
    _check_age(work, programme, kind, person)
    if kind.guardian_books and not _guards(work, person_id):
        raise OnlyGuardian
    if programme.community_only and not _lives_at(work, programme.place_id, person):
        raise OnlyForPlace(programme.place_id)
    if kind.who.contract:
        contract = current_of(work, person_id)
        if (
            contract is None
            or contract.state == LAPSED
            or (contract.team is None or contract.team.id != programme.team_id)
        ):
            raise NeedsContract(programme.team_id)


def _check_age(work: Work, programme: Programme, kind: ProgrammeKind, person: Person) -> None:
    today = to_town(work.now).date()
    least = programme.min_age if programme.min_age is not None else kind.who.min_age
    most = programme.max_age if programme.max_age is not None else kind.who.max_age
    if least is not None or most is not None:
        age = age_on(person.born, today) if person.born is not None else None
        if age is None or (least is not None and age < least) or (most is not None and age > most):
            raise WrongAge(least, most)
    grades = kind.who.grades
    if grades and grade_on(person.grade, person.grade_year, today) not in grades:
        raise WrongGrade(grades)


def _guards(work: Work, child_id: int) -> bool:
    """Whether the one who holds the phone answers for this child."""
    found = select(Guardian.id).where(
        Guardian.child_id == child_id,
        Guardian.guardian_id == (work.actor.by_id or work.actor.person_id),
        Guardian.ended_at.is_(None),
    )
    return work.session.execute(found).first() is not None


def _lives_at(work: Work, place_id: str, person: Person) -> bool:
    home = work.session.get(Household, person.household_id) if person.household_id else None
    return home is not None and work.town.contains(place_id, home.grid_id)


def hold_people(work: Work, one: Wanted, person_id: int) -> None:
    """Nobody else of them books meanwhile: how many they hold is counted, and two phones at once
    would each count one too few. Before any session is locked."""
    found = select(Person.id).where(Person.id == person_id)
    if one.kind.per_household:
        home = select(Person.household_id).where(Person.id == person_id).scalar_subquery()
        found = select(Person.id).where((Person.id == person_id) | (Person.household_id == home))
    work.session.execute(found.order_by(Person.id).with_for_update(key_share=True)).all()


def check_count(work: Work, one: Wanted, person_id: int, but: int = 0) -> None:
    """AlreadyBooked, or TooManyBookings. ``but``: a booking that is given up for this one."""
    mine = _held(work, one, Booking.person_id == person_id, but)
    rows = work.session.execute(mine.with_only_columns(Booking.id, Booking.session_id)).all()
    here = next((row.id for row in rows if row.session_id == one.session.id), None)
    if here is not None:
        raise AlreadyBooked(here)
    if len(rows) >= one.kind.per_person:
        raise TooManyBookings(one.kind.per_person, household=False)
    if not one.kind.per_household:
        return
    home = select(Person.household_id).where(Person.id == person_id).scalar_subquery()
    at_home = Booking.person_id.in_(select(Person.id).where(Person.household_id == home))
    count = _held(work, one, at_home, but).with_only_columns(func.count())
    if work.session.execute(count).scalar_one() >= one.kind.per_household:
        raise TooManyBookings(one.kind.per_household, household=True)


def _held(work: Work, one: Wanted, whose: object, but: int) -> Any:
    """Bookings of this programme that still count: live ones of sessions that are not over."""
    return (
        select(Booking)
        .join(Session, Session.id == Booking.session_id)
        .where(
            whose,  # type: ignore[arg-type]  # a comparison
            Booking.state.in_(LIVE),
            Booking.id != but,
            Session.programme_id == one.programme.id,
            Session.state == "planned",
            Session.ends_at > work.now,
        )
    )
