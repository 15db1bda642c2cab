"""When a station has to be gone through again: its sessions have changed behind the clock's back."""

from __future__ import annotations

from sqlalchemy import update

from models.station.tables import StationTerm
from models.work import Work


def look_again(work: Work, programme_id: int) -> None:
    """A session was put before others that have their bookings already, or given more places."""
    work.session.execute(
        update(StationTerm)
        .where(StationTerm.programme_id == programme_id, StationTerm.done_to.is_not(None))
        .values(done_to=work.now)
    )
