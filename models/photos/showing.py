"""Who may see which picture: those of cases, and those that go with notices."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from models.help.looking import photo_for
from models.notices.files import SHOWN_FROM, picture_of_notice
from models.town import pinned
from models.work import CLOCK, Work


def picture_for(session: Session, person_id: int, number: int, now: datetime) -> bytes | None:
    """The bytes of the picture that is shown under this number, if this person may see it now."""
    if number < SHOWN_FROM:
        return photo_for(session, person_id, number, now)
    version = pinned.current_number(session)
    town = pinned.town_at(session, version)
    work = Work(session, now, town, version, CLOCK, f"picture:{secrets.token_hex(8)}")
    return picture_of_notice(work, person_id, number - SHOWN_FROM)
