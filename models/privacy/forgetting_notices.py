"""How notices are forgotten: who was informed and how, and the words. That there was one, of what kind
and for how many, is what the figures are counted from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from models.notices.tables import Notice, NoticeFile, NoticeFilePiece, NoticeTarget, NoticeTick
from models.privacy.steps import FEW, MANY, Step, count, do
from models.work import Work

FINAL = ("over", "stopped", "refused")
_LOOKED_AT = (
    Notice.id, Notice.state, Notice.picture_id, Notice.created_at, Notice.over_at,
    Notice.forgotten_at,
)  # fmt: skip


class Notices:
    """One notice after the other, in the order they were written: its doors in pieces, then its words
    and its picture."""

    def step(self, work: Work, before: datetime, place: Any) -> Step:
        rows = work.session.execute(
            select(*_LOOKED_AT).where(Notice.id > (place or 0)).order_by(Notice.id).limit(FEW)
        ).all()
        for row in rows:
            if row.created_at >= before:
                return Step(0)
            if _is_old(row, before):
                return self._forget(work, row)
        return Step(0, rows[-1].id if len(rows) == FEW else None)

    def _forget(self, work: Work, row: Any) -> Step:
        theirs = select(NoticeTarget.id).where(NoticeTarget.notice_id == row.id).limit(MANY)
        targets = work.session.scalars(theirs).all()
        if targets:
            do(work, delete(NoticeTick).where(NoticeTick.target_id.in_(targets)))
            do(work, delete(NoticeTarget).where(NoticeTarget.id.in_(targets)))
            return Step(0, row.id - 1)
        empty: dict[str, Any] = {"words": {}, "answers": None, "progress": None, "picture_id": None}
        mine = update(Notice).where(Notice.id == row.id)
        do(work, mine.values(**empty, forgotten_at=work.now))
        if row.picture_id is not None:
            do(work, delete(NoticeFilePiece).where(NoticeFilePiece.file_id == row.picture_id))
            do(work, delete(NoticeFile).where(NoticeFile.id == row.picture_id))
        return Step(1, row.id)

    def due(self, work: Work, before: datetime) -> int:
        ended = func.coalesce(Notice.over_at, Notice.created_at)
        final = Notice.state.in_(FINAL), Notice.forgotten_at.is_(None)
        return count(work, Notice, *final, ended < before)


def _is_old(row: Any, before: datetime) -> bool:
    final = row.state in FINAL and row.forgotten_at is None
    return final and (row.over_at or row.created_at) < before
