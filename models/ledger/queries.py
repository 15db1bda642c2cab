"""What a worker sees of the ledger: one opened person's categories, and nothing that lists people."""

from __future__ import annotations

from sqlalchemy import select

from models.ledger.noting import may_read_ledger
from models.ledger.tables import PersonCategory
from models.refusals import NotFound
from models.work import Work


def categories_of(work: Work, person_id: int) -> frozenset[str]:
    """Which ones they are in now; NotFound unless the acting worker has opened them."""
    if not may_read_ledger(work, person_id):
        raise NotFound("person")
    return frozenset(
        work.session.scalars(
            select(PersonCategory.category).where(
                PersonCategory.person_id == person_id, PersonCategory.ended_at.is_(None)
            )
        )
    )
