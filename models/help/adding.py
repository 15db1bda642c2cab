"""What was added to a case after it was sent: for those who look into it and the one who goes there."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from models.help.tables import Attachment, Case
from models.tasks.messages import TaskAdded
from models.tasks.tables import Offer
from models.work import Work

LONGEST = 500
"""Characters of all added words that are kept with the case itself; the story has each whole."""


def ready_photos(work: Work, case_id: int) -> tuple[int, ...]:
    """Photos that may be shown, for whoever may see the case: the caller answers for that."""
    found: Sequence[int] = work.session.scalars(
        select(Attachment.id)
        .where(Attachment.case_id == case_id, Attachment.state == "ready")
        .order_by(Attachment.id)
    ).all()
    return tuple(found)


def add_words(case: Case, words: str) -> None:
    """Keep the words beside the answers, where whoever opens the case reads them."""
    joined = "；".join(part for part in (case.details.get("words", ""), words) if part)
    case.details = {**case.details, "words": joined[-LONGEST:]}


def tell_who_goes(work: Work, case_id: int, key: str) -> None:
    """The one who has the task hears of it while they have it."""
    offer = work.connection.execute(
        select(Offer.id, Offer.person_id).where(Offer.case_id == case_id, Offer.state == "accepted")
    ).first()
    if offer is not None:
        message = TaskAdded(offer.id)
        work.tell(offer.person_id, message, key=f"{key}:added:{offer.id}", details_of=case_id)
