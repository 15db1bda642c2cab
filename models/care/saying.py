"""What people say of what is due for them: it was done, later, this time. So may who acts for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.bookings.commands import Booked, BookVisit, TakeBackVisit
from models.care.asking import after_visit, booking_for, in_a_week, to_confirm
from models.care.doing import IS_LIVE, rule_of
from models.care.refusals import DueOver
from models.care.tables import SAID, DueItem
from models.gate import Command, May
from models.refusals import NotFound
from models.work import Work

PURPOSE = "visits"
"""What a proxy must be allowed."""


def _mine(work: Work, item_id: int) -> DueItem:
    """An item of whoever it is done for, still open. NotFound, DueOver."""
    item = work.session.get(DueItem, item_id, populate_existing=True)
    if item is None or item.person_id != work.actor.person_id:
        raise NotFound("item")
    if item.state not in IS_LIVE:
        raise DueOver(item.state)
    return item


@dataclass(frozen=True)
class SayDone(Command[int]):
    """It was done, elsewhere or without a word: the team still confirms it, and for so long nobody
    asks. Returns the item's id."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = PURPOSE
    item_id: int

    def run(self, work: Work) -> int:
        item = _mine(work, self.item_id)
        rule = rule_of(work, item.rule)
        item.result = SAID
        item.ask_at = to_confirm(work, rule) if rule is not None else None
        work.session.flush()
        return item.id

    def undo(self, result: int) -> Command[int]:
        return AskMeLater(result)


@dataclass(frozen=True)
class AskMeLater(Command[int]):
    """Not now: asked again in a week, and nobody else is bothered. What was said to be done is not,
    after all. Returns the item's id."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = PURPOSE
    item_id: int

    def run(self, work: Work) -> int:
        item = _mine(work, self.item_id)
        rule = rule_of(work, item.rule)
        if rule is None:
            raise DueOver("off")
        item.result, item.rung = "", min(item.rung, 1)
        item.ask_at = in_a_week(work, rule)
        work.session.flush()
        return item.id

    def undo(self, result: int) -> Command[int]:
        return AskMeLater(result)


@dataclass(frozen=True)
class BookDue(Command[Booked]):
    """A time for what is due: it is booked from now on, and nobody asks until then."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = PURPOSE
    item_id: int
    session_id: int

    def run(self, work: Work) -> Booked:
        item = _mine(work, self.item_id)
        rule = rule_of(work, item.rule)
        if rule is None:
            raise DueOver("off")
        booked = BookVisit(self.session_id).run(work)
        time = booking_for(work, item, rule)
        if time is None:
            raise NotFound("session")
        item.state, item.booking_id, item.result = "booked", time.id, ""
        item.ask_at = after_visit(time.ends_at)
        work.session.flush()
        return booked

    def undo(self, result: Booked) -> Command[int]:
        return TakeBackVisit(result.booking_id)
