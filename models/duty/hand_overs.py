"""Commands of a conversation that is handed to a person, and back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy import update

from models.base import touched
from models.duty.messages import (
    HandOverEnded,
    HandOverLate,
    HandOverSaid,
    HandOverTaken,
    HandOverWaiting,
)
from models.duty.people import STAFF, admins, holders, tell_duty
from models.duty.refusals import HandOverIsOver, HandOverTakenBy
from models.duty.tables import HandOver
from models.duty.talking import (
    add_line,
    begin,
    hand_over_of,
    live_of,
    part_in,
    path_of_hand_over,
)
from models.gate import ANYWHERE, Command, May
from models.places import grid_of_person
from models.refusals import NotAllowed
from models.work import Work

IDLE = timedelta(hours=2)
TOP = 2


def _promise(work: Work) -> timedelta:
    return timedelta(minutes=work.town.duty.answer_minutes)


@dataclass(frozen=True)
class AskForPerson(Command[int]):
    """A person, please: anybody may, also without consent. Asking twice is asking once."""

    may: ClassVar[May] = May(anyone=True)

    def run(self, work: Work) -> int:
        account = work.actor.account_id
        if not account:
            raise NotAllowed("AskForPerson")
        hand_over_id = begin(
            work, account, work.actor.person_id, grid_of_person(work, work.actor.person_id)
        )
        if hand_over_id is None:
            return live_of(work, account)
        work.session.execute(
            update(HandOver)
            .where(HandOver.id == hand_over_id)
            .values(answer_by=work.calendar.next_duty(work.now) + _promise(work))
            .execution_options(synchronize_session=False)
        )
        path = path_of_hand_over(work, hand_over_id) or ANYWHERE
        tell_duty(work, path, HandOverWaiting(hand_over_id), key=f"hand_over:{hand_over_id}:0")
        return hand_over_id


@dataclass(frozen=True)
class TakeHandOver(Command[int]):
    """I answer this one. Of two who tap at once, one has it."""

    may: ClassVar[May] = May(roles=STAFF)
    hand_over_id: int

    def place(self, work: Work) -> str | None:
        return path_of_hand_over(work, self.hand_over_id)

    def run(self, work: Work) -> int:
        taken = _move(
            work,
            self.hand_over_id,
            "waiting",
            state="taken",
            taken_by=work.actor.person_id,
            taken_account_id=work.actor.account_id or None,
            taken_at=work.now,
            last_at=work.now,
            answer_by=None,
        )
        found = hand_over_of(work, self.hand_over_id)
        if taken:
            work.tell(found.person_id, HandOverTaken(found.id))
        elif found.state == "ended" or not found.taken_by:
            raise HandOverIsOver(found.id)
        elif found.taken_by != work.actor.person_id:
            raise HandOverTakenBy(found.id, found.taken_by)
        return found.id


class _InIt:
    """What the two who speak may do."""

    hand_over_id: int

    def relations(self, work: Work) -> Collection[str]:
        part = part_in(work, self.hand_over_id)
        return (part,) if part else ()


@dataclass(frozen=True)
class SayInHandOver(_InIt, Command[int]):
    """Words to the other side; while nobody has taken it, words that wait for them."""

    may: ClassVar[May] = May(relations=("asker", "taker"))
    hand_over_id: int
    words: str

    def run(self, work: Work) -> int:
        found = hand_over_of(work, self.hand_over_id)
        if found.state == "ended":
            raise HandOverIsOver(found.id)
        line_id = add_line(work, found.id, self.words)
        other = found.person_id if work.actor.person_id != found.person_id else found.taken_by
        if found.state == "taken" and other:
            work.tell(other, HandOverSaid(line_id))
        return line_id


@dataclass(frozen=True)
class EndHandOver(_InIt, Command[int]):
    """That was all, says either of them; the other one hears it."""

    may: ClassVar[May] = May(relations=("asker", "taker"))
    hand_over_id: int

    def run(self, work: Work) -> int:
        if not _end(work, self.hand_over_id, ("waiting", "taken")):
            raise HandOverIsOver(self.hand_over_id)
        return self.hand_over_id


@dataclass(frozen=True)
class EndIdleHandOver(Command[bool]):
    """By the clock, when neither side has spoken for a while."""

    may: ClassVar[May] = May(clock=True)
    hand_over_id: int

    def run(self, work: Work) -> bool:
        last = hand_over_of(work, self.hand_over_id).last_at
        if last is None or last > work.now - IDLE:
            return False
        return _end(work, self.hand_over_id, ("taken",))


@dataclass(frozen=True)
class PassHandOverOn(Command[bool]):
    """By the clock: nobody answered in the promised time, so the next step up is told and the
    person hears the truth. Out of hours the promise moves to the morning instead."""

    may: ClassVar[May] = May(clock=True)
    hand_over_id: int

    def run(self, work: Work) -> bool:
        found = hand_over_of(work, self.hand_over_id)
        if found.state != "waiting" or found.answer_by is None or found.answer_by > work.now:
            return False
        is_open = work.calendar.duty_open(work.now)
        level = min(found.level + is_open, TOP)
        last = is_open and level == TOP
        again = None if last else work.calendar.next_duty(work.now) + _promise(work)
        if not _move(work, found.id, "waiting", level=level, answer_by=again):
            return False
        if is_open:
            self._tell(work, level)
        work.tell(found.person_id, HandOverLate(found.id))
        return True

    def _tell(self, work: Work, level: int) -> None:
        path = path_of_hand_over(work, self.hand_over_id) or ANYWHERE
        # Only those who may also take it: coordinators of the place and of all levels above.
        people = [holder.person_id for holder in holders(work, ("coordinator",), path)]
        if level >= TOP:
            people += admins(work)
        for person_id in dict.fromkeys(people):
            key = f"hand_over:{self.hand_over_id}:{level}:{person_id}"
            work.tell(person_id, HandOverWaiting(self.hand_over_id), key=key)


def _end(work: Work, hand_over_id: int, states: Collection[str]) -> bool:
    found = hand_over_of(work, hand_over_id)
    was = found.state
    if was not in states or not _move(
        work, hand_over_id, was, state="ended", ended_at=work.now, answer_by=None
    ):
        return False
    sides = {found.person_id, found.taken_by or found.person_id}
    for person_id in sorted(sides - {work.actor.person_id}):
        if was == "taken":
            work.tell(person_id, HandOverEnded(hand_over_id))
    return True


def _move(work: Work, hand_over_id: int, was: str, **changes: object) -> bool:
    result = work.session.execute(
        update(HandOver)
        .where(HandOver.id == hand_over_id, HandOver.state == was)
        .values(**changes)
        .execution_options(synchronize_session=False)
    )
    return touched(result) == 1
