"""Reminders whose time has come: claimed row by row, sent if they are true and still of use.

The trap is the morning after a night in which the service was down: two steps of one booking are due
at once, and some are of no use any more. Only the last step of a booking goes out, and what came too
late is written down as late, not sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from sqlalchemy import Row, exists, func, select, update
from sqlalchemy.orm import aliased

from models.bookings.messages import Remind
from models.bookings.tables import IS_DUE, Booking, ReminderRow
from models.gate import Command, May
from models.prepared import Prepared
from models.programmes.kinds import kind_of
from models.programmes.tables import Programme, Session
from models.work import Work

AT_ONCE = 20
"""Reminders of one transaction."""
End = Literal["sent", "late", "off"]
_later = aliased(ReminderRow)
_next = Prepared(select(func.min(ReminderRow.at)).where(IS_DUE))


@dataclass(frozen=True)
class SendReminders(Command[int]):
    """A chunk of what is due. Returns how many rows were seen to."""

    may: ClassVar[May] = May(clock=True)

    def run(self, work: Work) -> int:
        ends: dict[End, list[int]] = {"sent": [], "late": [], "off": []}
        rows = _claimed(work)
        for row in rows:
            ends[_end(work, row)].append(row.ReminderRow.id)
        for state, ids in ends.items():
            if ids:
                work.session.execute(
                    update(ReminderRow)
                    .where(ReminderRow.id.in_(ids), IS_DUE)
                    .values(state=state)
                    .execution_options(synchronize_session=False)
                )
        return len(rows)


def _claimed(work: Work) -> Sequence[Row[ReminderRow, Booking, Session, bool]]:
    """What is due, in the order of time; ``True``: a later step of the same booking is due too."""
    outdone = exists().where(
        _later.booking_id == ReminderRow.booking_id,
        _later.state == "due",
        _later.at > ReminderRow.at,
        _later.at <= work.now,
    )
    return work.session.execute(
        select(ReminderRow, Booking, Session, outdone)
        .join(Booking, Booking.id == ReminderRow.booking_id)
        .join(Session, Session.id == Booking.session_id)
        .where(IS_DUE, ReminderRow.at <= work.now)
        .order_by(ReminderRow.at, ReminderRow.id)
        .limit(AT_ONCE)
        .with_for_update(of=ReminderRow, skip_locked=True)
    ).all()


def _end(work: Work, row: Row[ReminderRow, Booking, Session, bool]) -> End:
    """What becomes of one; told, if it is true and of use."""
    reminder, booking, session, outdone = row
    stands = booking.state == "booked" and session.state == "planned"
    if not stands or booking.moves != reminder.moves:
        return "off"
    until = of_use_until(work, session, reminder.step)
    if outdone or work.calendar.next_loud(work.now) >= until:
        return "late"
    work.tell(
        booking.person_id,
        Remind(reminder.id, booking.id, reminder.step),
        key=f"remind:{reminder.id}",
        expires=until,
    )
    return "sent"


def of_use_until(work: Work, session: Session, step: str) -> datetime:
    """Until it begins; the link of an online talk until its end."""
    kind = kind_of(work, work.session.get_one(Programme, session.programme_id))
    link = any(one.id == step and one.carries_link for one in kind.reminders)
    return session.ends_at if link else session.begins_at


def next_reminder(work: Work) -> datetime | None:
    """When the next one is due."""
    first: datetime | None = work.first(_next)
    return first
