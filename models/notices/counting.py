"""How many doors of a notice are where: kept up with every change, so that looking costs nothing.

Counting the targets themselves would take longer than the writer may be held: 216,028 of them some
20 ms on SQLite, more by grid. A few hundred rows hold the same, by grid, so that two workers who
tick at the same moment seldom wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import delete, select

from models.base import insert_new
from models.notices.tables import NoticeCount, NoticeTarget
from models.work import Work


class Count(NamedTuple):
    """So many targets of a grid that are reached this way stand like this."""

    grid_id: str
    way: str
    reached: str
    many: int


def add(work: Work, notice_id: int, counts: Iterable[Count]) -> None:
    """Add to the counts of a notice; a negative number takes away."""
    rows = [{"notice_id": notice_id, **one._asdict()} for one in counts if one.many]
    if not rows:
        return
    # Always in the same order: two that change the same rows wait for each other instead of for ever.
    rows.sort(key=lambda row: (row["grid_id"], row["way"], row["reached"]))
    new: Any = insert_new(work.session, NoticeCount).values(rows)
    work.connection.execute(
        new.on_conflict_do_update(
            index_elements=["notice_id", "grid_id", "way", "reached"],
            set_={"many": NoticeCount.__table__.c.many + new.excluded.many},
        )
    )


def shift(work: Work, target: NoticeTarget, was: str, now: str) -> None:
    """A target goes from one standing to another."""
    change = (Count(target.grid_id, target.way, was, -1), Count(target.grid_id, target.way, now, 1))
    add(work, target.notice_id, change)


def leave_out(work: Work, target: NoticeTarget) -> None:
    """A target that is taken out of the notice altogether counts no more."""
    add(work, target.notice_id, [Count(target.grid_id, target.way, target.reached, -1)])


def counts_of(work: Work, notice_id: int) -> list[Count]:
    found = select(
        NoticeCount.grid_id, NoticeCount.way, NoticeCount.reached, NoticeCount.many
    ).where(NoticeCount.notice_id == notice_id, NoticeCount.many != 0)
    return [Count(*row) for row in work.session.execute(found)]


def forget_counts(work: Work, notice_id: int) -> None:
    work.session.execute(delete(NoticeCount).where(NoticeCount.notice_id == notice_id))
