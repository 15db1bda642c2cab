"""Tables that staff send, and PDFs for their notices, kept in pieces until they have been read.

A whole file in one row would hold the writer for as long as it takes to seal and flush 20 MB. So a
piece is written as it comes in: nobody waits longer, and a file that turns out too large has cost
no memory. Only a finished file can be spoken of; what was broken off is forgotten with the uploads.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from models.access.tables import Upload

PIECE = 256 * 1024
UNFINISHED, WHOLE = "file/part", "file"
"""Media types of ours: never served to anybody."""
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_PDF = b"%PDF-"


def looks_like_file(start: bytes) -> bool:
    """Whether what begins like this may be a workbook, of today or of long ago, or a PDF. (Which of them
    is taken is said by whoever reads it: they know the remedy.)"""
    return start.startswith((_ZIP, _OLD_EXCEL, _PDF))


def looks_like_pdf(start: bytes) -> bool:
    return start.startswith(_PDF)


def keep_piece(
    session: Session, *, address: str, body: bytes, first_id: int | None, at: datetime
) -> int:
    """One more piece; the id of the first one."""
    row = Upload(
        address=address,
        media_type=UNFINISHED,
        size=len(body),
        body=body,
        first_id=first_id,
        at=at,
    )
    session.add(row)
    session.flush()
    return first_id or row.id


def finish(session: Session, address: str, first_id: int) -> None:
    """All of it has come."""
    session.execute(
        update(Upload)
        .where(Upload.id == first_id, Upload.address == address)
        .values(media_type=WHOLE)
    )


def is_own_file(session: Session, address: str, first_id: int) -> bool:
    """Whether this account sent it, to its end."""
    found = select(Upload.id).where(
        Upload.id == first_id, Upload.address == address, Upload.media_type == WHOLE
    )
    return session.execute(found).scalar() is not None


def pieces(session: Session, first_id: int) -> Sequence[int]:
    """The ids of a finished file's pieces, in order; none for anything else."""
    whole = select(Upload.id).where(Upload.id == first_id, Upload.media_type == WHOLE)
    if session.execute(whole).scalar() is None:
        return ()
    return session.scalars(select(Upload.id).where(_of(first_id)).order_by(Upload.id)).all()


def _of(first_id: int) -> ColumnElement[bool]:
    return or_(Upload.id == first_id, Upload.first_id == first_id)
