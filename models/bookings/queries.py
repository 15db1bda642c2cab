"""What one can come to near home, when there is room; and what somebody has booked.

A session is offered only where a booking would be taken: open by now, not closed yet, not off. Who
it is for decides what is near: the community first, then its street, then the city.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, literal_column, select

from models.bookings.tables import WAITS, Booking
from models.clocks import to_town
from models.family.ages import age_on, grade_on
from models.programmes.kinds import kind_of
from models.programmes.tables import Programme, Session
from models.register.tables import Household, Person
from models.town.local import Local
from models.town.pinned import town_at
from models.town.programmes import ProgrammeKind
from models.work import Work

MOST = 60
"""Times that are looked through for one list."""
FARTHEST = timedelta(days=62)
PLANNED: ColumnElement[bool] = Session.state == literal_column("'planned'")


@dataclass(frozen=True, slots=True)
class Slot:
    """One session as somebody who looks for a time sees it. ``left``: free places, none of them
    while others wait; ``waiting``: how many wait."""

    session_id: int
    programme_id: int
    begins_at: datetime
    ends_at: datetime
    places: int
    left: int
    waiting: int
    kind: ProgrammeKind
    title: Local
    where: Local


@dataclass(frozen=True, slots=True)
class Activity:
    """A programme near home, with its next times, the earliest first."""

    programme_id: int
    kind: ProgrammeKind
    title: Local
    where: Local
    slots: tuple[Slot, ...]

    @property
    def next_at(self) -> datetime:
        return self.slots[0].begins_at


# -- times -------------------------------------------------------------------------------------------
def open_slots(work: Work, *conditions: ColumnElement[bool], most: int = MOST) -> list[Slot]:
    """Sessions that can be booked now, in the order of time. ``conditions`` name the programmes."""
    rows = work.session.execute(
        select(Session, Programme)
        .join(Programme, Programme.id == Session.programme_id)
        .where(
            *conditions,
            Programme.state == "open",
            PLANNED,
            Session.begins_at > work.now,
            Session.begins_at <= work.now + FARTHEST,
        )
        .order_by(Session.begins_at, Session.id)
        .limit(most)
    ).all()
    slots = [_slot(work, session, programme) for session, programme in rows]
    return _with_waiting(work, [slot for slot in slots if _can_be_booked(slot, work.now)])


def _slot(work: Work, session: Session, programme: Programme) -> Slot:
    return Slot(
        session.id, programme.id, session.begins_at, session.ends_at, session.places,
        session.places - session.taken, 0, kind_of(work, programme),
        Local(programme.title_zh, programme.title_en), where_of(work, programme),
    )  # fmt: skip


def where_of(work: Work, programme: Programme) -> Local:
    """The place in words; without any, the name of whose it is."""
    if programme.where_zh:
        return Local(programme.where_zh, programme.where_en or programme.where_zh)
    return town_at(work.session, programme.town).place(programme.place_id).name


def _can_be_booked(slot: Slot, now: datetime) -> bool:
    opens = slot.begins_at - timedelta(days=slot.kind.opens_days)
    closes = slot.begins_at - timedelta(minutes=slot.kind.closes_minutes)
    return opens <= now < closes


def _with_waiting(work: Work, slots: list[Slot]) -> list[Slot]:
    """A place that is free while others wait is theirs first."""
    rows = work.session.execute(
        select(Booking.session_id).where(
            WAITS, Booking.session_id.in_([slot.session_id for slot in slots])
        )
    ).scalars()
    waiting: dict[int, int] = {}
    for session_id in rows:
        waiting[session_id] = waiting.get(session_id, 0) + 1
    return [_behind(slot, waiting.get(slot.session_id, 0)) for slot in slots]


def _behind(slot: Slot, waiting: int) -> Slot:
    return replace(slot, left=0, waiting=waiting) if waiting else slot


def times_of(work: Work, programme_id: int) -> list[Slot]:
    """The times of one programme: those with room, and those one can wait for."""
    slots = open_slots(work, Programme.id == programme_id)
    return [slot for slot in slots if slot.left > 0 or slot.kind.waiting]


def other_times(work: Work, programme_id: int, but: int) -> list[Slot]:
    """Where there is room instead of a session."""
    slots = open_slots(work, Programme.id == programme_id)
    return [slot for slot in slots if slot.left > 0 and slot.session_id != but]


def slot_of(work: Work, session_id: int) -> Slot | None:
    """One time, whether or not there is room; None if it is off, or can no longer be booked."""
    found = open_slots(work, Session.id == session_id)
    return found[0] if found else None


# -- what there is near home --------------------------------------------------------------------------
def activities(work: Work) -> list[Activity]:
    """What the acting person can come to one by one, the nearest to home first."""
    person = work.session.get_one(Person, work.actor.person_id)
    home = work.session.get(Household, person.household_id) if person.household_id else None
    path = work.town.path(home.grid_id) if home is not None else ""
    found = [
        (_apart(work, programme, path), one)
        for programme, one in _singly(work)
        if _fits(work, programme, one.kind, person, path)
    ]
    found.sort(key=lambda pair: (pair[0], pair[1].next_at, pair[1].programme_id))
    return [one for _apart_by, one in found]


def _singly(work: Work) -> Iterator[tuple[Programme, Activity]]:
    """Programmes that are not the doctors' and not for a term, with times that can be booked."""
    others = [kind.id for kind in work.town.programme_kinds if kind.way != "single"]
    slots = open_slots(work, Programme.kind.not_in(others), most=MOST * 10)
    by_programme: dict[int, list[Slot]] = {}
    for slot in slots:
        if slot.kind.way == "single" and (slot.left > 0 or slot.kind.waiting):
            by_programme.setdefault(slot.programme_id, []).append(slot)
    for programme_id, times in by_programme.items():
        first = times[0]
        activity = Activity(programme_id, first.kind, first.title, first.where, tuple(times))
        yield work.session.get_one(Programme, programme_id), activity


def _apart(work: Work, programme: Programme, path: str) -> int:
    """How far up from home the place lies: 0 in the community, 1 in the street, 2 in the city."""
    there = work.town.path(programme.place_id).split("/")
    shared = 0
    for mine, other in zip(path.split("/"), there, strict=False):
        if mine != other:
            break
        shared += 1
    return max(3 - shared, 0)


def _fits(work: Work, programme: Programme, kind: ProgrammeKind, person: Person, path: str) -> bool:
    """What is plainly for others is not shown; all the rest the booking itself decides."""
    if programme.community_only and not path.startswith(work.town.path(programme.place_id)):
        return False
    today = to_town(work.now).date()
    grades = kind.who.grades
    if grades and grade_on(person.grade, person.grade_year, today) not in grades:
        return False
    least = programme.min_age if programme.min_age is not None else kind.who.min_age
    most = programme.max_age if programme.max_age is not None else kind.who.max_age
    age = age_on(person.born, today) if person.born is not None else None
    return age is None or ((least is None or age >= least) and (most is None or age <= most))
