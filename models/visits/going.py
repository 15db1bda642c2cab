"""What whoever goes along must know of the visit: when, from where, to where. Never what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.bookings.reminding import reminder_at
from models.bookings.tables import Booking, SignUp
from models.outbox.tables import OutboxRow
from models.programmes.tables import Programme, Session
from models.tasks.tables import Offer
from models.town.local import Local
from models.visits.company import READY
from models.work import Work


@dataclass(frozen=True, slots=True)
class Trip:
    """``meet_at``: at the door at the latest. ``station``: where the doctors are."""

    begins_at: datetime
    meet_at: datetime
    station: Local


def trip_of(work: Work, case_id: int) -> Trip | None:
    """The visit the acting person was asked to go along to, while it stands; None for any other case,
    and for everybody else."""
    row = work.session.execute(
        select(Session.begins_at, Programme.team_id)
        .join(Programme, Programme.id == Session.programme_id)
        .join(Booking, Booking.session_id == Session.id)
        .join(SignUp, SignUp.id == Booking.sign_up_id)
        .join(Offer, Offer.case_id == SignUp.case_id)
        .where(
            SignUp.case_id == case_id,
            Booking.state == "booked",
            Offer.person_id == work.actor.person_id,
        )
        .limit(1)
    ).first()
    team = next((one for one in work.town.doctors.teams if row and one.id == row.team_id), None)
    if row is None or team is None:
        return None
    return Trip(row.begins_at, row.begins_at - READY, team.station)


# -- reminded as of the visit itself -----------------------------------------------------------------
def reminder_key(row: Any, step: str) -> str:
    """One reminder of one visit at one time to one who goes along."""
    return f"along:{row.offer_id}:{step}:{row.begins_at:%Y%m%d%H%M}"


def reminders(work: Work, row: Any) -> list[tuple[datetime, str]]:
    """When whoever goes along is reminded, and the step: those of the visit that come after their
    yes and before they set out. ``row``: of ``following``."""
    kind = work.town.programme_kind(row.kind)
    found = [(reminder_at(work.calendar, step, row.begins_at), step.id) for step in kind.reminders]
    return [(at, step) for at, step in found if at and row.answered_at < at < row.arrive_at]


def due_reminder(work: Work, row: Any) -> str:
    """The step that is due and was not said yet; "" if none is. Of two the later one is enough."""
    due = [step for at, step in reminders(work, row) if at <= work.now < row.arrive_at]
    if not due:
        return ""
    said = select(OutboxRow.id).where(OutboxRow.key == reminder_key(row, due[-1])).limit(1)
    return "" if work.session.scalar(said) is not None else due[-1]
