"""Small questions about one notice that several commands ask."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.notices.refusals import NoticeMovedOn, UnknownNoticeKind
from models.notices.tables import Notice
from models.refusals import NotFound
from models.town.notices import NoticeKind
from models.work import Work

SENDERS = ("coordinator", "admin")
"""Who sends notices, each within the places of their role."""


def locked(work: Work, notice_id: int, *states: str) -> Notice:
    """The notice, nobody else changing it meanwhile; in one of ``states`` if any are named."""
    found = select(Notice).where(Notice.id == notice_id).with_for_update(key_share=True)
    notice = work.session.scalars(found.execution_options(populate_existing=True)).first()
    if notice is None:
        raise NotFound("notice")
    if states and notice.state not in states:
        raise NoticeMovedOn(notice.id, notice.state)
    return notice


def path_of(work: Work, notice_id: int) -> str | None:
    """The path of the place it is sent at, for the gate; None if there is no such notice."""
    place = work.session.scalar(select(Notice.place_id).where(Notice.id == notice_id))
    return work.town.path(place) if place is not None else None


def writer_of(work: Work, notice_id: int) -> int | None:
    found: int | None = work.session.scalar(select(Notice.by_id).where(Notice.id == notice_id))
    return found


def kind_named(work: Work, kind_id: str) -> NoticeKind:
    try:
        return work.town.notice_kind(kind_id)
    except KeyError:
        raise UnknownNoticeKind(kind_id) from None


def words_in(notice: Notice, language: str) -> dict[str, Any]:
    """The words of the version in force; whoever reads a language it was not written in reads the
    other one."""
    words = notice.words
    text = words.get(language) or words.get("zh") or words.get("en") or ""
    return {**words, "text": text}
