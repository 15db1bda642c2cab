"""The rows of the ledger, for commands and lists that have asked already whether they may."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import delete, select, update

from models.base import insert_new, touched
from models.ledger.tables import PersonCategory
from models.work import Work


def put_in(
    work: Work, person_id: int, categories: Iterable[str], by: int | None
) -> tuple[str, ...]:
    """Those of them that they were not in before."""
    found = []
    for category in dict.fromkeys(categories):
        row = {
            "person_id": person_id, "category": category, "since": work.now, "noted_by": by,
            "ended_at": None,
        }  # fmt: skip
        new = insert_new(work.session, PersonCategory).values(**row).on_conflict_do_nothing()
        if touched(work.connection.execute(new)):
            found.append(category)
    return tuple(found)


def take_out(work: Work, person_id: int, categories: Iterable[str]) -> None:
    work.session.execute(
        update(PersonCategory)
        .where(
            PersonCategory.person_id == person_id,
            PersonCategory.category.in_(tuple(categories)),
            PersonCategory.ended_at.is_(None),
        )
        .values(ended_at=work.now)
        .execution_options(synchronize_session=False)
    )
    work.session.expire_all()


def not_in_yet(work: Work, person_id: int, categories: Collection[str]) -> list[str]:
    """Those of them that they are not in now."""
    if not categories:
        return []
    found = select(PersonCategory.category).where(
        PersonCategory.person_id == person_id, PersonCategory.ended_at.is_(None)
    )
    return sorted(set(categories) - set(work.session.scalars(found)))


def forget_entries(work: Work, person_id: int, categories: Collection[str], by: int | None) -> None:
    """What a list has put somebody into, if nobody has ended it since."""
    if categories:
        work.connection.execute(
            delete(PersonCategory).where(
                PersonCategory.person_id == person_id,
                PersonCategory.category.in_(tuple(categories)),
                PersonCategory.noted_by == by,
                PersonCategory.ended_at.is_(None),
            )
        )
