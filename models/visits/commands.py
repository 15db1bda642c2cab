"""Booking the doctor in one go, moving it, calling it off: each is one transaction.

What belongs to a visit is done with it or not at all: the contract that was missing, the agreement
to keep what troubles them, somebody who goes along.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from models.behalf import has_account
from models.bookings.commands import (
    VISITS,
    Booked,
    BookVisit,
    CancelVisit,
    ChangeVisit,
    TakeBackVisit,
)
from models.bookings.tables import Booking, SignUp
from models.consents.commands import Agree
from models.doctors.commands import SignContract
from models.gate import Command, May, allowed
from models.outbox.hearers import hearer_of
from models.programmes.tables import Session
from models.refusals import NotAllowed
from models.register.commands import SettleIn
from models.visits.company import ask_again, ask_for_company, call_off
from models.visits.finding import HEALTH, may_keep_health
from models.visits.messages import VisitMade
from models.visits.refusals import CannotBeKept, NotTheirsToSign
from models.work import Work


@dataclass(frozen=True)
class Visited:
    """``promised_at``: by when we say who goes along, None where nobody was asked for."""

    booking_id: int
    number: str
    promised_at: datetime | None = None


@dataclass(frozen=True)
class BookDoctor(Command[Visited]):
    """A time with the doctors of whoever it is for.

    ``note``: what troubles them, for the doctors alone. ``health``: "yes" or "no" where they were
    asked just now whether it may be kept. ``company``: find somebody who goes along. ``package``,
    ``home``: sign with the doctors first, for who has no contract that stands.
    """

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = VISITS
    session_id: int
    note: str = ""
    health: str = ""
    company: bool = False
    package: str = ""
    home: SettleIn | None = None

    def run(self, work: Work) -> Visited:
        self._sign(work)
        self._agree(work)
        booked = BookVisit(self.session_id, self.note).run(work)
        promised_at = self._ask_along(work, booked) if self.company else None
        _tell_without_chat(work, booked.booking_id)
        return Visited(booked.booking_id, booked.number, promised_at)

    def undo(self, result: Visited) -> Command[int]:
        return UndoVisit(result.booking_id)

    def _sign(self, work: Work) -> None:
        if not self.package:
            return
        sign = SignContract(self.package, self.home)
        if not allowed(work, sign):
            raise NotTheirsToSign
        sign.run(work)

    def _agree(self, work: Work) -> None:
        if self.health:
            version = work.town.purpose(HEALTH).version
            answer = Agree(HEALTH, version, agreed=self.health == "yes")
            if not allowed(work, answer):
                raise NotAllowed(type(answer).__name__)
            answer.run(work)
        if self.note and may_keep_health(work) != "yes":
            raise CannotBeKept

    def _ask_along(self, work: Work, booked: Booked) -> datetime:
        sign_up = work.session.get_one(SignUp, booked.sign_up_id)
        session = work.session.get_one(Session, self.session_id)
        case = ask_for_company(work, sign_up, work.actor.person_id, session.begins_at)
        return case.promised_at


def _tell_without_chat(work: Work, booking_id: int) -> None:
    """Who has no chat hears of what was booked for them all the same, unless the one who brings
    them their news is the one who booked it."""
    actor = work.actor
    if not actor.by_id or has_account(work, actor.person_id):
        return
    if hearer_of(work.connection, actor.person_id, work.now) != actor.by_id:
        work.tell(actor.person_id, VisitMade(booking_id), key=f"visit_made:{booking_id}")


@dataclass(frozen=True)
class MoveVisit(ChangeVisit):
    """Another time; whoever was to go along is asked anew."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = VISITS

    def run(self, work: Work) -> Booked:
        booked = super().run(work)
        sign_up = work.session.get_one(SignUp, booked.sign_up_id)
        session = work.session.get_one(Session, self.session_id)
        ask_again(work, sign_up, work.actor.person_id, session.begins_at)
        _tell_without_chat(work, booked.booking_id)
        return booked

    def undo(self, result: Booked) -> Command[int]:
        return UndoVisit(result.booking_id)


@dataclass(frozen=True)
class CallOffVisit(CancelVisit):
    """No longer; nor does anybody go along."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = VISITS

    def run(self, work: Work) -> int:
        booking_id = super().run(work)
        call_off(work, _sign_up(work, booking_id))
        return booking_id


@dataclass(frozen=True)
class UndoVisit(TakeBackVisit):
    """The one it was booked for does not want it; nor does anybody go along."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = VISITS

    def run(self, work: Work) -> int:
        booking_id = super().run(work)
        call_off(work, _sign_up(work, booking_id))
        return booking_id


def _sign_up(work: Work, booking_id: int) -> SignUp:
    booking = work.session.get_one(Booking, booking_id)
    return work.session.get_one(SignUp, booking.sign_up_id)
