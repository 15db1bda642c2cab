"""What the one who asked can do with a case: add, call off, say how it ended, take it up again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from sqlalchemy import select

from models.duty.messages import CaseMovedOn, CaseNeedsYou
from models.duty.people import tell_duty
from models.gate import May
from models.help.adding import add_words, tell_who_goes
from models.help.calling_off import ASKER, OfAsker
from models.help.cases import (
    case_of,
    kind_of,
    move,
    note,
    town_of,
)
from models.help.ending import end_offers
from models.help.messages import ThanksArrived
from models.help.opening import Opened, arrival, promise
from models.help.refusals import ReopenOver
from models.help.tables import Attachment
from models.outbox.enqueue import withdraw_details
from models.refusals import NoLongerPossible
from models.tasks.tables import Offer
from models.work import Work


@dataclass(frozen=True)
class AddToCase(OfAsker):
    """Words, photos or a place, after the case is on its way. ``items`` as ``ask_photos`` gives
    them. Photos are fetched after the commit."""

    may: ClassVar[May] = ASKER
    case_id: int
    items: tuple[dict[str, Any], ...]

    def run(self, work: Work) -> int:
        case = case_of(work, self.case_id)
        if case.closed_at is not None:
            raise NoLongerPossible("case", case.stage)
        for item in self.items:
            if "photo" in item:
                work.session.add(
                    Attachment(
                        case_id=case.id,
                        person_id=work.actor.person_id,
                        channel=work.actor.channel,
                        source=item["photo"],
                        at=work.now,
                        state="waiting",
                        attempts=0,
                    )
                )
                note(work, case.id, "photo_added")
            elif "place" in item:
                latitude, longitude = item["place"]
                place = f"{latitude:.5f},{longitude:.5f}"
                note(work, case.id, "place_added", words=place)
                add_words(case, place)
            else:
                note(work, case.id, "words_added", words=item["words"])
                add_words(case, item["words"])
        if any("photo" not in item for item in self.items):
            tell_who_goes(work, case.id, work.key)
        return len(self.items)


@dataclass(frozen=True)
class AnswerClosing(OfAsker):
    """The closing question: "yes" ends the case, "no" gives it to the duty, "later" asks again
    tomorrow morning."""

    may: ClassVar[May] = ASKER
    case_id: int
    answer: str

    def run(self, work: Work) -> str:
        case = case_of(work, self.case_id)
        if case.closed_at is not None:
            raise NoLongerPossible("case", case.stage)
        if self.answer == "yes":
            move(work, case, "closed", closed_at=work.now, outcome="solved", next_wave_at=None,
                 attention=None)  # fmt: skip
            end_offers(work, case.id, called_off=False)
            withdraw_details(work.connection, case.id, work.now, work.key)
            if case.urgency == "urgent":
                message = CaseMovedOn(case.id, "closed")
                tell_duty(work, self.place(work) or "", message, key=f"{work.key}:closed")
        elif self.answer == "no":
            move(work, case, "with_duty", attention="not_solved", attention_at=work.now)
            needed = CaseNeedsYou(case.id, "not_solved")
            tell_duty(work, self.place(work) or "", needed, key=f"{work.key}:not_solved")
        else:
            case.closing_asked_at = None
        note(work, case.id, f"closing_{self.answer}")
        return self.answer


@dataclass(frozen=True)
class ThankHelper(OfAsker):
    """A word of thanks to pass on, the asker's own or the usual one."""

    may: ClassVar[May] = ASKER
    case_id: int
    words: str = ""

    def run(self, work: Work) -> bool:
        case = case_of(work, self.case_id)
        offer_id, helper_id = last_helper(work, case.id)
        if offer_id is None or helper_id is None or case.thanked_at is not None:
            return False
        case.thanked_at = work.now
        note(work, case.id, "thanked", words=self.words or None)
        work.tell(helper_id, ThanksArrived(case.id, offer_id), key=f"thanks:{offer_id}")
        return True


@dataclass(frozen=True)
class ReopenCase(OfAsker):
    """Cold again (又凉了): for some days the same case goes on, with a new promise."""

    may: ClassVar[May] = ASKER
    case_id: int

    def run(self, work: Work) -> Opened:
        case = case_of(work, self.case_id)
        kind, days = kind_of(work, case), town_of(work, case).duty.reopen_days
        if case.closed_at is None:
            raise NoLongerPossible("case", case.stage)
        if work.now - case.closed_at > timedelta(days=days):
            raise ReopenOver(days)
        urgent = case.urgency == "urgent"
        move(
            work,
            case,
            "open",
            closed_at=None,
            outcome=None,
            closing_asked_at=None,
            thanked_at=None,
            promised_at=promise(work, kind, urgent=urgent),
            promise_kept_at=None,
            arrive_by=arrival(work, kind, urgent=urgent),
            wave=0,
            next_wave_at=work.now,
            with_company=False,
        )
        note(work, case.id, "reopened")
        return Opened(case.id, case.number, case.kind, case.promised_at, at_home=True)


@dataclass(frozen=True)
class NotTonight(OfAsker):
    """The time does not suit: the duty arranges another with both sides."""

    may: ClassVar[May] = ASKER
    case_id: int

    def run(self, work: Work) -> None:
        _call_the_duty(work, self.case_id, "not_tonight", self.place(work) or "")


@dataclass(frozen=True)
class WordIsWrong(OfAsker):
    """The one at the door does not know the word: the duty hears of it at once."""

    may: ClassVar[May] = ASKER
    case_id: int

    def run(self, work: Work) -> None:
        _call_the_duty(work, self.case_id, "word_wrong", self.place(work) or "")


def _call_the_duty(work: Work, case_id: int, why: str, place: str) -> None:
    case = case_of(work, case_id)
    if case.closed_at is not None:
        raise NoLongerPossible("case", case.stage)
    case.attention, case.attention_at = why, work.now
    note(work, case.id, why)
    tell_duty(work, place, CaseNeedsYou(case.id, why), key=f"{work.key}:{why}")


def last_helper(work: Work, case_id: int) -> tuple[int | None, int | None]:
    """(offer, person) of who did it, or is doing it."""
    row = work.connection.execute(
        select(Offer.id, Offer.person_id)
        .where(Offer.case_id == case_id, Offer.state.in_(("accepted", "ended")),
               Offer.arrive_at.is_not(None))
        .order_by(Offer.id.desc())
        .limit(1)
    ).first()  # fmt: skip
    return (row.id, row.person_id) if row else (None, None)
