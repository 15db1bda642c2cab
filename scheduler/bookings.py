"""The clock's part in bookings: offered places nobody took, waiting lists, reminders.

Each looks by an index whether anything is due, and does a handful; where nothing is due nothing is
written.
"""

from __future__ import annotations

from datetime import datetime

from models.bookings.answering import LapseOffer
from models.bookings.clockwork import (
    about_waiting,
    lapsing,
    next_about_waiting,
    next_lapse,
)
from models.bookings.due import SendReminders, next_reminder
from models.gate import run
from models.work import Work


class PlacesOffered:
    """Offers that lapse, and waiting lists: who is next, and when it was of no avail."""

    name = "places"

    def run(self, work: Work) -> int:
        done = 0
        for booking_id in lapsing(work):
            run(work, LapseOffer(booking_id))
            done += 1
        if done:
            return done
        step = about_waiting(work)
        return run(work, step) if step is not None else 0

    def next_due(self, work: Work) -> datetime | None:
        moments = [at for at in (next_lapse(work), next_about_waiting(work)) if at is not None]
        return min(moments, default=None)


class Reminders:
    name = "reminders"

    def run(self, work: Work) -> int:
        due = next_reminder(work)
        if due is None or due > work.now:
            return 0
        return run(work, SendReminders())

    def next_due(self, work: Work) -> datetime | None:
        return next_reminder(work)
