"""Somebody has looked at 王姨's record; a guardian has died, and the child has nobody else."""

from __future__ import annotations

from sqlalchemy import insert, update

from models.family.tables import Guardian
from models.privacy.gone import ReportGone
from models.privacy.tables import AccessNote
from models.register.tables import Person
from models.work import Work
from tests.permissions.town import SmallTown


def build(there: SmallTown) -> None:
    ids = there.ids
    home = there.read(lambda work: work.session.get_one(Person, there["wang"]).household_id)
    for name in ("dead_guardian", "moved", "still_here", "lone_child"):
        ids[name] = there.newcomer("关小舟", home=home)

    def job(work: Work) -> None:
        session = work.session
        now = there.clock.now()
        session.execute(
            insert(Guardian).values(
                child_id=ids["lone_child"], guardian_id=ids["dead_guardian"], since=now
            )
        )
        session.execute(
            update(Person)
            .where(Person.id == ids["lone_child"])
            .values(minor=True, guardian_id=ids["dead_guardian"])
        )
        session.add(
            AccessNote(
                person_id=ids["wang"], by_person=ids["zhoumin"], role="grid_worker",
                what="record", why="visit", at=now,
            )
        )  # fmt: skip

    there.write(job)
    there.does("grid worker", ReportGone(ids["dead_guardian"], "dead"))
    there.does("grid worker", ReportGone(ids["moved"], "moved"))
