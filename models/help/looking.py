"""Who may see a photo: who asked, who goes there now, and staff of the place."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.help.tables import Attachment, Case
from models.register.holding import held_at
from models.register.tables import Role
from models.tasks.tables import Offer
from models.town.tables import Place

STAFF = ("coordinator", "grid_worker", "admin")


def photo_for(session: Session, person_id: int, photo_id: int, now: datetime) -> bytes | None:
    """The picture's bytes if this person may see it now; "may not" and "not there" look alike."""
    row = session.execute(
        select(Attachment.content, Attachment.case_id, Case.asker_id, Place.path)
        .join(Case, Case.id == Attachment.case_id)
        .outerjoin(Place, Place.id == Case.grid_id)
        .where(Attachment.id == photo_id, Attachment.state == "ready")
    ).first()
    if row is None:
        return None
    seen = (
        row.asker_id == person_id
        or _goes_there(session, row.case_id, person_id)
        or _is_staff_there(session, person_id, row.path, now)
    )
    return row.content if seen else None


def _goes_there(session: Session, case_id: int, person_id: int) -> bool:
    taken = select(Offer.id).where(
        Offer.case_id == case_id, Offer.person_id == person_id, Offer.state == "accepted"
    )
    return session.execute(taken).first() is not None


def _is_staff_there(session: Session, person_id: int, path: str | None, now: datetime) -> bool:
    """Staff whose place contains the case's; a case without an address is every coordinator's."""
    steps = path.split("/") if path else []
    above = ["/".join(steps[: n + 1]) for n in range(len(steps))]
    held = (
        select(Role.id)
        .join(Place, Place.id == Role.place_id)
        .where(Role.person_id == person_id, Role.role.in_(STAFF), held_at(now))
    )
    if above:
        held = held.where(Place.path.in_(above))
    return session.execute(held).first() is not None
