"""What the desk does with a case and a person. Hand-overs and calls have files of their own.

The trap is the tidy desk: a case is never closed as solved because staff want it gone. ``heard``
says what the person said on the phone; "no_answer" is written down as just that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import insert, select, update

from models.base import touched
from models.duty.calls import PutOnCallList, TickCall
from models.duty.keeping import keep_promise
from models.duty.messages import DutySaid, ResidentConfirmed
from models.duty.people import STAFF
from models.duty.refusals import NoCompany
from models.gate import Command, May
from models.help.cases import case_of, kind_of, move, note, place_of_case
from models.help.ending import end_offers
from models.help.messages import CaseClosedByDuty, ClosingAsked, CompanyTold
from models.help.tables import Case, CaseEvent
from models.outbox.enqueue import withdraw_details
from models.places import path_of_person
from models.refusals import NoLongerPossible
from models.register.holding import held_at
from models.register.tables import Person, Role
from models.work import Work

__all__ = [
    "AskIfSolved",
    "CloseByDuty",
    "ConfirmResident",
    "GoOffDuty",
    "GoOnDuty",
    "LookIntoCase",
    "MarkWithCompany",
    "PutOnCallList",
    "SayToAsker",
    "SeenTo",
    "TickCall",
]

LONGEST = 1000


class _AtCase:
    """Acts where a case is."""

    case_id: int

    def place(self, work: Work) -> str | None:
        return place_of_case(work, self.case_id)


@dataclass(frozen=True)
class LookIntoCase(_AtCase, Command[int]):
    """Open a case on the desk: who looked at a door and a phone is written down."""

    may: ClassVar[May] = May(roles=STAFF)
    case_id: int

    def run(self, work: Work) -> int:
        return case_of(work, self.case_id).id


@dataclass(frozen=True)
class MarkWithCompany(_AtCase, Command[int]):
    """The professionals were phoned: the asker hears so, and the case stays open until it is
    solved. Whoever is on the way still goes (a look helps); nobody else is asked."""

    may: ClassVar[May] = May(roles=STAFF)
    case_id: int

    def run(self, work: Work) -> int:
        case = _open_case(work, self.case_id)
        if kind_of(work, case).professional is None:
            raise NoCompany(case.id)
        going = case.stage in ("taken", "on_way")
        stage = case.stage if going else "with_company"
        move(
            work, case, stage, with_company=True, next_wave_at=None, attention=None,
            attention_at=None, promise_kept_at=case.promise_kept_at or work.now,
        )  # fmt: skip
        if not going:
            end_offers(work, case.id, called_off=False)
        note(work, case.id, "with_company")
        work.tell(case.asker_id, CompanyTold(case.id, work.actor.person_id))
        return case.id


@dataclass(frozen=True)
class SayToAsker(_AtCase, Command[int]):
    """A sentence to the person who asked, under one's own name. Returns the story line's id."""

    may: ClassVar[May] = May(roles=STAFF)
    case_id: int
    words: str

    def run(self, work: Work) -> int:
        case = case_of(work, self.case_id)
        event_id: int = work.session.execute(
            insert(CaseEvent).returning(CaseEvent.id),
            {
                "case_id": case.id,
                "at": work.now,
                "what": "duty_said",
                "by_person": work.actor.person_id or None,
                "args": None,
                "words": self.words[:LONGEST],
            },
        ).scalar_one()
        keep_promise(work, case.id)
        work.tell(case.asker_id, DutySaid(event_id, case.id))
        return event_id


@dataclass(frozen=True)
class SeenTo(_AtCase, Command[int]):
    """I have seen to what the desk was called for; the case itself goes on."""

    may: ClassVar[May] = May(roles=STAFF)
    case_id: int

    def run(self, work: Work) -> int:
        case = _open_case(work, self.case_id)
        case.attention = case.attention_at = None
        note(work, case.id, "seen_to")
        return case.id


@dataclass(frozen=True)
class AskIfSolved(_AtCase, Command[int]):
    """It should be done: the person who asked is asked, in their kind's own words."""

    may: ClassVar[May] = May(roles=STAFF)
    case_id: int

    def run(self, work: Work) -> int:
        case = _open_case(work, self.case_id)
        if case.stage in ("open", "offered"):
            # What nobody was sent to is the desk's own before it can be done.
            move(work, case, "with_duty")
            end_offers(work, case.id, called_off=False)
        move(
            work, case, "reported", closing_asked_at=work.now, next_wave_at=None,
            attention=None, attention_at=None,
        )  # fmt: skip
        note(work, case.id, "closing_asked")
        work.tell(case.asker_id, ClosingAsked(case.id, "company"))
        return case.id


@dataclass(frozen=True)
class CloseByDuty(_AtCase, Command[int]):
    """End a case at the desk. ``heard``: "solved" if the person said so on the phone or at the
    door, "no_answer" if nobody could be asked: it is not called solved then."""

    may: ClassVar[May] = May(roles=STAFF)
    case_id: int
    heard: str

    def run(self, work: Work) -> int:
        case = _open_case(work, self.case_id)
        outcome = "solved" if self.heard == "solved" else "no_answer"
        move(
            work, case, "closed", closed_at=work.now, outcome=outcome, next_wave_at=None,
            attention=None, attention_at=None,
        )  # fmt: skip
        end_offers(work, case.id, called_off=True)
        withdraw_details(work.connection, case.id, work.now, work.key)
        note(work, case.id, "closed_by_duty", args={"heard": outcome})
        work.tell(case.asker_id, CaseClosedByDuty(case.id))
        return case.id


@dataclass(frozen=True)
class ConfirmResident(Command[int]):
    """Somebody is who they say, and lives there: said by a worker of that place."""

    may: ClassVar[May] = May(roles=STAFF)
    person_id: int

    def place(self, work: Work) -> str | None:
        # Without an address there is nothing to confirm, and no place that gives the right.
        return path_of_person(work, self.person_id) or None

    def run(self, work: Work) -> int:
        result = work.session.execute(
            update(Person)
            .where(Person.id == self.person_id, Person.verified_at.is_(None))
            .values(verified_at=work.now, verified_by=work.actor.person_id)
        )
        if touched(result):
            work.tell(self.person_id, ResidentConfirmed(work.actor.person_id))
        return self.person_id


class _OnStaff:
    """What everybody with a staff role may do about themselves."""

    def relations(self, work: Work) -> tuple[str, ...]:
        held = work.connection.execute(
            select(Role.id)
            .where(Role.person_id == work.actor.person_id, held_at(work.now),
                   Role.role.in_(STAFF))
            .limit(1)
        ).first()  # fmt: skip
        return ("staff",) if held else ()


@dataclass(frozen=True)
class GoOnDuty(_OnStaff, Command[bool]):
    may: ClassVar[May] = May(relations=("staff",))

    def run(self, work: Work) -> bool:
        return _set_duty(work, on_duty=True)


@dataclass(frozen=True)
class GoOffDuty(_OnStaff, Command[bool]):
    may: ClassVar[May] = May(relations=("staff",))

    def run(self, work: Work) -> bool:
        return _set_duty(work, on_duty=False)


def _set_duty(work: Work, *, on_duty: bool) -> bool:
    work.session.execute(
        update(Role)
        .where(
            Role.person_id == work.actor.person_id,
            held_at(work.now),
            Role.role.in_(STAFF),
        )
        .values(on_duty=on_duty)
    )
    return on_duty


def _open_case(work: Work, case_id: int) -> Case:
    case = case_of(work, case_id)
    if case.closed_at is not None:
        raise NoLongerPossible("case", case.stage)
    return case
