"""A notice as the sender meets it: one sentence for everybody, and a row for each person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.orm import Session

from benchmarks.sending.words import NOTICE as WORDS
from bot.dialogue.messages import Outgoing
from bot.outbox.leased import Said, Speaker
from models.base import SettingRow
from models.messages import Message, Priority
from models.outbox.claim import AccountRef, Claimed
from models.talks.tables import TalkRow


@dataclass(frozen=True)
class BenchNotice(Message):
    """The same words for everybody."""

    notice_id: int
    priority: ClassVar[Priority] = Priority.NOTICE


_WORDS = select(SettingRow.value).where(SettingRow.key == "bench.notice")
_BELOW = (
    update(TalkRow)
    .where(TalkRow.account_id.in_(bindparam("accounts", expanding=True)), TalkRow.fresh)
    .values(fresh=False)
)
QUEUE = text(
    """INSERT INTO outbox
       ("key", person_id, op, message, args, priority, not_before, state, attempts, created_at)
       SELECT 'notice:1:' || id, id, 'send', 'BenchNotice', :args, 4, :at, 'due', 0, :at
       FROM people WHERE id BETWEEN :first AND :last"""
)


class Notices:
    """Puts notices into words once a chunk; everything else is said by ``others``."""

    def __init__(self, others: Speaker) -> None:
        self._others = others

    def __call__(
        self, session: Session, account: AccountRef, message: str, args: Any, row: Claimed
    ) -> Said:
        if message != BenchNotice.__name__:
            return self._others(session, account, message, args, row)
        found = self.shared(session, message, args, [(row, account)])
        return found[row.id] if found else None

    def shared(
        self,
        session: Session,
        message: str,
        args: Any,
        readers: Sequence[tuple[Claimed, AccountRef]],
    ) -> Mapping[int, Said] | None:
        """One look for the words, one statement for all the talks."""
        if message != BenchNotice.__name__:
            return None
        connection = session.connection()
        words = connection.execute(_WORDS).scalar() or WORDS
        said = Outgoing(tuple(words.split("\n")))
        connection.execute(_BELOW, {"accounts": [account.id for _, account in readers]})
        return {row.id: said for row, _ in readers}
