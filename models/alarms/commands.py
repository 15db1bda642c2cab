"""Alarms: anyone may raise one, known or not, and a named person answers it.

The traps: two phrases in one minute must not be two alarms (a partial unique index), two
coordinators must not both believe that the other drives there (a conditional update), and nobody
may be told "we have called them" before they are in fact called (``told`` is written first).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy import select, update

from models.alarms.calling import (
    call_people,
    next_step,
    path_of_alarm,
    tell_the_told,
)
from models.alarms.messages import (
    AlarmAcknowledged,
    AlarmEnded,
    AlarmMore,
    AlarmOver,
    AlarmPassedOn,
    AlarmRaised,
    AlarmTaken,
    AlarmTold,
)
from models.alarms.refusals import AlarmAnswered, AlarmIsOver
from models.alarms.tables import Alarm
from models.base import insert_new, touched
from models.duty.people import STAFF
from models.duty.talking import join
from models.gate import Command, May
from models.places import grid_of_person
from models.refusals import NotFound
from models.work import Work

LONGEST = 500
"""How much of what was cried out is kept, in characters."""
OPEN = ("asking", "raised")


def alarm_of(work: Work, alarm_id: int) -> Alarm:
    alarm = work.session.get(Alarm, alarm_id, populate_existing=True)
    if alarm is None:
        raise NotFound("alarm")
    return alarm


@dataclass(frozen=True)
class RaiseAlarm(Command[int]):
    """A phrase was found. ``exact``: the whole message is a cry, so people are called at once;
    otherwise a tap or a minute decides. Returns the alarm's id."""

    may: ClassVar[May] = May(anyone=True)
    group: str
    words: str
    exact: bool

    def run(self, work: Work) -> int:
        alarm_id = self._begin(work)
        if alarm_id is None:
            return self._add(work)
        if self.exact:
            call_people(work, alarm_of(work, alarm_id), AlarmRaised(alarm_id))
        return alarm_id

    def _begin(self, work: Work) -> int | None:
        """The new alarm's id; None if one is open already."""
        actor, step = work.actor, next_step(work)
        if not self.exact:
            step = work.now + timedelta(seconds=work.town.duty.alarm_tap_seconds)
        return work.session.execute(
            insert_new(work.session, Alarm)
            .values(
                person_id=actor.person_id,
                account_id=actor.account_id or None,
                grid_id=grid_of_person(work, actor.person_id),
                group=self.group,
                words=self.words[:LONGEST],
                state="raised" if self.exact else "asking",
                level=0,
                told=[],
                next_step_at=step,
                raised_at=work.now,
            )
            .on_conflict_do_nothing()
            .returning(Alarm.id)
        ).scalar()

    def _add(self, work: Work) -> int:
        """A second phrase: more words to the open alarm, and a cry decides what was asked."""
        alarm = work.session.execute(
            select(Alarm).where(Alarm.person_id == work.actor.person_id, Alarm.state.in_(OPEN))
        ).scalar_one()
        if self.words:
            alarm.words = f"{alarm.words or ''}\n{self.words}".strip()[-LONGEST:]
        if self.exact and alarm.state == "asking":
            alarm.group = self.group
            alarm.state, alarm.next_step_at = "raised", next_step(work)
            work.session.flush()
            call_people(work, alarm, AlarmRaised(alarm.id))
        elif alarm.state == "raised":
            tell_the_told(work, alarm, AlarmMore(alarm.id))
        return alarm.id


class _OwnAlarm:
    """What only the one who cried may do."""

    alarm_id: int

    def relations(self, work: Work) -> Collection[str]:
        owner = work.connection.execute(
            select(Alarm.person_id).where(Alarm.id == self.alarm_id)
        ).scalar()
        return ("self",) if owner and owner == work.actor.person_id else ()


@dataclass(frozen=True)
class CallHelpersNow(_OwnAlarm, Command[int]):
    """The tap under the numbers: call people, now. Twice is once."""

    may: ClassVar[May] = May(relations=("self",))
    alarm_id: int

    def run(self, work: Work) -> int:
        alarm = alarm_of(work, self.alarm_id)
        if _move(work, self.alarm_id, ("asking",), state="raised", next_step_at=next_step(work)):
            call_people(work, alarm_of(work, self.alarm_id), AlarmRaised(self.alarm_id))
        elif alarm.ended_at is not None:
            raise AlarmIsOver(self.alarm_id, alarm.state)
        return self.alarm_id


@dataclass(frozen=True)
class IAmSafe(_OwnAlarm, Command[int]):
    """No help is needed after all."""

    may: ClassVar[May] = May(relations=("self",))
    alarm_id: int

    def run(self, work: Work) -> int:
        return _over(work, self.alarm_id, "safe")


@dataclass(frozen=True)
class PressedByMistake(_OwnAlarm, Command[int]):
    """Nobody is scolded; it is only counted."""

    may: ClassVar[May] = May(relations=("self",))
    alarm_id: int

    def run(self, work: Work) -> int:
        return _over(work, self.alarm_id, "mistaken")


@dataclass(frozen=True)
class SayForWhom(_OwnAlarm, Command[int]):
    """Asked after the alarm, never before it. ``who``: self, family or neighbour."""

    may: ClassVar[May] = May(relations=("self",))
    alarm_id: int
    who: str
    words: str = ""

    def run(self, work: Work) -> int:
        alarm = alarm_of(work, self.alarm_id)
        if alarm.ended_at is not None:
            raise AlarmIsOver(alarm.id, alarm.state)
        alarm.for_whom = f"{self.who} {self.words}".strip()[:LONGEST]
        work.session.flush()
        if self.who != "self" or self.words:
            tell_the_told(work, alarm, AlarmMore(alarm.id))
        return alarm.id


@dataclass(frozen=True)
class AcknowledgeAlarm(Command[int]):
    """I see to it: the steps up stop, the person hears a name, and words go between the two."""

    may: ClassVar[May] = May(roles=STAFF, relations=("told",))
    alarm_id: int

    def place(self, work: Work) -> str | None:
        return path_of_alarm(work, self.alarm_id)

    def relations(self, work: Work) -> Collection[str]:
        told = work.connection.execute(
            select(Alarm.told).where(Alarm.id == self.alarm_id, Alarm.ended_at.is_(None))
        ).scalar()
        return ("told",) if work.actor.person_id in (told or ()) else ()

    def run(self, work: Work) -> int:
        me = work.actor.person_id
        if not _move(
            work,
            self.alarm_id,
            OPEN,
            state="acknowledged",
            acknowledged_by=me,
            acknowledged_at=work.now,
            next_step_at=None,
        ):
            alarm = alarm_of(work, self.alarm_id)
            if alarm.ended_at is None and alarm.acknowledged_by:
                raise AlarmAnswered(alarm.id, alarm.acknowledged_by)
            raise AlarmIsOver(alarm.id, alarm.state)
        alarm = alarm_of(work, self.alarm_id)
        join(work, alarm.account_id, alarm.person_id, alarm.grid_id)
        work.tell(alarm.person_id, AlarmAcknowledged(alarm.id))
        tell_the_told(work, alarm, AlarmTaken(alarm.id))
        return alarm.id


@dataclass(frozen=True)
class EndAlarm(Command[int]):
    """It is over, says whoever sees to it."""

    may: ClassVar[May] = May(roles=STAFF, relations=("told",))
    alarm_id: int

    def place(self, work: Work) -> str | None:
        return path_of_alarm(work, self.alarm_id)

    def relations(self, work: Work) -> Collection[str]:
        return AcknowledgeAlarm(self.alarm_id).relations(work)

    def run(self, work: Work) -> int:
        alarm = alarm_of(work, self.alarm_id)
        if not _move(work, alarm.id, ("acknowledged",), ended_at=work.now):
            raise AlarmIsOver(alarm.id, alarm.state)
        work.tell(alarm.person_id, AlarmEnded(alarm.id))
        return alarm.id


@dataclass(frozen=True)
class EscalateAlarm(Command[bool]):
    """By the clock: a minute without a tap raises it, and minutes without an answer go one step
    up; at the top it repeats until somebody answers. False if somebody did meanwhile."""

    may: ClassVar[May] = May(clock=True)
    alarm_id: int

    def run(self, work: Work) -> bool:
        due = {"next_step_at": next_step(work)}
        if _move(work, self.alarm_id, ("asking",), due=True, state="raised", **due):
            call_people(work, alarm_of(work, self.alarm_id), AlarmRaised(self.alarm_id))
            work.tell(alarm_of(work, self.alarm_id).person_id, AlarmTold(self.alarm_id))
            return True
        if not _move(work, self.alarm_id, ("raised",), due=True, level=Alarm.level + 1, **due):
            return False
        alarm = alarm_of(work, self.alarm_id)
        call_people(work, alarm, AlarmRaised(alarm.id, step=alarm.level))
        if alarm.level <= 2:
            work.tell(alarm.person_id, AlarmPassedOn(alarm.id))
        return True


def _over(work: Work, alarm_id: int, state: str) -> int:
    """The one who cried says that it is over; those who were told hear it."""
    if not _move(
        work, alarm_id, (*OPEN, "acknowledged"), state=state, ended_at=work.now, next_step_at=None
    ):
        alarm = alarm_of(work, alarm_id)
        raise AlarmIsOver(alarm.id, alarm.state)
    tell_the_told(work, alarm_of(work, alarm_id), AlarmOver(alarm_id))
    return alarm_id


def _move(
    work: Work, alarm_id: int, states: Collection[str], *, due: bool = False, **changes: object
) -> bool:
    """Change an alarm that is not over, if it is in one of ``states``; False if it was not.

    ``due``: and only if its next step has come, so that a clock that ticks twice steps once."""
    work.session.flush()
    conditions = [Alarm.id == alarm_id, Alarm.state.in_(states), Alarm.ended_at.is_(None)]
    if due:
        conditions.append(Alarm.next_step_at <= work.now)
    result = work.session.execute(
        update(Alarm)
        .where(*conditions)
        .values(**changes)
        .execution_options(synchronize_session=False)
    )
    return touched(result) == 1
