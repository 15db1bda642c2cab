"""Minutes given: counted from what happened, corrected by reversing, never edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from models.gate import Command, May
from models.help.cases import note
from models.tasks.answering import OfOffer, offer_of
from models.tasks.refusals import MinutesOutOfRange, TaskOver
from models.tasks.tables import MinuteEntry, Offer
from models.work import Work

LEAST, MOST = 5, 600
"""Of one task. Longer means that somebody forgot to tap."""


@dataclass(frozen=True)
class CorrectMinutes(OfOffer, Command[int]):
    """The count was wrong: reverse the entry and enter anew."""

    may: ClassVar[May] = May(relations=("taker",))
    offer_id: int
    minutes: int

    def run(self, work: Work) -> int:
        offer = offer_of(work, self.offer_id)
        if not LEAST <= self.minutes <= MOST:
            raise MinutesOutOfRange(LEAST, MOST)
        if offer.state != "ended":
            raise TaskOver(offer.id, offer.state)
        standing = standing_entry(work, offer.id)
        if standing is not None:
            if standing.minutes == self.minutes:
                return self.minutes
            _enter(work, offer, -standing.minutes, reverses=standing.id)
        _enter(work, offer, self.minutes)
        note(work, offer.case_id, "minutes_corrected", args={"offer": offer.id})
        return self.minutes


def count_minutes(offer: Offer, planned: int, now: datetime) -> int:
    """From setting out until now; without that tap from the promised time, or else from the yes.

    Far too long means that somebody forgot to tap: then what the kind usually takes."""
    if offer.on_way_at is None and offer.arrive_at is not None and offer.arrive_at < now:
        began = offer.arrive_at
    else:
        began = offer.on_way_at or offer.answered_at or now
    minutes = round((now - began) / timedelta(minutes=1))
    return max(minutes, LEAST) if minutes <= MOST else planned


def record(work: Work, offer: Offer, minutes: int) -> None:
    _enter(work, offer, minutes)


def standing_entry(work: Work, offer_id: int) -> MinuteEntry | None:
    """The entry of a task that counts: not a reversal, and not reversed."""
    reversal = aliased(MinuteEntry)
    return work.session.scalars(
        select(MinuteEntry)
        .outerjoin(reversal, reversal.reverses_id == MinuteEntry.id)
        .where(
            MinuteEntry.offer_id == offer_id,
            MinuteEntry.reverses_id.is_(None),
            reversal.id.is_(None),
        )
        .order_by(MinuteEntry.id.desc())
    ).first()


def my_minutes(work: Work, since: datetime, until: datetime) -> tuple[int, int]:
    """(tasks finished, minutes) of the acting person in a span; the day it was done counts."""
    row = work.session.execute(
        select(func.count(func.distinct(Offer.id)), func.coalesce(func.sum(MinuteEntry.minutes), 0))
        .join(MinuteEntry, MinuteEntry.offer_id == Offer.id)
        .where(
            Offer.person_id == work.actor.person_id,
            MinuteEntry.person_id == work.actor.person_id,
            Offer.state == "ended",
            Offer.done_at >= since,
            Offer.done_at < until,
        )
    ).one()
    return int(row[0]), int(row[1])


def _enter(work: Work, offer: Offer, minutes: int, *, reverses: int | None = None) -> None:
    work.session.add(
        MinuteEntry(
            person_id=offer.person_id,
            offer_id=offer.id,
            minutes=minutes,
            reverses_id=reverses,
            at=work.now,
        )
    )
    work.session.flush()
