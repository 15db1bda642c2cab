"""The picture that goes with a notice: fetched after the commit like any other, by one process at a
time, and brought to an end; then its writer sees how the notice looks.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from models.base import touched
from models.notices.drafting import tell_counted
from models.notices.knowing import targets_of
from models.notices.queries import may_send_at
from models.notices.tables import Notice, NoticeFile
from models.photos.keep import LEASE, WaitingPhoto
from models.work import Work

MOST_BYTES = 10 * 1024 * 1024
SHOWN_FROM = 1 << 50
"""Pictures of notices are shown under their id above this, those of cases below."""


def shown_as(file_id: int) -> int:
    return SHOWN_FROM + file_id


def claim_file(session: Session, wall: datetime) -> WaitingPhoto | None:
    """Take the next picture that nobody works on; None if there is none."""
    free = or_(NoticeFile.claimed_until.is_(None), NoticeFile.claimed_until <= wall)
    found = session.execute(
        select(NoticeFile.id, NoticeFile.channel, NoticeFile.source, NoticeFile.attempts)
        .where(NoticeFile.state == "waiting", free)
        .order_by(NoticeFile.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if found is None:
        return None
    claimed = {"claimed_until": wall + LEASE, "attempts": found.attempts + 1}
    session.connection().execute(
        update(NoticeFile).where(NoticeFile.id == found.id).values(**claimed)
    )
    return WaitingPhoto(found.id, found.channel, found.source, found.attempts + 1)


def keep_file(work: Work, file_id: int, content: bytes) -> bool:
    """Store the cleaned picture, sealed. False if it had come to an end meanwhile."""
    return _end(work, file_id, {"state": "ready", "content": content, "fault": None})


def reject_file(work: Work, file_id: int, fault: str) -> bool:
    """Give a picture up; the notice can go without it, and its writer is told so."""
    return _end(work, file_id, {"state": "rejected", "fault": fault})


def try_file_later(session: Session, file_id: int, until: datetime, fault: str) -> None:
    session.connection().execute(
        update(NoticeFile)
        .where(NoticeFile.id == file_id, NoticeFile.state == "waiting")
        .values(claimed_until=until, fault=fault)
    )


def _end(work: Work, file_id: int, values: dict[str, object]) -> bool:
    ended = work.connection.execute(
        update(NoticeFile)
        .where(NoticeFile.id == file_id, NoticeFile.state == "waiting")
        .values(claimed_until=None, **values)
    )
    if touched(ended) != 1:
        return False
    work.session.expire_all()
    counted = select(Notice).where(
        Notice.picture_id == file_id, Notice.state.in_(("ready", "empty")), Notice.doing == ""
    )
    for notice in work.session.scalars(counted):
        tell_counted(work, notice)
    return True


def picture_of_notice(work: Work, person_id: int, file_id: int) -> bytes | None:
    """For whoever the notice is for, and for those who may send there; "may not" and "not there" look
    alike."""
    row = work.session.execute(
        select(NoticeFile.content, Notice.id, Notice.place_id)
        .join(Notice, Notice.picture_id == NoticeFile.id)
        .where(NoticeFile.id == file_id, NoticeFile.state == "ready")
        .order_by(Notice.id.desc())
    ).first()
    if row is None:
        return None
    for_them = any(targets_of(work, row.id, person_id))
    return row.content if for_them or may_send_at(work, row.place_id, person_id) else None
