"""What the clock does with offers: the next wave, and those that were never seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import select

from models.gate import Command, May
from models.help.tables import Case
from models.outbox.tables import OutboxRow
from models.refusals import NotFound
from models.register.tables import Account
from models.tasks.tables import Offer
from models.tasks.waves import LOOKING, course_of, go_on, locked, replace, someone_may_answer
from models.work import Work

BLIND_CHANNELS = ("telegram", "wechat", "wecom")
"""Channels that never say whether a message was seen: what they sent counts as reached."""


@dataclass(frozen=True)
class OfferNextWave(Command[int]):
    """The next step of a case that nobody took yet; how many people were asked."""

    may: ClassVar[May] = May(clock=True)
    case_id: int

    def run(self, work: Work) -> int:
        case = locked(work, self.case_id)
        if case.next_wave_at is None or case.next_wave_at > work.now:
            return 0
        return go_on(work, case)


@dataclass(frozen=True)
class CheckOffer(Command[str]):
    """Was an offer seen in time? If not, the next volunteer is asked at once.

    ``answer_by`` is when the clock looks: first for "seen", then for the end of its use. Returns
    the state the offer has now.
    """

    may: ClassVar[May] = May(clock=True)
    offer_id: int
    blind: tuple[str, ...] = BLIND_CHANNELS

    def run(self, work: Work) -> str:
        offer = work.session.get(Offer, self.offer_id)
        if offer is None:
            raise NotFound("offer")
        case = locked(work, offer.case_id)
        work.session.refresh(offer)
        if offer.state != "open" or offer.answer_by > work.now:
            return offer.state
        lapses = self._lapses(work, case, offer)
        if case.stage not in LOOKING:
            offer.state = "gone"
        elif not self._reached(work):
            offer.state = "unreached"
            replace(work, case)
        elif work.now < lapses:
            offer.answer_by = lapses
        else:
            offer.state = "lapsed"
            _go_on_if_alone(work, case)
        return offer.state

    def _lapses(self, work: Work, case: Case, offer: Offer) -> datetime:
        """Until when an offer that was seen may be answered, whatever the waves do."""
        span = timedelta(minutes=course_of(work, case).overdue_minutes)
        return max(case.arrive_by, offer.offered_at + span)

    def _reached(self, work: Work) -> bool:
        work.session.flush()
        row = work.session.execute(
            select(OutboxRow.state, OutboxRow.seen_at, Account.channel)
            .outerjoin(Account, Account.id == OutboxRow.account_id)
            .where(OutboxRow.key == f"offer:{self.offer_id}")
        ).first()
        if row is None:
            return False
        return row.seen_at is not None or (row.state == "sent" and row.channel in self.blind)


def _go_on_if_alone(work: Work, case: Case) -> None:
    """An offer that lapsed is not replaced one by one; but a case with none left goes on."""
    work.session.flush()
    if case.next_wave_at is not None and not someone_may_answer(work, case):
        case.next_wave_at = work.now
