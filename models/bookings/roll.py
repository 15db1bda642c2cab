"""The roll of a session: a page of names, and which sessions are one's own to tick today."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from sqlalchemy import ColumnElement, false, func, or_, select

from models.bookings.attendance import finders, ticks
from models.bookings.tables import IS_HOLDING, IS_LATE, Booking
from models.clocks import to_town, town_instant
from models.duty.people import my_paths
from models.programmes.kinds import kind_of
from models.programmes.running import session_of
from models.programmes.tables import Programme, Session
from models.refusals import NotFound
from models.register.tables import Household, Person
from models.rights import covers
from models.town.programmes import ProgrammeKind
from models.town.tables import Place
from models.work import Work

YEAR = timedelta(days=365)
LATE_NAMED = 3
"""So many of those who called off late stand on a page by name."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RollLine:
    """One name on the roll: what somebody is called, their number, and how they are ticked."""

    booking_id: int
    name: str
    place: int
    attended: str


@dataclass(frozen=True, slots=True)
class Roll:
    """A page of it; ``present`` and ``open`` count everybody. ``late``: the first few of those who
    called off so late that they are waited for; ``late_count`` of them all."""

    session: Session
    programme: Programme
    kind: ProgrammeKind
    lines: tuple[RollLine, ...]
    present: int
    open: int
    more: bool
    late: tuple[str, ...] = ()
    late_count: int = 0


def roll_of(work: Work, session_id: int, start: int = 0, most: int = 6) -> Roll:
    """In the order of the numbers. NotFound for whoever may not tick."""
    if not ticks(work, session_id):
        raise NotFound("session")
    session, programme = session_of(work, session_id)
    of_session = (Booking.session_id == session_id, IS_HOLDING, Booking.state == "booked")
    rows = work.session.execute(
        select(Booking.id, Booking.place, Booking.attended, Person)
        .join(Person, Person.id == Booking.person_id)
        .where(*of_session)
        .order_by(Booking.place)
        .offset(start)
        .limit(most + 1)
    ).all()
    counted = select(Booking.attended, func.count()).where(*of_session).group_by(Booking.attended)
    counts = dict(work.session.execute(counted).all())
    lines = [
        RollLine(booking_id, called_on_roll(person), place or 0, attended)
        for booking_id, place, attended, person in rows[:most]
    ]
    return Roll(
        session, programme, kind_of(work, programme), tuple(lines), counts.get("present", 0),
        counts.get("", 0), len(rows) > most, *_late(work, session_id),
    )  # fmt: skip


def _late(work: Work, session_id: int) -> tuple[tuple[str, ...], int]:
    people = work.session.scalars(
        select(Person)
        .join(Booking, Booking.person_id == Person.id)
        .where(Booking.session_id == session_id, IS_LATE)
        .order_by(Booking.id)
    ).all()
    return tuple(called_on_roll(person) for person in people[:LATE_NAMED]), len(people)


def called_on_roll(person: Person) -> str:
    """A child by the name it goes by, somebody grown up by their own."""
    if person.minor:
        return person.called or person.name
    return person.name or person.called


# -- whose session -------------------------------------------------------------------------------------
def sessions_to_tick(work: Work, most: int = 6, start: int = 0) -> Sequence[Session]:
    """Today's sessions that are the acting person's to tick, in the order of time. The doctors have
    their own list, and so have the stations."""
    kinds = [kind for kind in work.town.programme_kinds if kind.way == "single"]
    mine: list[ColumnElement[bool]] = [Session.leader_id == work.actor.person_id]
    for kind in kinds:
        mine += [(Programme.kind == kind.id) & _at(path) for path in my_paths(work, finders(kind))]
    today = to_town(work.now).date()
    return work.session.scalars(
        select(Session)
        .join(Programme, Programme.id == Session.programme_id)
        .join(Place, Place.id == Programme.place_id)
        .where(
            Programme.kind.in_([kind.id for kind in kinds]),
            Programme.state == "open",
            Session.begins_at >= town_instant(today, time()),
            Session.begins_at < town_instant(today + _DAY, time()),
            Session.state != "cancelled",
            or_(false(), *mine),
        )
        .order_by(Session.begins_at, Session.id)
        .offset(start)
        .limit(most)
    ).all()


def _at(path: str) -> ColumnElement[bool]:
    return or_(Place.path == path, Place.path.startswith(f"{path}/", autoescape=True))


# -- who did not come -----------------------------------------------------------------------------------
def times_not_come(work: Work, person_id: int) -> int:
    """How often somebody was waited for in vain within a year, or said so too late for anybody else
    to come: for themselves, and for whoever runs something where they live. It decides nothing; 0 for everybody else."""
    if not _may_know(work, person_id):
        return 0
    return work.session.execute(
        select(func.count())
        .select_from(Booking)
        .join(Session, Session.id == Booking.session_id)
        .where(
            Booking.person_id == person_id,
            or_((Booking.state == "booked") & (Booking.attended == "absent"), IS_LATE),
            Session.begins_at > work.now - YEAR,
        )
    ).scalar_one()


def _may_know(work: Work, person_id: int) -> bool:
    if person_id == work.actor.person_id:
        return True
    home = select(Household.grid_id).join(Person, Person.household_id == Household.id)
    grid_id = work.session.scalar(home.where(Person.id == person_id))
    if grid_id is None:
        return False
    roles: Collection[str] = {role for kind in work.town.programme_kinds for role in finders(kind)}
    path = work.town.path(grid_id)
    return any(covers(mine, path) for mine in my_paths(work, tuple(roles)))
