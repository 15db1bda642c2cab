"""Asking for help: a case is opened with its promise, its urgency computed and never asked."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import bindparam, func, insert, select, update

from models.clocks import to_town
from models.gate import Command, May
from models.help.calling_off import CancelCase
from models.help.cases import (
    note,
)
from models.help.refusals import KindGone, TooManyOpen
from models.help.tables import Case
from models.numbers import case_number
from models.prepared import Prepared
from models.register.tables import Household, Person
from models.town.schema import Kind, Town
from models.work import Work
from models.worktime import YearUnknown

MOST_OPEN = 10
"""Open cases of one person. More are not looked after better by being counted."""


_home = Prepared(
    select(Household.id, Household.grid_id)
    .join(Person, Person.household_id == Household.id)
    .where(Person.id == bindparam("person_id"))
)
_count_open = Prepared(
    select(func.count())
    .select_from(Case)
    .where(Case.asker_id == bindparam("person_id"), Case.closed_at.is_(None))
)
_open = Prepared(insert(Case))
_number = Prepared(
    update(Case).where(Case.id == bindparam("b_case")).values(number=bindparam("b_number"))
)


@dataclass(frozen=True)
class Opened:
    """What the asker is told at once."""

    case_id: int
    number: str
    kind: str
    promised_at: datetime
    at_home: bool
    """Whether we know where the asker lives; if not, they are asked next."""


@dataclass(frozen=True)
class SomebodyElse:
    """The one who needs help, if it is not the asker; kept sealed on the case. ``building`` and
    ``unit`` are 0 in a 屯."""

    name: str
    relation: str
    estate_id: str
    building: int
    unit: int
    door: str


@dataclass(frozen=True)
class OpenCase(Command[Opened]):
    """Ask for help. ``answers``: (field id, option id or words) pairs of the kind's fields.
    ``other``: somebody else, or None for me. Urgency is computed."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = "help"
    kind: str
    answers: tuple[tuple[str, str], ...]
    other: SomebodyElse | None = None

    def run(self, work: Work) -> Opened:
        kind = next((kind for kind in work.town.kinds if kind.id == self.kind), None)
        if kind is None:
            raise KindGone
        person_id = work.actor.person_id
        self._not_too_many(work, person_id)
        home = _home.first(work.connection, {"person_id": person_id})
        if self.other is not None:
            household_id = None
            grid_id = work.town.grid_of(self.other.estate_id, self.other.building or None)
        else:
            household_id, grid_id = (home.id, home.grid_id) if home else (None, None)
        values = self._values(work, kind, household_id, grid_id)
        case_id = _open.insert(work.connection, values)
        number = case_number(case_id)
        _number.run(work.connection, {"b_case": case_id, "b_number": number})
        note(work, case_id, "opened")
        return Opened(case_id, number, kind.id, values["promised_at"], home is not None)

    def undo(self, result: Opened) -> CancelCase:
        return CancelCase(result.case_id)

    def _not_too_many(self, work: Work, person_id: int) -> None:
        count = _count_open.scalar(work.connection, {"person_id": person_id})
        if count >= MOST_OPEN:
            raise TooManyOpen(MOST_OPEN)

    def _values(
        self, work: Work, kind: Kind, household_id: int | None, grid_id: str | None
    ) -> dict[str, Any]:
        answers = dict(self.answers)
        urgent = kind.is_urgent(answers, month=to_town(work.now).month)
        workflow = work.town.workflow(kind.workflow)
        return {
            "number": f"~{work.key}",
            "kind": kind.id,
            "town_version": work.town_number,
            "asker_id": work.actor.person_id,
            "household_id": household_id,
            "grid_id": grid_id,
            "for_other": self.other is not None,
            "details": {
                "answers": answers,
                "other": self._other(work.town),
                "words": "",
            },
            "urgency": "urgent" if urgent else "ordinary",
            "stage": workflow.start,
            "route": kind.route,
            "opened_at": work.now,
            "promised_at": promise(work, kind, urgent=urgent),
            "arrive_by": arrival(work, kind, urgent=urgent),
            "wave": 0,
            "next_wave_at": work.now,
            "with_company": False,
        }

    def _other(self, town: Town) -> dict[str, str] | None:
        if self.other is None:
            return None
        other = self.other
        address = town.address_of(
            other.estate_id, other.building or None, other.unit or None, other.door
        )
        return {"name": other.name, "relation": other.relation, "address": address.zh}


def promise(work: Work, kind: Kind, *, urgent: bool) -> datetime:
    """By when the asker hears from us: a round quarter of an hour."""
    minutes = kind.promise_minutes.of(urgent=urgent)
    return work.calendar.round_up(_deadline(work, kind, minutes, urgent=urgent), 15)


def arrival(work: Work, kind: Kind, *, urgent: bool) -> datetime:
    """By when somebody should be there, to the half hour."""
    minutes = kind.arrive_minutes.of(urgent=urgent)
    return work.calendar.round_up(_deadline(work, kind, minutes, urgent=urgent), 30)


def _deadline(work: Work, kind: Kind, minutes: int, *, urgent: bool) -> datetime:
    """Urgent: at once, day or night. What offices do: working hours, which know the holidays.
    What neighbours do: the hours of the desk, evenings and weekends too. A year whose holidays
    nobody has published yet is counted by the desk's hours rather than guessed."""
    if urgent:
        return work.now + timedelta(minutes=minutes)
    if kind.volunteers == "no":
        with suppress(YearUnknown):
            return work.calendar.add_work_minutes(work.now, minutes)
    return work.calendar.add_duty_minutes(work.now, minutes)
