"""The doctors' own list of a day, and one visit opened to its note.

The list says when and who. What troubles somebody stands only in the opened visit, and opening it
leaves an access note that the person can read, whoever of the team it was.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import Select, func, or_, select

from models.bookings.tables import IS_LATE, Booking, SignUp
from models.clocks import to_town, town_instant
from models.doctors.queries import DOCTOR, teams_of_mine
from models.gate import Command, May
from models.privacy.tables import AccessNote
from models.programmes.tables import Programme, Session
from models.refusals import NotFound
from models.register.tables import Household, Person
from models.visits.finding import Visit, visit_of
from models.work import Work

VISIT = "visit"
READ_FOR = timedelta(hours=1)
"""How long one opening holds: to tick it off with the patient in the room."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Expected:
    """A line of the day's list. ``attended``: as ticked; "late" of who called off so late that the
    time stays empty."""

    booking_id: int
    name: str
    begins_at: datetime
    attended: str
    gone_home: bool
    at_home: bool


def todays_visits(work: Work, *, start: int = 0, most: int = 6) -> list[Expected]:
    """Who has a time with the acting doctor's teams today, in order. NotFound for others."""
    rows = work.session.execute(
        _today(work)
        .with_only_columns(
            Booking.id, Person.name, Person.called, Session.begins_at, Booking.attended,
            Booking.left_at, Programme.kind,
        )
        .order_by(Session.begins_at, Booking.id)
        .offset(max(start, 0))
        .limit(most)
    )  # fmt: skip
    return [
        Expected(
            row.id,
            row.name or row.called,
            row.begins_at,
            row.attended,
            row.left_at is not None,
            work.town.programme_kind(row.kind).where == "home",
        )
        for row in rows
    ]


def todays_count(work: Work) -> int:
    """How many of them come."""
    comes = _today(work).where(Booking.state == "booked")
    found = comes.with_only_columns(func.count()).order_by(None)
    return work.session.execute(found).scalar_one()


def _today(work: Work) -> Select[Any]:
    teams = [team.id for team in teams_of_mine(work)]
    if not teams:
        raise NotFound("team")
    start = town_instant(to_town(work.now).date(), datetime.min.time())
    kinds = [kind.id for kind in work.town.programme_kinds if kind.way == "team"]
    return (
        select(Booking)
        .join(Session, Session.id == Booking.session_id)
        .join(Programme, Programme.id == Session.programme_id)
        .join(Person, Person.id == Booking.person_id)
        .where(
            Programme.team_id.in_(teams),
            Programme.kind.in_(kinds),
            Session.begins_at >= start,
            Session.begins_at < start + _DAY,
            or_(Booking.state == "booked", IS_LATE),
        )
    )


# -- one visit ---------------------------------------------------------------------------------------
class OfDoctors(Command[Any]):
    """Base of what the doctors of a visit do with it."""

    may: ClassVar[May] = May()
    booking_id: int

    def relations(self, work: Work) -> Collection[str]:
        return (DOCTOR,) if is_ours(work, self.booking_id) else ()


def is_ours(work: Work, booking_id: int) -> bool:
    """Whether a visit is with one of the acting person's own teams."""
    if work.actor.by_id:
        return False
    team = visit_of(work, booking_id).team
    return team is not None and team in teams_of_mine(work)


@dataclass(frozen=True)
class OpenVisit(OfDoctors):
    """Read what troubles somebody. Once an hour it is written down where they can see it."""

    may: ClassVar[May] = May(relations=(DOCTOR,))
    booking_id: int

    def run(self, work: Work) -> int:
        person_id = visit_of(work, self.booking_id).person_id
        if not _opened(work, person_id):
            work.session.add(
                AccessNote(
                    person_id=person_id,
                    by_person=work.actor.person_id,
                    role=DOCTOR,
                    what=VISIT,
                    why="",
                    at=work.now,
                )
            )
            work.session.flush()
        return self.booking_id


def _opened(work: Work, person_id: int) -> bool:
    note = select(AccessNote.id).where(
        AccessNote.person_id == person_id,
        AccessNote.by_person == work.actor.person_id,
        AccessNote.what == VISIT,
        AccessNote.at > work.now - READ_FOR,
    )
    return work.session.scalar(note.limit(1)) is not None


@dataclass(frozen=True, slots=True)
class OpenedVisit:
    """What the doctor reads. ``note``: what they said, "" if nothing."""

    visit: Visit
    person: Person
    home: Household | None
    note: str
    left: bool


def opened_visit(work: Work, booking_id: int) -> OpenedVisit:
    """One visit with its note, once it was opened. NotFound otherwise."""
    if not is_ours(work, booking_id):
        raise NotFound("booking")
    visit = visit_of(work, booking_id)
    if not _opened(work, visit.person_id):
        raise NotFound("booking")
    booking = work.session.get_one(Booking, booking_id)
    person = work.session.get_one(Person, visit.person_id)
    home = work.session.get(Household, person.household_id) if person.household_id else None
    sign_up = work.session.get_one(SignUp, booking.sign_up_id)
    return OpenedVisit(visit, person, home, sign_up.note or "", booking.left_at is not None)
