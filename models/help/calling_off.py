"""Calling a case off, and what all commands on one's own case have in common."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar

from models.gate import Command, May
from models.help.cases import case_of, move, note, place_of_case, relations_to_case
from models.help.ending import end_offers
from models.outbox.enqueue import withdraw_details
from models.work import Work


class OfAsker(Command[Any]):
    """Base of commands on one's own case."""

    may: ClassVar[May] = May()
    purpose: ClassVar[str] = "help"
    case_id: int

    def place(self, work: Work) -> str | None:
        return place_of_case(work, self.case_id)

    def relations(self, work: Work) -> Collection[str]:
        return relations_to_case(work, self.case_id)


ASKER = May(relations=("asker",))


@dataclass(frozen=True)
class CancelCase(OfAsker):
    """Call it off. Whoever was asked or on the way is told by us."""

    may: ClassVar[May] = ASKER
    case_id: int

    def run(self, work: Work) -> None:
        case = case_of(work, self.case_id)
        move(work, case, "cancelled", closed_at=work.now, outcome="cancelled", next_wave_at=None,
             attention=None)  # fmt: skip
        note(work, case.id, "cancelled")
        end_offers(work, case.id, called_off=True)
        withdraw_details(work.connection, case.id, work.now, work.key)
