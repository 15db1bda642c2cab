"""Words that are kept for the next time: a name, a kind, and the text as it was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.audiences.refusals import NameTaken
from models.cleaning import clean_text
from models.gate import Command, May
from models.notices.running import SENDERS, path_of
from models.notices.tables import Notice, NoticeTemplate
from models.refusals import NotFound
from models.work import Work

LETTERS = 24


@dataclass(frozen=True)
class KeepTemplate(Command[int]):
    """Keep the words of a notice under a name, at its place. Returns the template's id."""

    may: ClassVar[May] = May(roles=SENDERS)
    notice_id: int
    name: str

    def place(self, work: Work) -> str | None:
        return path_of(work, self.notice_id)

    def run(self, work: Work) -> int:
        notice = work.session.get(Notice, self.notice_id)
        if notice is None or not notice.words:
            raise NotFound("notice")
        name = clean_text(self.name)[:LETTERS].strip()
        if not name:
            raise NotFound("name")
        template = NoticeTemplate(
            place_id=notice.place_id, name=name, kind=notice.kind, words=notice.words,
            by_id=work.actor.person_id, made_at=work.now,
        )  # fmt: skip
        work.session.add(template)
        try:
            with work.session.begin_nested():
                work.session.flush()
        except IntegrityError:
            raise NameTaken from None
        return template.id


@dataclass(frozen=True)
class DropTemplate(Command[None]):
    """Nobody needs it any more; notices that were made of it stay as they are."""

    may: ClassVar[May] = May(roles=SENDERS)
    template_id: int

    def place(self, work: Work) -> str | None:
        found = select(NoticeTemplate.place_id).where(NoticeTemplate.id == self.template_id)
        place = work.session.scalar(found)
        return work.town.path(place) if place is not None else None

    def run(self, work: Work) -> None:
        template = work.session.get(NoticeTemplate, self.template_id)
        if template is None:
            raise NotFound("template")
        template.ended_at = template.ended_at or work.now
        work.session.flush()
