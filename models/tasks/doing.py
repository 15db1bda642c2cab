"""From yes to done: on the way, nobody opens, cannot after all, finished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from models.duty.people import called, duty_now, grid_workers_for
from models.gate import Command, May
from models.help.cases import kind_of, move, note
from models.help.messages import (
    ClosingAsked,
    HelperAtDoor,
    HelperCannot,
    HelperOnWay,
    NotSolvedYet,
)
from models.help.tables import Attachment, Case
from models.outbox.enqueue import withdraw_details
from models.refusals import NotFound
from models.tasks.answering import TAKEN, OfOffer, offer_of
from models.tasks.messages import TaskYours
from models.tasks.minutes import count_minutes, record
from models.tasks.refusals import TaskOver
from models.tasks.tables import Offer
from models.tasks.waves import call_duty, go_on, is_urgent, locked, path_of_case
from models.work import Work

TAKER = May(relations=("taker",))
RESULTS = ("done", "half", "needs_professional")
SHORTEST_NOTICE = timedelta(minutes=30)
"""Somebody new needs at least this long to get there."""


@dataclass(frozen=True)
class Finished:
    """What the helper is told: minutes counted, and whether from setting out or from yes."""

    offer_id: int
    case_id: int
    result: str
    minutes: int
    set_out: bool


@dataclass(frozen=True)
class Watcher:
    """Who sees to it now: "desk", "grid" (the desk is empty), or "" (nobody at this hour)."""

    kind: str
    called: str = ""


class OfTaker(OfOffer, Command[Any]):
    """Base of what the one who took it does with it."""

    may: ClassVar[May] = May()

    def mine(self, work: Work) -> tuple[Offer, Case]:
        """The accepted offer and its case, locked. TaskOver if it is out of my hands."""
        offer = offer_of(work, self.offer_id)
        case = locked(work, offer.case_id)
        work.session.refresh(offer)
        if offer.state != "accepted":
            raise TaskOver(offer.id, offer.state)
        return offer, case


@dataclass(frozen=True)
class ShowTask(OfTaker):
    """The details once more, as a message that is withdrawn like the first one."""

    may: ClassVar[May] = TAKER
    offer_id: int

    def run(self, work: Work) -> None:
        offer, case = self.mine(work)
        work.tell(
            offer.person_id,
            TaskYours(offer.id),
            key=f"yours:{offer.id}:{work.key}",
            details_of=case.id,
        )


@dataclass(frozen=True)
class StartOut(OfTaker):
    """I am on my way."""

    may: ClassVar[May] = TAKER
    offer_id: int

    def run(self, work: Work) -> int:
        offer, case = self.mine(work)
        if offer.on_way_at is None:
            offer.on_way_at = work.now
            work.session.flush()
            if case.stage == "taken":
                move(work, case, "on_way")
            note(work, case.id, "on_way", args={"offer": offer.id})
            work.tell(case.asker_id, HelperOnWay(case.id, offer.id), key=f"on_way:{offer.id}")
        return offer.id


@dataclass(frozen=True)
class FinishTask(OfTaker):
    """How it went. The asker is asked whether it is solved; what is not goes to the duty."""

    may: ClassVar[May] = TAKER
    offer_id: int
    result: str

    def run(self, work: Work) -> Finished:
        if self.result not in RESULTS:
            raise NotFound("result")
        offer, case = self._to_finish(work)
        minutes = finish(work, offer, case, self.result)
        set_out = offer.on_way_at is not None
        finished = Finished(offer.id, case.id, self.result, minutes, set_out)
        if case.stage not in (*TAKEN, "with_duty", "with_company"):
            return finished
        if self.result == "done":
            move(work, case, "reported", closing_asked_at=work.now)
            message = ClosingAsked(case.id, self.result)
            work.tell(case.asker_id, message, key=f"closing:{offer.id}", loud=is_urgent(case))
        else:
            move(work, case, "with_duty")
            call_duty(work, case, self.result)
            told = NotSolvedYet(case.id)
            work.tell(case.asker_id, told, key=f"not_solved:{offer.id}", loud=is_urgent(case))
        return finished

    def _to_finish(self, work: Work) -> tuple[Offer, Case]:
        """The asker may say that it is over before the helper does: the minutes still count."""
        offer = offer_of(work, self.offer_id)
        if offer.state == "ended" and offer.result is None and offer.on_way_at is not None:
            return offer, locked(work, offer.case_id)
        return self.mine(work)


@dataclass(frozen=True)
class NobodyOpens(OfTaker):
    """At the door, and nobody opens: somebody sees it through, whatever the reason is."""

    may: ClassVar[May] = TAKER
    offer_id: int

    def run(self, work: Work) -> Watcher:
        offer, case = self.mine(work)
        note(work, case.id, "nobody_opens", args={"offer": offer.id})
        call_duty(work, case, "nobody_opens", grid_workers=True)
        key = f"at_door:{offer.id}:{work.key}"
        work.tell(case.asker_id, HelperAtDoor(case.id), key=key)
        return _watcher(work, case)


@dataclass(frozen=True)
class GiveUpTask(OfTaker):
    """Cannot after all: the case goes out again at once, with a new promise to the asker."""

    may: ClassVar[May] = TAKER
    offer_id: int

    def run(self, work: Work) -> bool:
        offer, case = self.mine(work)
        offer.state, offer.done_at = "given_up", work.now
        withdraw_details(work.connection, case.id, work.now, f"{work.key}:{offer.id}")
        work.session.flush()
        note(work, case.id, "given_up", args={"offer": offer.id})
        if case.stage not in TAKEN:
            return False
        kind, urgent = kind_of(work, case), is_urgent(case)
        promised = work.now + timedelta(minutes=kind.promise_minutes.of(urgent=urgent))
        arrive = work.now + timedelta(minutes=kind.arrive_minutes.of(urgent=urgent))
        late = case.arrive_by < work.now + SHORTEST_NOTICE
        move(
            work,
            case,
            "open",
            wave=0,
            next_wave_at=work.now,
            promised_at=work.calendar.round_up(promised, 15),
            promise_kept_at=None,
            arrive_by=work.calendar.round_up(arrive, 30) if late else case.arrive_by,
        )
        work.tell(case.asker_id, HelperCannot(case.id), key=f"cannot:{offer.id}")
        return go_on(work, case) > 0


@dataclass(frozen=True)
class AddTaskNote(OfTaker):
    """A word or photos about how it went. ``photos`` are the channel's references."""

    may: ClassVar[May] = TAKER
    offer_id: int
    words: str
    photos: tuple[str, ...] = ()

    def run(self, work: Work) -> None:
        offer = offer_of(work, self.offer_id)
        if offer.state not in ("accepted", "ended"):
            raise TaskOver(offer.id, offer.state)
        if self.words.strip():
            note(work, offer.case_id, "helper_note", words=self.words.strip())
        for source in self.photos[:5]:
            work.session.add(
                Attachment(
                    case_id=offer.case_id,
                    person_id=work.actor.person_id,
                    channel=work.actor.channel,
                    source=source,
                    state="waiting",
                    attempts=0,
                    at=work.now,
                )
            )
            note(work, offer.case_id, "photo_added")


def finish(work: Work, offer: Offer, case: Case, result: str) -> int:
    """End the task: minutes are entered, the details are taken back. Returns the minutes."""
    offer.state, offer.result, offer.done_at = "ended", result, work.now
    minutes = count_minutes(offer, kind_of(work, case).minutes, work.now)
    record(work, offer, minutes)
    withdraw_details(work.connection, case.id, work.now, f"{work.key}:{offer.id}")
    what = "reported" if result == "done" else "not_solved"
    note(work, case.id, what, args={"offer": offer.id, "result": result})
    return minutes


def _watcher(work: Work, case: Case) -> Watcher:
    path = path_of_case(work, case)
    desk = duty_now(work, path)
    if desk:
        return Watcher("desk", desk[0][1])
    workers = grid_workers_for(work, path)
    return Watcher("grid", called(work, workers[0])) if workers else Watcher("")
