"""Yes and no to an offer, and cases given to somebody by hand.

One taker: the partial unique index on accepted offers decides, not a look beforehand. Whoever was
not reached in time, or said no and thought again, may still go as long as nobody else does.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from models.base import touched
from models.duty.messages import CaseMovedOn
from models.duty.people import tell_duty
from models.gate import Command, May, roles_of
from models.help.cases import kind_of, move, note, place_of_case
from models.help.messages import HelperFound
from models.help.tables import Case
from models.refusals import NotFound
from models.register.holding import held_at
from models.register.tables import Role
from models.tasks.door import choose_door_word
from models.tasks.messages import SomebodyWent, TaskYours
from models.tasks.refusals import AlreadyTaken, NotAHelper, OfferGone, OnlyProfessionals
from models.tasks.tables import Offer, Volunteer
from models.tasks.waves import (
    BY_HAND,
    LOOKING,
    is_urgent,
    locked,
    replace,
    round_of,
    tell_offer,
)
from models.work import Work

ASSIGNERS = ("coordinator", "grid_worker", "admin")
CLAIMABLE = ("open", "unreached", "lapsed", "gone", "declined")
TAKEN = ("taken", "on_way")
NEWS_KEEPS = timedelta(hours=3)
"""After that nobody wants to hear any more that somebody else went."""

ENDED_BY_A_TAKER = ("overdue", "no_address", "not_solved")
"""Reasons on the desk that are over once somebody goes."""


def offer_of(work: Work, offer_id: int) -> Offer:
    offer = work.session.get(Offer, offer_id)
    if offer is None:
        raise NotFound("offer")
    return offer


def was_taken(offer: Offer) -> bool:
    """Whether this person said yes at some time; a case that ends also ends offers that waited."""
    return offer.state in ("accepted", "ended", "given_up") and offer.arrive_at is not None


class OfOffer:
    """What the acting person is to an offer: it was put to them ("offered"), they took it
    ("taker", also when it is over: then the answer is that it is over, not a closed door)."""

    offer_id: int

    def relations(self, work: Work) -> Collection[str]:
        offer = work.session.get(Offer, self.offer_id)
        if offer is None or offer.person_id != work.actor.person_id:
            return ()
        return ("offered", "taker") if was_taken(offer) else ("offered",)


@dataclass(frozen=True)
class AcceptOffer(OfOffer, Command[int]):
    """I go. The details come to the taker as a message of their own, which can be withdrawn."""

    may: ClassVar[May] = May(relations=("offered",))
    offer_id: int
    arrive_at: datetime

    def run(self, work: Work) -> int:
        offer = offer_of(work, self.offer_id)
        if offer.state == "accepted":
            return offer.id
        case = locked(work, offer.case_id)
        if case.stage not in (*LOOKING, *TAKEN) or not roles_of(work, offer.person_id):
            raise OfferGone(offer.id)
        take(work, case, offer, self.arrive_at)
        return offer.id


@dataclass(frozen=True)
class DeclineOffer(OfOffer, Command[bool]):
    """Not this time: no reason, no mark. True if the next one was asked."""

    may: ClassVar[May] = May(relations=("offered",))
    offer_id: int

    def run(self, work: Work) -> bool:
        return decline(work, offer_of(work, self.offer_id))


@dataclass(frozen=True)
class AssignCase(Command[int]):
    """Ask this person first. They still say yes themselves. Returns the offer's id."""

    may: ClassVar[May] = May(roles=ASSIGNERS)
    case_id: int
    person_id: int
    patience: timedelta = timedelta(minutes=10)

    def place(self, work: Work) -> str | None:
        return place_of_case(work, self.case_id)

    def run(self, work: Work) -> int:
        case = locked(work, self.case_id)
        if case.stage not in LOOKING:
            raise AlreadyTaken(case.id)
        if not _helps(work, self.person_id):
            raise NotAHelper(self.person_id)
        kind = kind_of(work, case)
        if kind.volunteers == "no" and kind.professional is not None:
            raise OnlyProfessionals(case.id)
        offer = _by_hand(work, case, self.person_id, why=f"asked:{work.actor.person_id}")
        tell_offer(work, case, offer)
        # Even after the last wave: who does not answer must not make the case disappear.
        case.next_wave_at = max(case.next_wave_at or work.now, work.now + self.patience)
        if case.attention in ENDED_BY_A_TAKER:
            case.attention = case.attention_at = None
        note(work, case.id, "assigned", args={"offer": offer.id})
        if case.stage == "open":
            move(work, case, "offered")
        return offer.id


@dataclass(frozen=True)
class TakeCaseMyself(Command[int]):
    """Staff go themselves; the asker hears of it as of any other helper."""

    may: ClassVar[May] = May(roles=ASSIGNERS)
    case_id: int
    arrive_at: datetime

    def place(self, work: Work) -> str | None:
        return place_of_case(work, self.case_id)

    def run(self, work: Work) -> int:
        case = locked(work, self.case_id)
        if case.stage not in (*LOOKING, "reported"):
            raise AlreadyTaken(case.id)
        offer = _by_hand(work, case, work.actor.person_id, why="self")
        try:
            take(work, case, offer, self.arrive_at)
        except OfferGone:
            raise AlreadyTaken(case.id) from None
        return offer.id


def take(work: Work, case: Case, offer: Offer, arrive_at: datetime) -> None:
    """Make the offer the accepted one, or OfferGone; then everything that follows from it."""
    when = arrive_at if arrive_at > work.now else work.calendar.round_up(work.now, 30)
    _claim(work, offer, when)
    attention = None if case.attention in ENDED_BY_A_TAKER else case.attention
    move(
        work,
        case,
        "taken",
        door_word=choose_door_word(work, case),
        next_wave_at=None,
        promise_kept_at=case.promise_kept_at or work.now,
        attention=attention,
    )
    note(work, case.id, "taken", args={"offer": offer.id})
    _tell_the_others(work, case, offer)
    work.session.execute(
        update(Volunteer)
        .where(Volunteer.person_id == offer.person_id)
        .values(last_task_at=work.now)
    )
    work.tell(case.asker_id, HelperFound(case.id, offer.id), key=f"found:{offer.id}")
    if case.urgency == "urgent":
        place = place_of_case(work, case.id) or ""
        tell_duty(work, place, CaseMovedOn(case.id, "taken"), key=f"taken:{offer.id}")
    work.tell(offer.person_id, TaskYours(offer.id), key=f"yours:{offer.id}", details_of=case.id)


def decline(work: Work, offer: Offer) -> bool:
    """Say no for the person; ask the next one if the offer was still open."""
    case = locked(work, offer.case_id)
    work.session.refresh(offer)
    was = offer.state
    if was not in ("open", "unreached", "lapsed"):
        return False
    offer.state, offer.answered_at = "declined", work.now
    work.session.flush()
    return replace(work, case) if was == "open" else False


def _claim(work: Work, offer: Offer, arrive_at: datetime) -> None:
    work.session.flush()
    try:
        with work.session.begin_nested():
            result = work.session.execute(
                update(Offer)
                .where(Offer.id == offer.id, Offer.state.in_(CLAIMABLE))
                .values(state="accepted", answered_at=work.now, arrive_at=arrive_at)
                .execution_options(synchronize_session=False)
            )
    except IntegrityError:
        raise OfferGone(offer.id) from None
    if touched(result) != 1:
        raise OfferGone(offer.id)
    work.session.refresh(offer)


def _tell_the_others(work: Work, case: Case, taken: Offer) -> None:
    others = work.session.scalars(
        select(Offer).where(Offer.case_id == case.id, Offer.state == "open")
    ).all()
    for offer in others:
        offer.state = "gone"
        work.tell(
            offer.person_id,
            SomebodyWent(offer.id),
            key=f"went:{offer.id}:{taken.id}",
            loud=is_urgent(case),
            expires=work.now + NEWS_KEEPS,
        )
    work.session.flush()


def _by_hand(work: Work, case: Case, person_id: int, *, why: str) -> Offer:
    """An offer beside the waves; a person who was asked before is asked in a round of their own."""
    theirs = (Offer.case_id == case.id, Offer.person_id == person_id)
    last = work.session.scalar(select(func.max(Offer.round)).where(*theirs))
    work.session.execute(update(Offer).where(*theirs, Offer.state == "open").values(state="lapsed"))
    offer = Offer(
        case_id=case.id,
        person_id=person_id,
        round=max(round_of(work, case), (last or 0) + 1),
        wave=BY_HAND,
        why=[why],
        state="open",
        offered_at=work.now,
        answer_by=case.arrive_by if case.arrive_by > work.now else work.now + NEWS_KEEPS,
    )
    work.session.add(offer)
    work.session.flush()
    return offer


def _helps(work: Work, person_id: int) -> bool:
    """An approved volunteer, or somebody who holds any role."""
    return (
        work.session.scalar(
            select(Role.id).where(Role.person_id == person_id, held_at(work.now)).limit(1)
        )
        is not None
    )
