"""What the talks about people need in a running town: a child, somebody who teaches."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.family.tables import Guardian
from models.register.tables import Person, Role
from tests.talks.world import World


def of_post(town: World, alias: str, role: str) -> int:
    """The id of a role that somebody of the cast holds."""

    def find(session: Session) -> int:
        found = select(Role.id).where(Role.person_id == town.ids[alias], Role.role == role)
        return session.scalars(found.where(Role.ended_at.is_(None))).one()

    return town.core.store.read_now(find)


async def a_tutor(town: World) -> None:
    """孙秀丽 is asked to teach, and has not been checked."""

    def give(session: Session) -> None:
        session.add(
            Role(
                person_id=town.ids["sun"], role="tutor", place_id="yangguang", on_duty=False,
                since=town.wall.now(), counts_until=town.wall.now(),
            )
        )  # fmt: skip

    town.core.store.write_now(give)


async def a_child(town: World) -> None:
    """孟凡玉 answers for a child who lives with him."""

    def born(session: Session) -> int:
        guardian = session.get_one(Person, town.ids["meng"])
        child = Person(
            name="孟小雪", minor=True, guardian_id=guardian.id, created_at=town.wall.now(),
            household_id=guardian.household_id, sample=True,
        )  # fmt: skip
        session.add(child)
        session.flush()
        since = town.wall.now()
        session.add(Guardian(child_id=child.id, guardian_id=guardian.id, since=since))
        return child.id

    town.ids["child"] = town.core.store.write_now(born)
