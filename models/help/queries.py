"""What the asker may see of their own cases. Staff have their own queries in ``models/duty``."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from models.help.tables import Attachment, Case, CaseEvent
from models.refusals import NotFound
from models.work import Work


def my_cases(work: Work, most: int) -> Sequence[Case]:
    """The acting person's cases: open ones first, then the newest closed ones."""
    return work.session.scalars(
        select(Case)
        .where(Case.asker_id == work.actor.person_id)
        .order_by(Case.closed_at.is_not(None), Case.id.desc())
        .limit(most)
    ).all()


def my_case(work: Work, case_id: int) -> Case:
    """One case of the acting person; NotFound for anybody else's."""
    case = work.session.scalars(
        select(Case).where(Case.id == case_id, Case.asker_id == work.actor.person_id)
    ).first()
    if case is None:
        raise NotFound("case")
    return case


def my_case_numbered(work: Work, number: str) -> Case:
    """One case of the acting person by its number; NotFound for anybody else's."""
    case = work.session.scalars(
        select(Case).where(Case.number == number, Case.asker_id == work.actor.person_id)
    ).first()
    if case is None:
        raise NotFound("case")
    return case


def story(work: Work, case_id: int, most: int) -> Sequence[CaseEvent]:
    """The last lines of the story of the acting person's own case, oldest first."""
    my_case(work, case_id)
    newest = work.session.scalars(
        select(CaseEvent)
        .where(CaseEvent.case_id == case_id)
        .order_by(CaseEvent.id.desc())
        .limit(most)
    ).all()
    return newest[::-1]


def newest_open_case(work: Work) -> Case | None:
    """The case a word or photo without a question belongs to."""
    return work.session.scalars(
        select(Case)
        .where(Case.asker_id == work.actor.person_id, Case.closed_at.is_(None))
        .order_by(Case.id.desc())
        .limit(1)
    ).first()


def my_photos(work: Work, case_id: int) -> Sequence[int]:
    """Ids of the photos that are ready to be shown."""
    my_case(work, case_id)
    return work.session.scalars(
        select(Attachment.id).where(Attachment.case_id == case_id, Attachment.state == "ready")
    ).all()
