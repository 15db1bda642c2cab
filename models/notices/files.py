"""What goes with a notice, a picture or a PDF: fetched after the commit like any other, by one process
at a time, and brought to an end; then its writer sees how the notice looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from models.base import touched
from models.notices.documents import only_pages
from models.notices.drafting import tell_counted
from models.notices.knowing import targets_of
from models.notices.queries import may_send_at
from models.notices.tables import Notice, NoticeFile, NoticeFilePiece
from models.photos.keep import LEASE, WaitingPhoto
from models.photos.picture import cleaned
from models.work import Work

MOST_BYTES = 10 * 1024 * 1024
PIECE = 256 * 1024
SHOWN_FROM = 1 << 50
"""Pictures of notices are shown under their id above this, those of cases below."""


def shown_as(file_id: int) -> int:
    return SHOWN_FROM + file_id


def claim_file(session: Session, wall: datetime) -> WaitingPhoto | None:
    """Take the next file that nobody works on; None if there is none."""
    free = or_(NoticeFile.claimed_until.is_(None), NoticeFile.claimed_until <= wall)
    columns = NoticeFile.id, NoticeFile.channel, NoticeFile.source, NoticeFile.attempts
    found = session.execute(
        select(*columns, NoticeFile.kind)
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
    return WaitingPhoto(found.id, found.channel, found.source, found.attempts + 1, found.kind)


def made_safe(kind: str, data: bytes) -> bytes:
    """What is kept of a photo or of a file; ``BadPicture`` and ``BadDocument`` say why nothing is. Seconds
    of CPU: never on the event loop, never inside a transaction."""
    return only_pages(data) if kind == "file" else cleaned(data)


def pieces_of(content: bytes) -> Iterator[tuple[int, bytes]]:
    """In the order in which ``keep_piece`` wants them."""
    for number, start in enumerate(range(0, len(content), PIECE)):
        yield number, content[start : start + PIECE]


def keep_piece(session: Session, file_id: int, number: int, content: bytes) -> None:
    """The first one takes the place of whatever an earlier try has left."""
    if number == 0:
        session.execute(delete(NoticeFilePiece).where(NoticeFilePiece.file_id == file_id))
    session.add(NoticeFilePiece(file_id=file_id, number=number, content=content))
    session.flush()


def keep_file(work: Work, file_id: int) -> bool:
    """All its pieces are there. False if it had come to an end meanwhile."""
    return _end(work, file_id, {"state": "ready", "fault": None})


def reject_file(work: Work, file_id: int, fault: str) -> bool:
    """Give a file up; the notice can go without it, and its writer is told so."""
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


# -- shown -------------------------------------------------------------------------------------------
def picture_of_notice(work: Work, person_id: int, file_id: int) -> bytes | None:
    """For whoever the notice is for, and for those who may send there; "may not" and "not there" look
    alike."""
    row = work.session.execute(
        select(Notice.id, Notice.place_id)
        .join(NoticeFile, Notice.picture_id == NoticeFile.id)
        .where(NoticeFile.id == file_id, NoticeFile.state == "ready", NoticeFile.kind == "photo")
        .order_by(Notice.id.desc())
    ).first()
    if row is None:
        return None
    for_them = any(targets_of(work, row.id, person_id))
    if not for_them and not may_send_at(work, row.place_id, person_id):
        return None
    return b"".join(piece_of(work.session, one) for one in piece_ids(work.session, file_id))


def piece_ids(session: Session, file_id: int) -> Sequence[int]:
    """Of a file that is ready, in order."""
    return session.scalars(
        select(NoticeFilePiece.id)
        .join(NoticeFile, NoticeFile.id == NoticeFilePiece.file_id)
        .where(NoticeFile.id == file_id, NoticeFile.state == "ready")
        .order_by(NoticeFilePiece.number)
    ).all()


def piece_of(session: Session, piece_id: int) -> bytes:
    """b"" if it was forgotten meanwhile."""
    found = select(NoticeFilePiece.content).where(NoticeFilePiece.id == piece_id)
    return session.execute(found).scalar() or b""
