"""The doctors' free times for the acting person, and the visit they have.

Whose doctors: those they have signed with, else those of where they live. A free time is a session
with a place left that can still be booked now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Select, select

from models.behalf import may_act_for
from models.bookings.tables import Booking, SignUp
from models.clocks import to_town, town_instant
from models.consents.commands import REGISTER
from models.consents.ledger import entry_of, ledger_of
from models.doctors.queries import MyTeam
from models.help.tables import Case
from models.programmes.tables import Programme, Session
from models.refusals import NotFound
from models.town.people import DoctorTeam
from models.town.programmes import ProgrammeKind
from models.work import Work

CLINIC, HOME = "clinic_visit", "home_visit"
HEALTH = "health"
"""The purpose in the ledger under which it is kept what troubles somebody."""
NOON = 12
_DAY = timedelta(days=1)


# -- free times --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class FreeTime:
    session_id: int
    begins_at: datetime


def doctors_of(mine: MyTeam) -> DoctorTeam | None:
    """With whom they can have a time: a contract that stands decides, whatever has moved since."""
    signed = mine.contract
    if signed is not None and signed.stands and signed.team is not None:
        return signed.team
    return mine.home_team


def free_times(
    work: Work, kind_id: str, team_id: str, *, day: date | None = None, most: int = 200
) -> list[FreeTime]:
    """The earliest first; of one ``day``, or of all that can be booked."""
    rows = work.session.execute(
        _free(work, kind_id, team_id, day)
        .with_only_columns(Session.id, Session.begins_at)
        .order_by(Session.begins_at, Session.id)
        .limit(most)
    )
    return [FreeTime(row.id, row.begins_at) for row in rows]


def of_several_half_days(free: Sequence[FreeTime], most: int) -> list[FreeTime]:
    """So many of ``free``, in order: the earliest of each morning and afternoon, so that whoever
    cannot that morning has something to choose from; filled up with the earliest of the others."""
    first: dict[tuple[date, bool], FreeTime] = {}
    for one in free:
        local = to_town(one.begins_at)
        first.setdefault((local.date(), local.hour < NOON), one)
    chosen = list(first.values())[:most]
    chosen += [one for one in free if one not in chosen][: most - len(chosen)]
    return sorted(chosen, key=lambda one: (one.begins_at, one.session_id))


def free_days(work: Work, kind_id: str, team_id: str) -> list[date]:
    """The days on which there is a free time, in order."""
    found = [to_town(one.begins_at).date() for one in free_times(work, kind_id, team_id)]
    return list(dict.fromkeys(found))


def _free(work: Work, kind_id: str, team_id: str, day: date | None) -> Select[Any]:
    kind = work.town.programme_kind(kind_id)
    first = work.now + timedelta(minutes=kind.closes_minutes)
    last = work.now + timedelta(days=kind.opens_days)
    found = (
        select(Session)
        .join(Programme, Programme.id == Session.programme_id)
        .where(
            Programme.kind == kind_id,
            Programme.team_id == team_id,
            Programme.state == "open",
            Session.state == "planned",
            Session.taken < Session.places,
            Session.begins_at > first,
            Session.begins_at <= last,
        )
    )
    if day is None:
        return found
    start = town_instant(day, datetime.min.time())
    return found.where(Session.begins_at >= start, Session.begins_at < start + _DAY)


# -- a visit -----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Visit:
    """What may be said of a visit to whoever booked it and whom it is for: never what for."""

    booking_id: int
    session_id: int
    number: str
    person_id: int
    by_id: int
    state: str
    attended: str
    begins_at: datetime
    ends_at: datetime
    kind: ProgrammeKind
    team: DoctorTeam | None
    case_id: int | None
    promised_at: datetime | None
    """By when we say who goes along, while that is open."""

    @property
    def at_home(self) -> bool:
        return self.kind.where == "home"


_columns: tuple[Any, ...] = (
    Booking.id, Booking.session_id, Booking.person_id, Booking.state, Booking.attended,
    SignUp.number, SignUp.by_id, SignUp.case_id, Session.begins_at, Session.ends_at,
    Programme.kind, Programme.team_id, Case.promised_at, Case.closed_at,
)  # fmt: skip


def _visits(work: Work) -> Select[Any]:
    team_kinds = [kind.id for kind in work.town.programme_kinds if kind.way == "team"]
    return (
        select(*_columns)
        .join(Session, Session.id == Booking.session_id)
        .join(Programme, Programme.id == Session.programme_id)
        .join(SignUp, SignUp.id == Booking.sign_up_id)
        .outerjoin(Case, Case.id == SignUp.case_id)
        .where(Programme.kind.in_(team_kinds))
    )


def _visit(work: Work, row: Any) -> Visit:
    team = next((one for one in work.town.doctors.teams if one.id == row.team_id), None)
    return Visit(
        row.id,
        row.session_id,
        row.number,
        row.person_id,
        row.by_id,
        row.state,
        row.attended,
        row.begins_at,
        row.ends_at,
        work.town.programme_kind(row.kind),
        team,
        row.case_id,
        row.promised_at if row.closed_at is None else None,
    )


def visit_of(work: Work, booking_id: int) -> Visit:
    """Any visit; the caller answers for who asks."""
    row = work.session.execute(_visits(work).where(Booking.id == booking_id)).first()
    if row is None:
        raise NotFound("booking")
    return _visit(work, row)


def my_visit(work: Work, booking_id: int) -> Visit:
    """A visit of the acting person. NotFound for anybody else's."""
    found = visit_of(work, booking_id)
    if found.person_id != work.actor.person_id:
        raise NotFound("booking")
    return found


def my_next_visit(work: Work, kind_ids: Sequence[str] = (CLINIC, HOME)) -> Visit | None:
    """The visit the acting person has before them: one at a time is what one may have."""
    row = work.session.execute(
        _visits(work)
        .where(
            Booking.person_id == work.actor.person_id,
            Booking.state == "booked",
            Programme.kind.in_(kind_ids),
            Session.begins_at > work.now,
        )
        .order_by(Session.begins_at, Booking.id)
        .limit(1)
    ).first()
    return _visit(work, row) if row is not None else None


def booked_by_me(work: Work, booking_id: int) -> Visit | None:
    """A visit of somebody else that the acting person booked and may still see to; None if not."""
    me = work.actor.by_id or work.actor.person_id
    try:
        found = visit_of(work, booking_id)
    except NotFound:
        return None
    return found if found.by_id == me and found.person_id != me else None


# -- what may be kept --------------------------------------------------------------------------------
MayKeep = Literal["yes", "ask", "no"]


def may_keep_health(work: Work) -> MayKeep:
    """Whether what troubles the acting person may be written down: they agreed; or can be asked
    now, because they hold the phone themselves, or whoever keeps their record does; or not."""
    entry = entry_of(ledger_of(work), HEALTH)
    if entry is not None:
        return "yes" if entry.agreed else "no"
    if work.actor.by_id and not may_act_for(work, REGISTER):
        return "no"
    return "ask"
