"""What is kept no longer than the town says is forgotten at night, a little at a time; once a month
the admins hear how much it was."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.duty.people import admins
from models.privacy.erasing_messages import ForgottenMonth
from models.privacy.forgetting import Step
from models.privacy.retention import forget_some, forgotten_in, is_due, note_done, today
from models.town.people import Retention
from models.work import Work

FIRST_NIGHTS = 20
"""Days of a month in which the one before is still worth telling of, if nobody could earlier."""


class Forgetting:
    """Goes through the kinds one after the other. Where it stands is only remembered here: another
    process begins at the first kind again, and finds what is left."""

    name = "retention"

    def __init__(self) -> None:
        self._left: list[Retention] | None = None
        self._place: object = None
        self._not_before: datetime | None = None

    def run(self, work: Work) -> int:
        """A step of today's round; 0 when there is nothing to do today any more."""
        if self._left is None:
            if self._not_before is not None and work.now < self._not_before:
                return 0
            if not is_due(work):
                self._not_before = work.now + timedelta(minutes=1)
                return 0
            self._left, self._place = list(work.town.retention), None
        while self._left:
            step: Step = forget_some(work, self._left[0], self._place)
            self._place = step.place
            if step.place is None:
                self._left.pop(0)
            if step.forgotten or step.place is not None:
                return max(step.forgotten, 1)
        self._left = None
        note_done(work)
        self._tell_month(work)
        return 1

    def _tell_month(self, work: Work) -> None:
        """In the first weeks of a month, of the one before; told once, whoever does it. Not later: what
        was told is itself forgotten some day, and then nobody knows that it was."""
        if today(work).day > FIRST_NIGHTS:
            return
        month = (today(work).replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
        if not forgotten_in(work, month):
            return
        for person_id in admins(work):
            work.tell(person_id, ForgottenMonth(month), key=f"forgotten:{month}:{person_id}")

    def next_due(self, work: Work) -> datetime | None:
        return None
