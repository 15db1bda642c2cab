"""Pictures as they arrived. They belong to the account that sent them, and to nobody else.

The type is read from the bytes, never believed from a header: a page of HTML that calls itself a
photo must not get in, and what gets in is never served as anything but that picture.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models.access.tables import Upload

LARGEST = 10 * 1024 * 1024
A_DAY = 10 * LARGEST
"""What one account may send in 24 hours."""


def sniff(body: bytes) -> str | None:
    """The media type of a picture we can take, or None."""
    if body.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    return None


def keep_upload(
    session: Session, *, address: str, media_type: str, body: bytes, at: datetime
) -> int:
    row = Upload(address=address, media_type=media_type, size=len(body), body=body, at=at)
    session.add(row)
    session.flush()
    return row.id


def own_upload(session: Session, address: str, upload_id: int) -> Upload | None:
    return session.execute(
        select(Upload).where(Upload.id == upload_id, Upload.address == address)
    ).scalar_one_or_none()


def raw(session: Session, upload_id: int) -> bytes | None:
    """The bytes, for the service itself; a page gets only its own, by ``own_upload``."""
    return session.execute(select(Upload.body).where(Upload.id == upload_id)).scalar()


def bytes_since(session: Session, address: str, since: datetime) -> int:
    """How much an account has sent lately; a disk is filled one photo at a time."""
    total = select(func.coalesce(func.sum(Upload.size), 0)).where(
        Upload.address == address, Upload.at >= since
    )
    return int(session.execute(total).scalar_one())


def own_ids(session: Session, address: str, ids: Collection[int]) -> set[int]:
    """Those of the ids that this account uploaded."""
    return set(
        session.execute(
            select(Upload.id).where(Upload.address == address, Upload.id.in_(ids))
        ).scalars()
    )


def forget_uploads(session: Session, before: datetime, most: int = 50) -> int:
    """Delete raw pictures that came before an instant; how many."""
    old = select(Upload.id).where(Upload.at < before).order_by(Upload.id).limit(most)
    ids = session.scalars(old).all()
    if ids:
        session.execute(delete(Upload).where(Upload.id.in_(ids)))
    return len(ids)
