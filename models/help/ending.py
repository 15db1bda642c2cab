"""What becomes of offers when a case ends by the asker's word."""

from __future__ import annotations

from sqlalchemy import select, update

from models.help.messages import CalledOff
from models.tasks.tables import Offer
from models.work import Work


def end_offers(work: Work, case_id: int, *, called_off: bool) -> None:
    """Nobody is asked or on the way for this case any more; if it was called off they are told."""
    live = work.connection.execute(
        select(Offer.id, Offer.person_id, Offer.state, Offer.done_at).where(
            Offer.case_id == case_id, Offer.state.in_(("open", "accepted"))
        )
    ).all()
    for offer in live:
        if called_off and offer.done_at is None:
            message = CalledOff(case_id, offer.id)
            work.tell(offer.person_id, message, key=f"called_off:{offer.id}")
    if live:
        work.connection.execute(
            update(Offer)
            .where(Offer.case_id == case_id, Offer.state.in_(("open", "accepted")))
            .values(state="ended", answered_at=work.now)
        )
