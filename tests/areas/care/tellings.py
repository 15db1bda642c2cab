"""What people are told of what is due, and their families."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from models.care.messages import CareDue, CareNews
from models.care.people import today_of
from models.care.tables import DueItem
from models.work import Work
from tests.permissions.town import SmallTown
from tests.words.tellings import Telling


def _overdue(there: SmallTown, work: Work) -> None:
    mine = update(DueItem).where(DueItem.id == there["due_wang"])
    work.session.execute(mine.values(due_on=today_of(work) - timedelta(days=3)))


TELLINGS = (
    Telling("asker", lambda t: CareDue(t["due_wang"], 1)),
    Telling("asker", lambda t: CareDue(t["due_wang"], 2), _overdue),
    Telling("lifang", lambda t: CareNews(t["wang"], t["due_followed"])),
)
