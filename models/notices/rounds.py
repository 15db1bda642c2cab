"""Who goes to the doors that have not been heard of: by grid, to the last name.

A grid without a worker is the coordinator's of the place, and if there is none either, the
writer's own: there is always a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ColumnElement, exists, or_, select, update

from models.duty.people import STAFF, coordinators_for, holders
from models.gate import Command, May
from models.notices.messages import NoticeRound
from models.notices.results import left_by_grid, sent_notice
from models.notices.running import SENDERS, locked, path_of
from models.notices.tables import INFORMED, Notice, NoticeTarget
from models.outbox.hearers import worker_of
from models.work import Work

CHUNK = 100


@dataclass(frozen=True, slots=True)
class Share:
    """So many doors of a grid ("" is outside of all), and who goes there."""

    grid_id: str
    worker_id: int
    many: int


def shares(work: Work, notice_id: int, *, notes: bool = False) -> list[Share]:
    """How the doors that are left would be given out now; for whoever may send there. ``notes``:
    with those that have a note at the door."""
    notice = sent_notice(work, notice_id)
    return [
        Share(grid, goes_there(work, notice, grid), many)
        for grid, many in left_by_grid(work, notice.id, notes=notes).items()
    ]


@dataclass(frozen=True)
class HandOverDoors(Command[None]):
    """Give the doors that are left to those who go there. The clock does it, in pieces."""

    may: ClassVar[May] = May(roles=SENDERS)
    notice_id: int

    def place(self, work: Work) -> str | None:
        return path_of(work, self.notice_id)

    def run(self, work: Work) -> None:
        notice = locked(work, self.notice_id, "sending", "paused")
        notice.step, notice.next_at = "hand_over", work.now
        work.session.flush()


def goes_there(work: Work, notice: Notice, grid_id: str) -> int:
    """Who goes to the doors of a grid of this notice."""
    worker = worker_of(work.connection, grid_id, work.now) if grid_id else None
    if worker is not None:
        return worker
    desk = coordinators_for(work, path_of_grid(work, notice, grid_id))
    return desk[0] if desk else notice.by_id


def path_of_grid(work: Work, notice: Notice, grid_id: str) -> str:
    known = any(grid.id == grid_id for grid in work.town.grids)
    return work.town.path(grid_id if known else notice.place_id)


def not_informed() -> ColumnElement[bool]:
    return NoticeTarget.reached.not_in(INFORMED)


def give_some(work: Work, notice: Notice, since: datetime) -> int:
    """A chunk of the doors that are left goes to who goes there; how many, 0 when each has a name.
    ``since`` marks the giving-out: whoever gets doors by it hears of it once."""
    for grid in left_by_grid(work, notice.id, notes=True):
        if grid < notice.count_in and grid:
            continue
        given = _give_in(work, notice, grid, since)
        if given:
            notice.count_in = grid
            work.session.flush()
            return given
    notice.count_in = ""
    work.session.flush()
    return 0


def _give_in(work: Work, notice: Notice, grid: str, since: datetime) -> int:
    worker = goes_there(work, notice, grid)
    path = path_of_grid(work, notice, grid)
    still = {worker, *(holder.person_id for holder in holders(work, STAFF, path))}
    here = NoticeTarget.notice_id == notice.id, NoticeTarget.grid_id == grid, not_informed()
    nobodys = or_(NoticeTarget.worker_id.is_(None), NoticeTarget.worker_id.not_in(still))
    some = select(NoticeTarget.id).where(*here, nobodys).limit(CHUNK)
    found: Sequence[int] = work.session.scalars(some).all()
    if not found:
        return 0
    work.session.execute(
        update(NoticeTarget)
        .where(NoticeTarget.id.in_(found), not_informed())
        .values(worker_id=worker, given_at=work.now)
        .execution_options(synchronize_session=False)
    )
    key = f"notice:{notice.id}:round:{worker}:{int(since.timestamp())}"
    # At the very end it is no news in time any more, but still somebody's task.
    expires = notice.expires_at if notice.expires_at > work.now else None
    work.tell(worker, NoticeRound(notice.id), key=key, expires=expires)
    return len(found)


def doors_left(work: Work, notice_id: int, worker_id: int) -> bool:
    """Whether somebody still has doors of a notice that have not been heard of; none of one that was
    stopped. It may be over: then they are still theirs."""
    left = exists().where(
        NoticeTarget.worker_id == worker_id,
        NoticeTarget.notice_id == notice_id,
        NoticeTarget.reached == "",
    )
    found = select(Notice.id).where(Notice.id == notice_id, Notice.state != "stopped", left)
    return work.session.scalar(found) is not None
