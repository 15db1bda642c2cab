"""What the clock does with talks that were left in the middle: one nudge, then they are erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select, update

from models.base import touched
from models.gate import Command, May
from models.register.tables import Account
from models.talks.messages import TalkWaiting
from models.talks.tables import TalkRow
from models.work import Work


@dataclass(frozen=True)
class NudgeTalk(Command[bool]):
    """Ask once whether to go on. Nothing is said about what the talk was about."""

    may: ClassVar[May] = May(clock=True)
    account_id: int

    def run(self, work: Work) -> bool:
        result = work.session.execute(
            update(TalkRow)
            .where(
                TalkRow.account_id == self.account_id,
                TalkRow.flow.is_not(None),
                TalkRow.nudged_at.is_(None),
            )
            .values(nudged_at=work.now)
        )
        if touched(result) != 1:
            return False
        row = work.connection.execute(
            select(Account.person_id, TalkRow.serial)
            .join(TalkRow, TalkRow.account_id == Account.id)
            .where(Account.id == self.account_id)
        ).one()
        message = TalkWaiting(self.account_id, row.serial)
        work.tell(row.person_id, message, key=f"nudge:{self.account_id}:{row.serial}")
        return True


@dataclass(frozen=True)
class ExpireTalk(Command[None]):
    """Erase the answers of a talk nobody came back to: they may hold health and child data."""

    may: ClassVar[May] = May(clock=True)
    account_id: int

    def run(self, work: Work) -> None:
        work.session.execute(
            update(TalkRow)
            .where(TalkRow.account_id == self.account_id)
            .values(flow=None, state=None, nudged_at=None)
        )
