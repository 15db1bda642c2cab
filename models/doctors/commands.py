"""Signing, renewing, changing and ending one's contract with the family doctor, and taking that
back. The team follows from where somebody lives: it is never chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from sqlalchemy import select, update

from models.clocks import to_town
from models.doctors.contracts import (
    PURPOSE,
    Signed,
    close,
    contract_by_id,
    current_of,
    end,
    home_team_of,
    in_turn,
    mine,
    reopen,
    sign,
    today,
)
from models.doctors.refusals import (
    AlreadySigned,
    ContractChanged,
    NoContract,
    SamePackage,
    SameTeam,
    TooEarlyToRenew,
    UnknownPackage,
)
from models.doctors.tables import Contract
from models.doctors.terms import LAPSED, last_day
from models.gate import Command, May, allowed
from models.refusals import NotAllowed, NotFound
from models.register.commands import SettleIn
from models.work import Work

REPLACED = ("renewed", "changed", "moved")
"""Why a contract ended that another one took the place of."""
WHYS = ("ended", "moved")
"""What somebody who ends theirs may say."""


def _known(work: Work, package: str) -> str:
    if all(package != one.id for one in work.town.doctors.packages):
        raise UnknownPackage
    return package


def _term(work: Work, first: date) -> tuple[date, date]:
    return first, last_day(first, work.town.doctors.term_months)


@dataclass(frozen=True)
class SignContract(Command[int]):
    """With the team of where they live, from today. ``home``: for whoever has not said yet where
    that is. Returns the contract's id."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = PURPOSE
    package: str
    home: SettleIn | None = None

    def run(self, work: Work) -> int:
        if self.home is not None:
            if not allowed(work, self.home):
                raise NotAllowed(type(self.home).__name__)
            self.home.run(work)
        in_turn(work)
        me = work.actor.person_id
        package, team = _known(work, self.package), home_team_of(work, me)
        before = current_of(work, me)
        if before is not None:
            if before.state != LAPSED:
                raise AlreadySigned(before.ends_on)
            close(work, before.id, "renewed")
        return sign(work, team, package, *_term(work, today(work)))

    def undo(self, result: int) -> Command[int]:
        return UndoContract(result)


@dataclass(frozen=True)
class RenewContract(Command[int]):
    """For another term from the day after the last one, or from today if that is over. With the
    team of where they live by now. ``package``: "" for the one they have."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = PURPOSE
    package: str = ""

    def run(self, work: Work) -> int:
        in_turn(work)
        before = mine(work)
        if before.state == "valid":
            raise TooEarlyToRenew(before.ends_on, work.town.doctors.expiring_days)
        package = _known(work, self.package or before.package)
        team = home_team_of(work, work.actor.person_id)
        close(work, before.id, "renewed")
        first = max(today(work), before.ends_on + timedelta(days=1))
        return sign(work, team, package, *_term(work, first))

    def undo(self, result: int) -> Command[int]:
        return UndoContract(result)


@dataclass(frozen=True)
class ChangePackage(Command[int]):
    """Other services by the same team, until the same day."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = PURPOSE
    package: str

    def run(self, work: Work) -> int:
        in_turn(work)
        before = _standing(work)
        if _known(work, self.package) == before.package:
            raise SamePackage
        if before.team is None:
            raise NoContract
        close(work, before.id, "changed")
        first = max(today(work), before.starts_on)
        return sign(work, before.team, self.package, first, before.ends_on)

    def undo(self, result: int) -> Command[int]:
        return UndoContract(result)


@dataclass(frozen=True)
class ChangeTeam(Command[int]):
    """They have moved: a new contract, with the team of where they live now, from today."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = PURPOSE

    def run(self, work: Work) -> int:
        in_turn(work)
        before = _standing(work)
        team = home_team_of(work, work.actor.person_id)
        if team == before.team:
            raise SameTeam
        package = _known(work, before.package)
        close(work, before.id, "moved")
        return sign(work, team, package, *_term(work, today(work)))

    def undo(self, result: int) -> Command[int]:
        return UndoContract(result)


@dataclass(frozen=True)
class EndContract(Command[int]):
    """No longer. Nobody is asked for more of a reason than ``why`` says: they wanted it, or they
    live elsewhere now. Returns the id of what ended."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = PURPOSE
    why: str = "ended"

    def run(self, work: Work) -> int:
        if self.why not in WHYS:
            raise NotFound("why")
        in_turn(work)
        before = mine(work)
        end(work, before, self.why)
        return before.id

    def undo(self, result: int) -> Command[int]:
        return UndoContract(result)


@dataclass(frozen=True)
class LetContractLapse(Command[int]):
    """It need not go on: no more reminders. It holds until its last day all the same."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = PURPOSE

    def run(self, work: Work) -> int:
        found = mine(work)
        work.session.execute(
            update(Contract)
            .where(Contract.id == found.id)
            .values(hushed=True)
            .execution_options(synchronize_session=False)
        )
        return found.id


@dataclass(frozen=True)
class UndoContract(Command[int]):
    """What was signed, renewed or changed is not wanted; on the same day it is as if it had never
    been. What it took the place of stands again, if its last day is not over. A contract that was
    ended today stands again. Returns the id of the one that stands now, 0 if none does."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = PURPOSE
    contract_id: int

    def run(self, work: Work) -> int:
        in_turn(work)
        found = contract_by_id(work, self.contract_id)
        if found is None or found.person_id != work.actor.person_id:
            raise NotFound("contract")
        if found.state == "ended":
            return self._stands_again(work, found)
        end(work, found, "undone" if _of_today(work, found.signed_at) else "ended")
        former = _replaced_by(work, found)
        if former is None or former.ends_on < today(work):
            return 0
        return reopen(work, former)

    def _stands_again(self, work: Work, found: Signed) -> int:
        if found.why not in WHYS or not _of_today(work, found.ended_at):
            raise ContractChanged
        return reopen(work, found)


def _standing(work: Work) -> Signed:
    found = mine(work)
    if not found.stands:
        raise NoContract
    return found


def _of_today(work: Work, moment: datetime | None) -> bool:
    return moment is not None and to_town(moment).date() == today(work)


def _replaced_by(work: Work, newer: Signed) -> Signed | None:
    """What ``newer`` took the place of: both were written at the same instant."""
    found = work.session.scalars(
        select(Contract.id)
        .where(
            Contract.person_id == newer.person_id,
            Contract.ended_at == newer.signed_at,
            Contract.why.in_(REPLACED),
            Contract.id < newer.id,
        )
        .order_by(Contract.id.desc())
    ).first()
    return contract_by_id(work, found) if found is not None else None
