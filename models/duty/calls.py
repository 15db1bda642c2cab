"""The call list: people whom no channel reached, one row for each thing they must hear.

The trap is the silent list: a call that nobody answers stays on it, and one that was ticked off
says what was said, so that "informed" is never more than it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select, update

from models.base import insert_new, touched
from models.duty.colleagues import colleague_of, works_at
from models.duty.keeping import keep_promise
from models.duty.messages import CallNeeded
from models.duty.people import STAFF, grid_workers_for, tell_duty
from models.duty.refusals import CallIsDone
from models.duty.tables import Call
from models.gate import ANYWHERE, Command, May
from models.help.cases import note
from models.help.tables import Case
from models.messages import Message
from models.places import grid_of_person
from models.refusals import NotFound
from models.town.tables import Place
from models.work import Work


@dataclass(frozen=True)
class TickCall(Command[str]):
    """One call of the list: told, over (no longer true), no_answer (it stays), or knock (to the
    grid worker, it stays)."""

    may: ClassVar[May] = May(roles=STAFF)
    call_id: int
    outcome: str

    def place(self, work: Work) -> str | None:
        return path_of_call(work, self.call_id)

    def run(self, work: Work) -> str:
        call = work.session.get(Call, self.call_id)
        if call is None:
            raise NotFound("call")
        done = self.outcome in ("told", "over")
        changes: dict[str, Any] = {"outcome": self.outcome, "tries": Call.tries + 1}
        if done:
            changes |= {"done_at": work.now, "done_by": work.actor.person_id}
        result = work.session.execute(
            update(Call)
            .where(Call.id == call.id, Call.done_at.is_(None))
            .values(**changes)
            .execution_options(synchronize_session=False)
        )
        if touched(result) != 1:
            raise CallIsDone(call.id)
        case_id = (call.args or {}).get("case_id")
        if self.outcome == "told" and case_id:
            keep_promise(work, case_id)
        if case_id:
            note(work, case_id, f"call_{self.outcome}", args={"message": call.message})
        if self.outcome == "knock":
            self._send_to_knock(work)
        return self.outcome

    def _send_to_knock(self, work: Work) -> None:
        path = self.place(work) or ANYWHERE
        for person_id in grid_workers_for(work, path):
            key = f"knock:{self.call_id}:{person_id}"
            work.tell(person_id, CallNeeded(self.call_id, knock=True), key=key)


@dataclass(frozen=True)
class PutOnCallList(Command[bool]):
    """By the clock: no channel reached somebody. One row for each message, or for each matter where
    one colleague is asked; False if it was there."""

    may: ClassVar[May] = May(clock=True)
    key: str
    person_id: int
    message: str
    args: tuple[tuple[str, Any], ...]
    why: str
    loud: bool = False

    def run(self, work: Work) -> bool:
        if Message.known[self.message].asks_one:
            return self._ask_a_colleague(work)
        args = dict(self.args)
        place_id = grid_of_person(work, self.person_id) or _grid_of_case(work, args)
        place_id = place_id or works_at(work, self.person_id)
        call_id = self._put(work, place_id, self.key)
        if call_id is None:
            return False
        path = work.town.path(place_id) if place_id else ANYWHERE
        tell_duty(work, path, CallNeeded(call_id), key=f"call:{call_id}", loud=self.loud)
        return True

    def _ask_a_colleague(self, work: Work) -> bool:
        """By name, and once: the same matter given anew is still theirs to pass on."""
        found = colleague_of(work, self.person_id)
        matter = ":".join(f"{name}={value}" for name, value in sorted(self.args))
        place_id = found.place_id if found is not None else works_at(work, self.person_id)
        call_id = self._put(work, place_id, f"{self.message}:{matter}:{self.person_id}")
        if call_id is None:
            return False
        if found is not None:
            key = f"call:{call_id}:{found.person_id}"
            work.tell(found.person_id, CallNeeded(call_id), key=key, loud=self.loud)
        return True

    def _put(self, work: Work, place_id: str | None, key: str) -> int | None:
        call_id: int | None = work.session.execute(
            insert_new(work.session, Call)
            .values(
                key=key,
                person_id=self.person_id,
                place_id=place_id,
                message=self.message,
                args=dict(self.args),
                why=self.why,
                since=work.now,
                tries=0,
            )
            .on_conflict_do_nothing(index_elements=[Call.key])
            .returning(Call.id)
        ).scalar()
        return call_id


def path_of_call(work: Work, call_id: int) -> str | None:
    row = work.connection.execute(
        select(Call.id, Place.path)
        .outerjoin(Place, Place.id == Call.place_id)
        .where(Call.id == call_id)
    ).first()
    return None if row is None else row.path or ANYWHERE


def _grid_of_case(work: Work, args: dict[str, Any]) -> str | None:
    case_id = args.get("case_id")
    return work.connection.execute(select(Case.grid_id).where(Case.id == case_id)).scalar()
