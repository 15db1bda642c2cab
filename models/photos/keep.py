"""The attachments that wait to be fetched: each by one process at a time, each to an end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from models.base import touched
from models.help.adding import tell_who_goes
from models.help.tables import Attachment
from models.photos.messages import PhotoRejected
from models.work import Work

ATTEMPTS = 5
LEASE = timedelta(minutes=2)
"""Wall clock. Longer than fetching and cleaning one picture ever takes."""


@dataclass(frozen=True, slots=True)
class WaitingPhoto:
    id: int
    channel: str
    source: str
    attempts: int
    kind: str = "photo"


def claim_photo(session: Session, wall: datetime) -> WaitingPhoto | None:
    """Take the next picture that nobody works on; None if there is none."""
    free = or_(Attachment.claimed_until.is_(None), Attachment.claimed_until <= wall)
    found = session.execute(
        select(Attachment.id, Attachment.channel, Attachment.source, Attachment.attempts)
        .where(Attachment.state == "waiting", free)
        .order_by(Attachment.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if found is None:
        return None
    session.connection().execute(
        update(Attachment)
        .where(Attachment.id == found.id)
        .values(claimed_until=wall + LEASE, attempts=found.attempts + 1)
    )
    return WaitingPhoto(found.id, found.channel, found.source, found.attempts + 1)


def keep_photo(work: Work, photo_id: int, content: bytes) -> bool:
    """Store the cleaned picture, sealed, and tell the one who goes there. False if it had come to
    an end meanwhile."""
    if not _end(work.session, photo_id, {"state": "ready", "content": content, "fault": None}):
        return False
    photo = work.session.get_one(Attachment, photo_id)
    tell_who_goes(work, photo.case_id, f"photo:{photo_id}")
    return True


def reject_photo(work: Work, photo_id: int, fault: str) -> bool:
    """Give a picture up and say so to whoever sent it, once."""
    if not _end(work.session, photo_id, {"state": "rejected", "fault": fault}):
        return False
    photo = work.session.get_one(Attachment, photo_id)
    work.tell(
        photo.person_id, PhotoRejected(photo.case_id, fault), key=f"photo:{photo_id}:rejected"
    )
    return True


def try_photo_later(session: Session, photo_id: int, until: datetime, fault: str) -> None:
    session.connection().execute(
        update(Attachment)
        .where(Attachment.id == photo_id, Attachment.state == "waiting")
        .values(claimed_until=until, fault=fault)
    )


def _end(session: Session, photo_id: int, values: dict[str, object]) -> bool:
    ended = session.connection().execute(
        update(Attachment)
        .where(Attachment.id == photo_id, Attachment.state == "waiting")
        .values(claimed_until=None, **values)
    )
    return touched(ended) == 1
