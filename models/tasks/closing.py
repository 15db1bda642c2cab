"""What becomes of the offers of a case that is over."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import select

from models.help.cases import case_of
from models.tasks.answering import NEWS_KEEPS
from models.tasks.doing import finish
from models.tasks.messages import SomebodyWent, TaskCalledOff, TaskEnded
from models.tasks.tables import Offer
from models.tasks.waves import is_urgent
from models.work import Work


def end_offers(work: Work, case_id: int, why: Literal["cancelled", "ended"]) -> None:
    """End every offer that is still alive.

    "cancelled": the asker called it off; who was asked or is getting ready hears it from us.
    "ended": the asker said it is solved; a helper who forgot to tap gets their minutes all the same.
    """
    case = case_of(work, case_id)
    offers = work.session.scalars(
        select(Offer).where(Offer.case_id == case_id, Offer.state.in_(("open", "accepted")))
    ).all()
    for offer in offers:
        if offer.state == "accepted" and why == "ended":
            finish(work, offer, case, "done")
            work.tell(offer.person_id, TaskEnded(offer.id), key=f"task_ended:{offer.id}")
            continue
        if offer.state == "accepted":
            offer.state, offer.done_at = "ended", work.now
            # Somebody may be on the way: quiet hours do not hold this back.
            work.tell(offer.person_id, TaskCalledOff(offer.id), key=f"off:{offer.id}", loud=True)
            continue
        offer.state = "gone"
        told = TaskCalledOff(offer.id) if why == "cancelled" else SomebodyWent(offer.id)
        work.tell(
            offer.person_id,
            told,
            key=f"off:{offer.id}",
            loud=is_urgent(case),
            expires=work.now + NEWS_KEEPS,
        )
    work.session.flush()
