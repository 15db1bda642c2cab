"""A notice is written, and its people are counted before anything is sent.

Counting a city is no work for the one transaction of a message: the clock makes one row for each door
or person, grid by grid, in committed chunks, and then shows the writer what it comes to. The same
rows are what is sent by afterwards; who has left meanwhile is left out when it goes out.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import delete, select

from models.audiences.expressions import Expression, from_json, to_json
from models.audiences.selecting import grids_meant
from models.base import dumps
from models.cleaning import clean_text
from models.gate import Command, May
from models.notices.counting import forget_counts
from models.notices.messages import NoticeCounted
from models.notices.refusals import NoticeInThePast, NoticeTooLong
from models.notices.running import SENDERS, kind_named, locked, path_of
from models.notices.tables import Notice, NoticeFile, NoticeTarget
from models.numbers import notice_number
from models.refusals import NotFound
from models.work import Work

LONGEST = 2000
"""Characters of a notice in one language; what is written on more is a paper, not a notice."""
CHUNK = 250
"""Rows that are forgotten in one transaction."""
DRAFT_HOURS = 24
AT_ONCE = 12
"""Grids that are counted before anybody wonders where the answer is."""


@dataclass(frozen=True)
class WriteNotice(Command[int]):
    """Keep a notice that is not sent yet; its people are counted by the clock, and the writer is
    then shown how it looks. ``words``: zh, en, link, where. Returns its id."""

    may: ClassVar[May] = May(roles=SENDERS)
    kind: str
    place_id: str
    audience: Expression
    words_zh: str = ""
    words_en: str = ""
    link: str = ""
    where: str = ""
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    send_at: datetime | None = None
    acknowledge: bool | None = None
    attached: str = ""
    """photo: or file: and the channel's reference; fetched after the commit."""
    instead_id: int | None = None
    """An earlier draft that this one takes the place of."""
    answers: tuple[Any, ...] = field(default=())
    """Of the talk it came from, so that [change] goes on where it was."""

    def place(self, work: Work) -> str | None:
        known = any(place.id == self.place_id for place in work.town.places)
        return work.town.path(self.place_id) if known else None

    def run(self, work: Work) -> int:
        kind = kind_named(work, self.kind)
        audience = to_json(from_json(to_json(self.audience)))
        words = self._words()
        send_at = max(self.send_at or work.now, work.now)
        expires = self._expires(work, send_at)
        self._drop_former(work)
        notice = Notice(
            number=f"~{work.key}", kind=kind.id, by_id=work.actor.person_id,
            place_id=self.place_id, audience=audience, counts=kind.counts, words=words,
            picture_id=self._file(work), begins_at=self.begins_at, ends_at=self.ends_at,
            must_reach=kind.must_reach,
            acknowledge=kind.acknowledge if self.acknowledge is None else self.acknowledge,
            topic=kind.topic or "", state="draft", doing="count", send_at=send_at,
            expires_at=expires, fingerprint=f"~{work.key}", created_at=work.now,
            answers=list(self.answers), step="forget", next_at=work.now + timedelta(hours=DRAFT_HOURS),
        )  # fmt: skip
        work.session.add(notice)
        work.session.flush()
        notice.number = notice_number(notice.id)
        notice.fingerprint = f"~{notice.id}"
        work.session.flush()
        return notice.id

    def _drop_former(self, work: Work) -> None:
        """The draft it takes the place of is forgotten, unless it went out meanwhile."""
        if self.instead_id is None:
            return
        former = locked(work, self.instead_id)
        if former.by_id != work.actor.person_id or former.place_id != self.place_id:
            raise NotFound("notice")
        if former.state in ("draft", "ready", "empty"):
            drop(former)

    def _file(self, work: Work) -> int | None:
        kind, _colon, source = self.attached.partition(":")
        if not source:
            return None
        file = NoticeFile(
            by_id=work.actor.person_id, channel=work.actor.channel, source=source, kind=kind,
            state="waiting", attempts=0, at=work.now,
        )  # fmt: skip
        work.session.add(file)
        work.session.flush()
        return file.id

    def _words(self) -> dict[str, str]:
        words = {
            "zh": clean_text(self.words_zh), "en": clean_text(self.words_en), "link": self.link,
            "where": clean_text(self.where),
        }  # fmt: skip
        if not words["zh"] and not words["en"]:
            raise NotFound("words")
        if max(len(words["zh"]), len(words["en"])) > LONGEST:
            raise NoticeTooLong(LONGEST)
        return {name: value for name, value in words.items() if value}

    def _expires(self, work: Work, send_at: datetime) -> datetime:
        """When it is of no use any more: with what it announces, else some days later."""
        until = self.begins_at or self.ends_at
        if until is not None:
            if until <= send_at:
                raise NoticeInThePast
            return until
        return send_at + timedelta(hours=work.town.notices.keep_hours)


def fingerprint(notice: Notice) -> str:
    """The same for the same words to the same people."""
    whole = [notice.kind, notice.place_id, notice.audience, notice.words, str(notice.begins_at)]
    return hashlib.sha256(dumps(whole).encode()).hexdigest()


# -- counted -----------------------------------------------------------------------------------------
def tell_counted(work: Work, notice: Notice) -> None:
    work.tell(notice.by_id, NoticeCounted(notice.id), key=f"notice:{notice.id}:counted")


def file_waits(work: Work, notice: Notice) -> bool:
    file = work.session.get(NoticeFile, notice.picture_id) if notice.picture_id else None
    return file is not None and file.state == "waiting"


# -- not wanted ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class DropNotice(Command[None]):
    """[Do not send]: what was written is forgotten, its rows by the clock."""

    may: ClassVar[May] = May(roles=SENDERS)
    notice_id: int

    def place(self, work: Work) -> str | None:
        return path_of(work, self.notice_id)

    def run(self, work: Work) -> None:
        drop(locked(work, self.notice_id, "draft", "ready", "empty", "waiting", "set"))
        work.session.flush()


def drop(notice: Notice) -> None:
    """It was never sent and never will be."""
    notice.state, notice.doing, notice.step, notice.next_at = "refused", "forget", "", None


def forget_some(work: Work, notice: Notice) -> int:
    """A chunk of the rows of a notice that was never sent; the notice itself last."""
    some = select(NoticeTarget.id).where(NoticeTarget.notice_id == notice.id).limit(CHUNK)
    gone = work.session.scalars(some).all()
    if gone:
        work.session.execute(delete(NoticeTarget).where(NoticeTarget.id.in_(gone)))
        return len(gone)
    forget_counts(work, notice.id)
    notice.doing, notice.total = "", 0
    notice.words, notice.answers, notice.progress = {}, None, None
    work.session.flush()
    return 1


def takes_a_while(work: Work, notice_id: int) -> bool:
    """Whether the counting is more than a moment: a whole street, or more."""
    notice = work.session.get(Notice, notice_id)
    if notice is None:
        return False
    return len(grids_meant(work, from_json(notice.audience), notice.place_id)) > AT_ONCE
