"""The rules that each message is held against at the instant it reaches a phone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.clocks import to_town
from models.duty.tables import Call
from models.tasks.tables import Offer
from tests.traffic.allowed import ABOUT_A_LOUD_ONE, DOORS, LOUD, NOTICE, OWN_ALARM, URGENT_CASE
from tests.traffic.book import Book, Somebody
from tests.traffic.recording import Heard

EVENING, MORNING = time(21), time(7)


@dataclass(frozen=True, slots=True)
class Fault:
    """One message that should not have been."""

    rule: str
    at: datetime
    message: str
    about: str = ""


@dataclass
class Rules:
    """``at_night``: how many messages of each type came in quiet hours."""

    book: Book
    faults: list[Fault] = field(default_factory=list)
    by_type: Counter[str] = field(default_factory=Counter)
    at_night: Counter[str] = field(default_factory=Counter)
    _said: set[tuple[str, str]] = field(default_factory=set)
    _told: set[tuple[int, str, int]] = field(default_factory=set)
    heard_notice: set[tuple[int, str]] = field(default_factory=set)

    def hold(self, session: Session, one: Heard) -> None:
        self.by_type[one.message or "(answer)"] += 1
        person = self.book.at(one.address)
        answer = self._answer(one)
        if in_quiet_hours(one.at):
            self.at_night[one.message or "(answer)"] += 1
            if not answer and not self._may_be_loud(session, one):
                self.fault("loud at night", one)
        if person is None or (person.silent and not answer):
            self.fault("to somebody who is silent", one, person.gone if person else "nobody")
        if one.expires_at is not None and one.expires_at <= one.at:
            self.fault("expired", one)
        if one.address in self.book.closed and one.at > self.book.closed[one.address]:
            self.fault("to a closed account", one)
        self._once(one)
        if one.message == NOTICE:
            self._notice(one, person)

    def fault(self, rule: str, one: Heard, about: str = "") -> None:
        self.faults.append(Fault(rule, one.at, one.message, f"{about} {one.key}".strip()))

    # -- who has just written --------------------------------------------------------------------------
    def _answer(self, one: Heard) -> bool:
        """A screen after somebody's word; or what the one hears who has cried for help."""
        if not one.message:
            return self.book.just_spoke(one.address, one.at)
        owner = self.book.owner.get(one.address)
        own = self.book.own_alarms.get(one.args.get("alarm_id", 0))
        return one.message in OWN_ALARM and own is not None and own == owner

    # -- at night --------------------------------------------------------------------------------------
    def _may_be_loud(self, session: Session, one: Heard) -> bool:
        if one.message == NOTICE:
            return one.call == "edit" or self.book.notices[one.args["notice_id"]].loud
        if one.message == "NoticeProgress":
            return one.call == "edit" or one.op == "send"
        if one.message == ABOUT_A_LOUD_ONE:
            call = session.get_one(Call, one.args["call_id"])
            return self._loud_type(session, call.message, call.args)
        if one.message == "CaseNeedsYou" and one.args["why"] in DOORS:
            return True
        return self._loud_type(session, one.message, one.args)

    def _loud_type(self, session: Session, message: str, args: dict[str, int]) -> bool:
        if message in LOUD:
            return True
        return message in URGENT_CASE and case_of(session, args) in self.book.urgent

    # -- once ------------------------------------------------------------------------------------------
    def _once(self, one: Heard) -> None:
        if (one.key, one.address) in self._said:
            self.fault("twice", one)
        self._said.add((one.key, one.address))
        if one.message == NOTICE and one.op == "send":
            telling = (one.args["notice_id"], one.address, one.whom_id or 0)
            if telling in self._told:
                self.fault("twice", one)
            self._told.add(telling)

    # -- notices ---------------------------------------------------------------------------------------
    def _notice(self, one: Heard, person: Somebody | None) -> None:
        notice = self.book.notices[one.args["notice_id"]]
        self.heard_notice.add((notice.id, one.address))
        if one.at >= notice.ends_use:
            self.fault("after it began", one)
        if notice.state in ("stopped", "paused", "refused"):
            self.fault(f"although it was {notice.state}", one)
        if person is not None and notice.topic in person.off:
            self.fault("topic switched off", one, notice.topic)
        whom = self.book.people.get(one.whom_id or 0)
        if whom is not None and whom.silent:
            self.fault("about somebody who is silent", one, whom.gone)


def in_quiet_hours(moment: datetime) -> bool:
    hour = to_town(moment).time()
    return hour >= EVENING or hour < MORNING


def case_of(session: Session, args: dict[str, int]) -> int:
    if "case_id" in args:
        return args["case_id"]
    found = select(Offer.case_id).where(Offer.id == args.get("offer_id", 0))
    return session.scalar(found) or 0
