"""Agreeing to one purpose, and taking it back: each answer is a row, each end is at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from models.consents.ends import OF_FAMILY, end_what_it_allowed
from models.consents.ledger import entry_of, holds, ledger_of, note_consent
from models.consents.places_abroad import note_abroad
from models.consents.refusals import NothingToTakeBack
from models.gate import Command, May
from models.outbox.claim import REFUSED
from models.refusals import NotFound
from models.register.commands import CONSENT, GiveConsent, WithdrawConsent
from models.town.schema import Purpose
from models.work import Work

REGISTER = "register"
"""Whoever keeps somebody's record may write down what they said; a proxy may not."""


def purpose_of(work: Work, purpose_id: str) -> Purpose:
    """The purpose as the town has it now. NotFound if it has none of this name."""
    found = next((one for one in work.town.consent if one.id == purpose_id), None)
    if found is None:
        raise NotFound("consent")
    return found


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered to which purpose."""

    purpose_id: str
    agreed: bool


@dataclass(frozen=True)
class Agree(Command[Answered]):
    """Yes or no to the text of ``version``, concerning ``other_id`` if it speaks of somebody else.
    A no to what was agreed to before ends it, like taking it back."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = REGISTER
    purpose_id: str
    version: str
    agreed: bool = True
    other_id: int = 0
    until: date | None = None

    def run(self, work: Work) -> Answered:
        purpose, answered = (
            purpose_of(work, self.purpose_id),
            Answered(self.purpose_id, self.agreed),
        )
        if purpose.id == CONSENT:
            GiveConsent(self.version, self.agreed).run(work)
            return answered
        if self.other_id and entry_of(ledger_of(work), purpose.id, self.other_id) is None:
            raise NotFound("consent")  # who may act for somebody is agreed on in the family's talk
        held = holds(work, work.actor.person_id, purpose.id, self.other_id)
        if held and not self.agreed:
            end_what_it_allowed(work, purpose, self.other_id)
            if purpose.id in OF_FAMILY:
                return answered
        note_abroad(work, purpose, self.version if self.agreed else REFUSED)
        note_consent(
            work, purpose.id, self.version, agreed=self.agreed, other_id=self.other_id,
            until=self.until,
        )  # fmt: skip
        return answered

    def undo(self, result: Answered) -> Command[None] | None:
        return TakeBack(self.purpose_id, self.other_id) if result.agreed else None


@dataclass(frozen=True)
class TakeBack(Command[None]):
    """I agree no longer: what it allowed ends in this very transaction."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = REGISTER
    purpose_id: str
    other_id: int = 0

    def run(self, work: Work) -> None:
        purpose = purpose_of(work, self.purpose_id)
        if purpose.id == CONSENT:
            WithdrawConsent().run(work)
            return
        entry = entry_of(ledger_of(work), purpose.id, self.other_id)
        if entry is None or not entry.agreed:
            raise NothingToTakeBack(purpose.id)
        end_what_it_allowed(work, purpose, self.other_id)
        if purpose.id in OF_FAMILY:
            return
        note_abroad(work, purpose, REFUSED)
        note_consent(work, purpose.id, entry.version, agreed=False, how="withdrawn")
