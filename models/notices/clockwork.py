"""What the clock does with notices: the pieces of what is going on, and what is due at an hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import func, literal_column, select, text

from models.gate import Command, May
from models.notices.agreeing import ask_to_agree
from models.notices.census import CountNotice
from models.notices.correcting import edit_some
from models.notices.drafting import forget_some
from models.notices.hours import loud_from
from models.notices.ladder import after_sending, take_step
from models.notices.messages import NoticeProgress, NoticeWaits
from models.notices.running import SENDERS, locked
from models.notices.spreading import SpreadNotice
from models.notices.tables import Notice
from models.outbox.holding import drop_unsent, hold, let_go
from models.prepared import Prepared
from models.register.holding import held_at
from models.register.tables import Role
from models.rights import covers
from models.town.tables import Place
from models.work import Work

HOLD = 1000
"""Rows of the outbox that are held back, or let go, in one transaction."""
# As the partial indexes have it, word for word: else SQLite does not see that they serve.
_DOING = text("doing <> ''")
_DUE = text("next_at IS NOT NULL")


_in_hand = Prepared(
    select(Notice.id)
    .where(_DOING)
    .order_by((Notice.doing == literal_column("'count'")), Notice.id)
    .limit(1)
)
_next_step = Prepared(select(func.min(Notice.next_at)).where(_DUE))


def in_hand(work: Work) -> int | None:
    """The notice that a piece of work is next for: one that goes out before one that is counted."""
    found: int | None = work.first(_in_hand)
    return found


def next_step(work: Work) -> datetime | None:
    at: datetime | None = work.first(_next_step)
    return at


@dataclass(frozen=True)
class GoOnNotice(Command[int]):
    """The next piece of what is being done with a notice. Returns how much of it, at least 1 while
    there is more."""

    may: ClassVar[May] = May(clock=True)
    notice_id: int

    def run(self, work: Work) -> int:
        notice = locked(work, self.notice_id)
        if notice.doing == "count":
            return CountNotice(notice.id).run(work)
        if notice.doing == "spread":
            return SpreadNotice(notice.id).run(work)
        if notice.doing == "edit":
            return edit_some(work, notice)
        if notice.doing == "forget":
            return forget_some(work, notice)
        return _rows(work, notice)


def _rows(work: Work, notice: Notice) -> int:
    """What waits for the sender is held back, let go, or dropped."""
    if notice.doing == "let_go":
        done = let_go(work.connection, notice.id, HOLD, loud_from(work, notice))
    else:
        handle = {"hold": hold, "drop": drop_unsent}[notice.doing]
        done = handle(work.connection, notice.id, HOLD)
    if done < HOLD:
        # Where it was paused while its rows were made, they go on being made.
        notice.doing = "spread" if notice.doing == "let_go" else ""
        work.session.flush()
    return max(done, 1)


@dataclass(frozen=True)
class StepNotice(Command[int]):
    """What is due about the first notice whose hour has come. Returns 1, or 0 if none has."""

    may: ClassVar[May] = May(clock=True)

    def run(self, work: Work) -> int:
        due = select(Notice.id).where(_DUE, Notice.next_at <= work.now)
        found = work.session.scalars(due.order_by(Notice.next_at, Notice.id).limit(1)).first()
        if found is None:
            return 0
        notice = locked(work, found)
        if notice.next_at is None or notice.next_at > work.now:
            return 0
        if notice.step == "forget":
            notice.state, notice.doing, notice.step, notice.next_at = "refused", "forget", "", None
        elif notice.step == "send":
            _begin(work, notice)
        elif notice.state == "waiting":
            notice.state, notice.step, notice.next_at = "refused", "", None
            _say_waits(work, notice, "nobody_agreed")
        else:
            take_step(work, notice)
        work.session.flush()
        return 1


def _begin(work: Work, notice: Notice) -> None:
    """It goes out now, if whoever answers for it still may, and if it is still of use."""
    if notice.expires_at <= work.now:
        notice.state, notice.step, notice.next_at = "refused", "", None
        _say_waits(work, notice, "too_late")
        return
    if not _answered_for(work, notice):
        notice.state, notice.step, notice.next_at = "waiting", "close", notice.expires_at
        _say_waits(work, notice, "role_ended")
        ask_to_agree(work, notice)
        return
    notice.state, notice.doing, notice.cursor = "sending", "spread", 0
    notice.sent_at = work.now
    work.tell(notice.by_id, NoticeProgress(notice.id), key=f"notice:{notice.id}:progress")
    after_sending(work, notice)


def _say_waits(work: Work, notice: Notice, why: str) -> None:
    work.tell(notice.by_id, NoticeWaits(notice.id, why), key=f"notice:{notice.id}:{why}")


def _answered_for(work: Work, notice: Notice) -> bool:
    """Whether the writer, or the colleague who agreed, may still send here."""
    here = work.town.path(notice.place_id)
    rows = work.session.execute(
        select(Place.path)
        .join(Role, Role.place_id == Place.id)
        .where(
            Role.role.in_(SENDERS),
            held_at(work.now),
            Role.person_id.in_([one for one in (notice.by_id, notice.agreed_by) if one]),
        )
    )
    return any(covers(row.path, here) for row in rows)
