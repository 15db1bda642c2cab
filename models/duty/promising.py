"""What the clock owes people who wait: the word at the promised time, and the question at the end.

Both are said once: the first by a conditional update, the others by a line in the case's story.
Nothing here closes a case: whoever does not answer is phoned, never declared content.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import BindParameter, ColumnElement, Select, exists, select, update

from models.base import touched
from models.duty.calls import PutOnCallList
from models.duty.messages import CaseNeedsYou
from models.duty.people import tell_duty
from models.gate import ANYWHERE, Command, May
from models.help.cases import case_of, note, place_of_case
from models.help.messages import ClosingAsked, PromiseMissed
from models.help.tables import Case, CaseEvent
from models.tasks.tables import Offer
from models.work import Work

REMIND_AFTER = timedelta(hours=24)
CALL_AFTER = timedelta(hours=72)
REMINDED = "closing_reminded"
CALLED = "closing_called"


@dataclass(frozen=True)
class SayPromiseMissed(Command[bool]):
    """The promised time has come without an answer: said by itself, and put on the desk."""

    may: ClassVar[May] = May(clock=True)
    case_id: int

    def run(self, work: Work) -> bool:
        result = work.session.execute(
            update(Case)
            .where(Case.id == self.case_id, *promise_is_due(work.now))
            .values(promise_kept_at=work.now)
            .execution_options(synchronize_session=False)
        )
        if touched(result) != 1:
            return False
        case = case_of(work, self.case_id)
        work.session.refresh(case)
        stamp = int(case.promised_at.timestamp())
        work.tell(case.asker_id, PromiseMissed(case.id), key=f"promise:{case.id}:{stamp}")
        note(work, case.id, "promise_missed")
        if case.attention is None:
            case.attention, case.attention_at = "promise", work.now
            path = place_of_case(work, case.id) or ANYWHERE
            key = f"promise:{case.id}:{stamp}:duty"
            message = CaseNeedsYou(case.id, "promise")
            tell_duty(work, path, message, key=key, loud=case.urgency == "urgent")
        return True


@dataclass(frozen=True)
class RemindOfClosing(Command[bool]):
    """A day without an answer to the closing question: asked once more."""

    may: ClassVar[May] = May(clock=True)
    case_id: int

    def run(self, work: Work) -> bool:
        case = case_of(work, self.case_id)
        if not is_waiting_for_word(case) or said_since(work, case, REMINDED):
            return False
        note(work, case.id, REMINDED)
        work.tell(case.asker_id, ClosingAsked(case.id, result_of(work, case.id)))
        return True


@dataclass(frozen=True)
class CallAboutClosing(Command[bool]):
    """Three days without an answer: somebody phones. The case stays open."""

    may: ClassVar[May] = May(clock=True)
    case_id: int

    def run(self, work: Work) -> bool:
        case = case_of(work, self.case_id)
        asked = case.closing_asked_at
        if asked is None or not is_waiting_for_word(case) or said_since(work, case, CALLED):
            return False
        note(work, case.id, CALLED)
        if not said_since(work, case, REMINDED):
            # After a long standstill both are due: the phone alone, not a message as well.
            note(work, case.id, REMINDED)
        message = ClosingAsked(case.id, result_of(work, case.id))
        return PutOnCallList(
            f"closing:{case.id}:{int(asked.timestamp())}",
            case.asker_id,
            type(message).__name__,
            tuple(message.args().items()),
            "unseen",
        ).run(work)


def promise_is_due(now: datetime | BindParameter[datetime]) -> tuple[ColumnElement[bool], ...]:
    return (
        Case.promised_at <= now,
        Case.promise_kept_at.is_(None),
        Case.closed_at.is_(None),
    )


def is_waiting_for_word(case: Case) -> bool:
    return case.closed_at is None and case.stage == "reported" and case.closing_asked_at is not None


def waiting_for_word(before: datetime | BindParameter[datetime], unless: str) -> Select[int]:
    """Ids of cases whose closing question was put at or before ``before`` and that have no line
    ``unless`` in their story since."""
    return (
        select(Case.id)
        .where(
            Case.closed_at.is_(None),
            Case.stage == "reported",
            Case.closing_asked_at <= before,
            ~_said(unless),
        )
        .order_by(Case.closing_asked_at)
    )


def first_waiting(unless: str) -> Select[datetime | None]:
    """When the oldest unanswered closing question was put that has no line ``unless`` since."""
    return (
        select(Case.closing_asked_at)
        .where(
            Case.closed_at.is_(None),
            Case.stage == "reported",
            Case.closing_asked_at.is_not(None),
            ~_said(unless),
        )
        .order_by(Case.closing_asked_at)
        .limit(1)
    )


def _said(what: str) -> ColumnElement[bool]:
    return exists().where(
        CaseEvent.case_id == Case.id,
        CaseEvent.what == what,
        CaseEvent.at >= Case.closing_asked_at,
    )


def said_since(work: Work, case: Case, what: str) -> bool:
    """Whether the story has that line since the closing question was put."""
    return (
        work.session.execute(select(Case.id).where(Case.id == case.id, _said(what))).first()
        is not None
    )


def result_of(work: Work, case_id: int) -> str:
    """What the last helper said of it; "company" when none did it."""
    found = work.session.execute(
        select(Offer.result)
        .where(Offer.case_id == case_id, Offer.result.is_not(None))
        .order_by(Offer.done_at.desc())
        .limit(1)
    ).scalar()
    return found or "company"
