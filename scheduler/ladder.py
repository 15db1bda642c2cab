"""The ladder: what reached nobody becomes a call on the desk's list. "Sent" is not "informed".

Messages whose matter is over meanwhile are let go: nobody is phoned about a thing that is done.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.duty.calls import PutOnCallList
from models.gate import run
from models.help.tables import Case
from models.messages import Message
from models.notices.messages import NoticeRound
from models.notices.rounds import doors_left
from models.outbox.watch import Unreached, claim_unreached, next_watch
from models.work import Work

CHUNK = 20


def must_reach() -> list[str]:
    """Names of the message types that somebody has to hear, whatever it takes."""
    return [name for name, message in Message.known.items() if message.must_reach]


@dataclass(frozen=True)
class Ladder:
    """``cannot_tell``: channels that do not report what was seen; there, sent counts."""

    cannot_tell: Collection[str] = ()
    name: str = "ladder"

    def run(self, work: Work) -> int:
        rows = claim_unreached(
            work.session, work.now, cannot_tell=self.cannot_tell, messages=must_reach(), most=CHUNK
        )
        return sum(
            run(
                work,
                PutOnCallList(
                    row.key,
                    row.person_id,
                    row.message,
                    tuple(row.args.items()),
                    row.why,
                    loud=Message.known[row.message].loud,
                ),
            )
            for row in rows
            if not _is_over(work, row.args) and not _doors_are_done(work, row)
        )

    def next_due(self, work: Work) -> datetime | None:
        return next_watch(work.session)


def _is_over(work: Work, args: dict[str, Any]) -> bool:
    """Whether the case the message is about has come to its end."""
    case_id = args.get("case_id")
    case = work.session.get(Case, case_id) if case_id else None
    return case is not None and case.closed_at is not None


def _doors_are_done(work: Work, row: Unreached) -> bool:
    """Whether a worker who did not look has no door of that notice to go to any more."""
    if row.message != NoticeRound.__name__:
        return False
    return not doors_left(work, row.args["notice_id"], row.person_id)
