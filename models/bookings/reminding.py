"""The reminders of a booking: planned when it is made, off when it ends, anew when it moves.

At each step's time, never in quiet hours: a step that would fall into the night goes out when it
ends, if that is before the session begins, and not at all otherwise.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import insert, update

from models.bookings.tables import IS_DUE, Booking, ReminderRow
from models.clocks import town_instant
from models.programmes.tables import Session
from models.town.programmes import ProgrammeKind, Reminder
from models.work import Work
from models.worktime import WorkCalendar

_DAY = timedelta(days=1)


def reminder_at(calendar: WorkCalendar, step: Reminder, begins_at: datetime) -> datetime | None:
    """When a step is due for a session that begins then; None if it would be of no use."""
    if step.evening_before is not None:
        day = calendar.local(begins_at).date() - _DAY
        at = town_instant(day, step.evening_before)
    else:
        at = begins_at - timedelta(minutes=step.minutes_before or 0)
    at = calendar.next_loud(at)
    return at if at < begins_at else None


def steps(
    calendar: WorkCalendar, kind: ProgrammeKind, begins_at: datetime, now: datetime
) -> dict[str, datetime]:
    """The steps of a kind that still lie ahead; two that fall together are one."""
    found: dict[str, datetime] = {}
    for step in kind.reminders:
        at = reminder_at(calendar, step, begins_at)
        if at is not None and at > now and at not in found.values():
            found[step.id] = at
    return found


def plan(work: Work, booking: Booking, session: Session, kind: ProgrammeKind) -> None:
    """Write down what a kept place is reminded of."""
    rows = [
        {"booking_id": booking.id, "step": step, "moves": booking.moves, "at": at, "state": "due"}
        for step, at in steps(work.calendar, kind, session.begins_at, work.now).items()
    ]
    if rows:
        work.session.execute(insert(ReminderRow), rows)


def take_off(work: Work, booking_id: int) -> None:
    """Nothing more to remind of."""
    work.session.execute(
        update(ReminderRow)
        .where(ReminderRow.booking_id == booking_id, IS_DUE)
        .values(state="off")
        .execution_options(synchronize_session=False)
    )


def plan_anew(work: Work, booking: Booking, session: Session, kind: ProgrammeKind) -> None:
    """Its time has changed: what was planned is off, and who keeps a place is reminded of the new
    time. ``booking.moves`` has grown already."""
    take_off(work, booking.id)
    if booking.state == "booked":
        plan(work, booking, session, kind)
