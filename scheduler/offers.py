"""The clock's part in finding somebody: waves that are due, offers that nobody saw.

What is due lives in the rows (``next_wave_at``, ``answer_by``); this only takes a handful at a
time, so that one call never holds the writer for long, and a call that is missed is made up for.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, select

from models.gate import run
from models.help.tables import Case
from models.prepared import Prepared
from models.tasks.clockwork import BLIND_CHANNELS, CheckOffer, OfferNextWave
from models.tasks.tables import Offer
from models.work import Work

MOST = 5
"""Offers of one call: other writers wait meanwhile."""
MOST_CASES = 1
"""Cases of one call: looking for helpers takes some 8 ms."""

_unseen = Prepared(
    select(Offer.id)
    .where(Offer.state == "open", Offer.answer_by <= bindparam("now"))
    .order_by(Offer.answer_by, Offer.id)
    .limit(MOST)
)
# Rows that another process has in hand are left to it.
_waves = Prepared(
    select(Case.id)
    .where(Case.next_wave_at.is_not(None), Case.next_wave_at <= bindparam("now"))
    .order_by(Case.next_wave_at, Case.id)
    .limit(MOST_CASES)
    .with_for_update(skip_locked=True)
)
_next_wave = Prepared(select(func.min(Case.next_wave_at)).where(Case.next_wave_at.is_not(None)))
_next_answer = Prepared(select(func.min(Offer.answer_by)).where(Offer.state == "open"))


class Offers:
    """``blind``: channels that cannot say whether a message was seen."""

    name = "offers"

    def __init__(self, blind: tuple[str, ...] = BLIND_CHANNELS) -> None:
        self._blind = blind

    def run(self, work: Work) -> int:
        """Do what is due; how many rows were looked at (any at all means: call again)."""
        offers = work.found(_unseen, now=work.now)
        for offer_id in offers:
            run(work, CheckOffer(offer_id, self._blind))
        cases = work.found(_waves, now=work.now)
        for case_id in cases:
            run(work, OfferNextWave(case_id))
        return len(offers) + len(cases)

    def next_due(self, work: Work) -> datetime | None:
        """The next instant at which something falls due; the demo's clock stops there."""
        wave, answer = work.first(_next_wave), work.first(_next_answer)
        moments = [moment for moment in (wave, answer) if moment is not None]
        return min(moments) if moments else None
