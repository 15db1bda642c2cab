"""A promise to somebody who waits is kept by whatever way they heard: chat, phone, or a knock."""

from __future__ import annotations

from sqlalchemy import update

from models.help.tables import Case
from models.work import Work


def keep_promise(work: Work, case_id: int) -> None:
    """They have heard from us; a later word does not move the time."""
    work.session.execute(
        update(Case)
        .where(Case.id == case_id, Case.promise_kept_at.is_(None))
        .values(promise_kept_at=work.now)
    )
