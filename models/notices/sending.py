"""A counted notice goes out: at once or later, with a colleague's yes where it is to go to many; and it
is paused, goes on, is stopped, is put right.

Each command is one row's change. What follows for a hundred thousand rows is the clock's, in pieces.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.cleaning import clean_text
from models.gate import Command, May
from models.notices.agreeing import ask_to_agree
from models.notices.drafting import LONGEST, file_waits, fingerprint
from models.notices.ladder import plan_anew
from models.notices.messages import NoticeAgreed, NoticeTried
from models.notices.refusals import (
    AlreadySent,
    HeldPastUse,
    NoticeInThePast,
    NoticeMovedOn,
    NoticeTooLong,
    NotYetCounted,
    OwnNotice,
)
from models.notices.running import SENDERS, kind_named, locked, path_of
from models.notices.tables import Notice
from models.refusals import NotFound
from models.work import Work

ONCE_OUT = ("sending", "paused", "over")


class _OnNotice:
    """By whoever may send where the notice is sent."""

    notice_id: int

    def place(self, work: Work) -> str | None:
        return path_of(work, self.notice_id)


@dataclass(frozen=True)
class SendNotice(_OnNotice, Command[str]):
    """Send a counted notice. ``again``: although the same was sent a short while ago. ``loud``: now,
    although it is night; ``held``: in the morning, although that is late. Returns its state: set or
    waiting."""

    may: ClassVar[May] = May(roles=SENDERS)
    notice_id: int
    again: bool = False
    loud: bool = False
    held: bool = False

    def run(self, work: Work) -> str:
        notice = locked(work, self.notice_id)
        if notice.doing == "count" or file_waits(work, notice):
            raise NotYetCounted(notice.id)
        if notice.state != "ready":
            raise NoticeMovedOn(notice.id, notice.state)
        notice.send_at = max(notice.send_at, work.now)
        if notice.expires_at <= notice.send_at:
            raise NoticeInThePast
        if not (self.loud or self.held) and held_past_use(work, notice):
            raise HeldPastUse(notice.id)
        notice.loud = self.loud
        self._once(work, notice)
        notice.answers = notice.progress = None
        if needs_agreeing(work, notice):
            notice.state, notice.step, notice.next_at = "waiting", "close", notice.expires_at
            ask_to_agree(work, notice)
        else:
            notice.state, notice.step, notice.next_at = "set", "send", notice.send_at
        work.session.flush()
        return notice.state

    def _once(self, work: Work, notice: Notice) -> None:
        """The same words to the same people are one notice, whoever sends them first."""
        same = fingerprint(notice)
        earlier = select(Notice.id, Notice.created_at, Notice.state).where(
            Notice.fingerprint == same
        )
        rows = work.session.execute(earlier.order_by(Notice.id.desc())).all()
        since = work.now - timedelta(hours=work.town.notices.again_hours)
        recent = [row for row in rows if row.created_at > since and row.state != "refused"]
        if recent and not self.again:
            raise AlreadySent(recent[0].id)
        try:
            # Within the savepoint: else what begins it would fail, and the rest of it with it.
            with work.session.begin_nested():
                notice.fingerprint, notice.again = same, len(rows)
                work.session.flush()
        except IntegrityError:
            raise AlreadySent(self._winner(work, same)) from None

    def _winner(self, work: Work, same: str) -> int:
        """The other one that just went out, which the database has kept us from doubling."""
        query = select(Notice.id).where(Notice.fingerprint == same, Notice.id != self.notice_id)
        found = work.session.scalars(query.order_by(Notice.again.desc()).limit(1)).first()
        return found if found is not None else self.notice_id


def needs_agreeing(work: Work, notice: Notice) -> bool:
    prepared = kind_named(work, notice.kind).prepared
    return not prepared and notice.total > work.town.notices.approve_above


def held_past_use(work: Work, notice: Notice) -> bool:
    """Whether quiet hours would hold it until there is less than an hour left to act on it."""
    return _too_late(work, notice.send_at, notice.expires_at)


def correction_held(work: Work, notice: Notice, expires_at: datetime) -> bool:
    """The same of other words that are sent now; what went out at night may be put right at night."""
    return not notice.loud and _too_late(work, work.now, expires_at)


def _too_late(work: Work, at: datetime, expires_at: datetime) -> bool:
    starts = work.calendar.next_loud(at)
    return starts > at and starts > expires_at - timedelta(hours=1)


@dataclass(frozen=True)
class TryNotice(_OnNotice, Command[None]):
    """Show it to its writer alone, as the others will see it."""

    may: ClassVar[May] = May(roles=SENDERS)
    notice_id: int

    def run(self, work: Work) -> None:
        notice = locked(work, self.notice_id, "draft", "ready", "waiting", "set")
        work.tell(work.actor.person_id, NoticeTried(notice.id))


# -- a colleague's yes -------------------------------------------------------------------------------
@dataclass(frozen=True)
class AgreeToNotice(_OnNotice, Command[None]):
    """A second person says yes, or no."""

    may: ClassVar[May] = May(roles=SENDERS)
    notice_id: int
    agreed: bool

    def run(self, work: Work) -> None:
        notice = locked(work, self.notice_id, "waiting")
        if notice.by_id == work.actor.person_id:
            raise OwnNotice
        if self.agreed and notice.expires_at <= work.now:
            raise NoticeInThePast
        notice.agreed_by, notice.agreed_at = work.actor.person_id, work.now
        if self.agreed:
            notice.send_at = max(notice.send_at, work.now)
            notice.state, notice.step, notice.next_at = "set", "send", notice.send_at
        else:
            notice.state, notice.step, notice.next_at = "refused", "", None
        work.session.flush()
        work.tell(notice.by_id, NoticeAgreed(notice.id, self.agreed))


@dataclass(frozen=True)
class AskAgain(_OnNotice, Command[int]):
    """Who may say yes has come meanwhile: whoever was not asked yet is asked. Returns how many there
    are to say it."""

    may: ClassVar[May] = May(roles=SENDERS)
    notice_id: int

    def run(self, work: Work) -> int:
        return ask_to_agree(work, locked(work, self.notice_id, "waiting"))


# -- pause, go on, stop ------------------------------------------------------------------------------
@dataclass(frozen=True)
class PauseNotice(_OnNotice, Command[None]):
    may: ClassVar[May] = May(roles=SENDERS)
    notice_id: int

    def run(self, work: Work) -> None:
        notice = locked(work, self.notice_id, "sending")
        # Where its rows are still being made, that waits as well: the cursor stays.
        notice.state, notice.doing = "paused", "hold"
        work.session.flush()


@dataclass(frozen=True)
class GoOnWithNotice(_OnNotice, Command[None]):
    may: ClassVar[May] = May(roles=SENDERS)
    notice_id: int

    def run(self, work: Work) -> None:
        notice = locked(work, self.notice_id, "paused")
        notice.state, notice.doing = "sending", "let_go"
        work.session.flush()


@dataclass(frozen=True)
class StopNotice(_OnNotice, Command[None]):
    """Nothing more of it goes out; what arrived stays, and is counted."""

    may: ClassVar[May] = May(roles=SENDERS)
    notice_id: int

    def run(self, work: Work) -> None:
        notice = locked(work, self.notice_id, "waiting", "set", "sending", "paused")
        out = notice.sent_at is not None
        notice.state, notice.doing = "stopped", "drop" if out else ""
        notice.step, notice.next_at = "", None
        notice.over_at = work.now
        work.session.flush()


@dataclass(frozen=True)
class CorrectNotice(_OnNotice, Command[int]):
    """Other words: whoever has it already sees them in its place, or hears once more where a channel
    cannot replace; whoever has not, only the new ones. ``loud`` and ``held`` as for sending. Returns
    the version."""

    may: ClassVar[May] = May(roles=SENDERS)
    notice_id: int
    words_zh: str
    words_en: str = ""
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    loud: bool = False
    held: bool = False

    def run(self, work: Work) -> int:
        notice = locked(work, self.notice_id, *ONCE_OUT)
        if notice.doing:
            raise NotYetCounted(notice.id)
        words = {"zh": clean_text(self.words_zh), "en": clean_text(self.words_en)}
        if not any(words.values()):
            raise NotFound("words")
        if max(map(len, words.values())) > LONGEST:
            raise NoticeTooLong(LONGEST)
        kept = {name: value for name, value in notice.words.items() if name not in ("zh", "en")}
        notice.words = {**kept, **{name: value for name, value in words.items() if value}}
        if self.begins_at is not None:
            if self.begins_at <= work.now:
                raise NoticeInThePast
            notice.begins_at, notice.ends_at = self.begins_at, self.ends_at
            notice.expires_at = self.begins_at
            plan_anew(work, notice)
        notice.loud = notice.loud or self.loud
        if not self.held and correction_held(work, notice, notice.expires_at):
            raise HeldPastUse(notice.id)
        notice.version += 1
        notice.doing, notice.cursor = "edit", 0
        work.session.flush()
        return notice.version
