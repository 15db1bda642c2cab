"""Which list is worked on by whom, and what is said when it has come to an end of a stage.

A list is claimed for a while by the wall clock; whoever is killed lets it go by that. Nothing
relies on the claim for being right: each chunk locks the import's row and goes on where it says.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, ColumnElement, and_, delete, literal_column, or_, select, update
from sqlalchemy.orm import Session

from models.base import touched
from models.imports.messages import (
    ImportApplied,
    ImportAsks,
    ImportRefused,
    ImportTried,
    ImportUndone,
)
from models.imports.tables import Import, ImportRow
from models.messages import Message
from models.work import Work

LEASE = timedelta(minutes=3)
"""Longer than reading the largest file takes; renewed while rows are worked on."""
ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Claimed:
    """A list somebody works on now."""

    id: int
    state: str
    what: str
    channel: str
    source: str
    by_person: int | None
    attempts: int


def claim(
    session: Session, wall: datetime, channels: Collection[str], only: int | None = None
) -> Claimed | None:
    """The next list to work on; one that is still to be fetched only from one of ``channels``."""
    query = select(Import).where(_free(wall, channels)).order_by(Import.id).limit(1)
    if only is not None:
        query = query.where(Import.id == only)
    row = session.scalars(query.with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    row.claimed_until = wall + LEASE
    row.attempts += 1
    return Claimed(
        row.id, row.state, row.what, row.channel, row.source or "", row.by_person, row.attempts
    )


def any_free(session: Session, wall: datetime, channels: Collection[str]) -> bool:
    """Whether there is anything to claim: asked every second, of a reader."""
    return session.scalar(select(Import.id).where(_free(wall, channels)).limit(1)) is not None


def _free(wall: datetime, channels: Collection[str]) -> ColumnElement[bool]:
    # Written out, not bound: only so is the index of the lists at work recognised.
    at_work = literal_column("imports.state IN ('waiting','applying','undoing')", Boolean)
    return and_(
        at_work,
        or_(Import.claimed_until.is_(None), Import.claimed_until <= wall),
        or_(Import.state != "waiting", Import.channel.in_(channels)),
    )


def renew(session: Session, import_id: int, wall: datetime) -> None:
    session.execute(update(Import).where(Import.id == import_id).values(claimed_until=wall + LEASE))


def try_later(session: Session, import_id: int, until: datetime) -> None:
    """Nobody touches it until then."""
    session.execute(update(Import).where(Import.id == import_id).values(claimed_until=until))


def forget_rows(session: Session, import_id: int, most: int) -> int:
    """Take away some of the rows of a try that was broken off; how many."""
    some = select(ImportRow.number).where(ImportRow.import_id == import_id).limit(most)
    numbers = session.scalars(some).all()
    if numbers:
        session.execute(
            delete(ImportRow).where(ImportRow.import_id == import_id, ImportRow.number.in_(numbers))
        )
    return len(numbers)


# -- the ends of a stage ---------------------------------------------------------------------------
def refuse_file(work: Work, import_id: int, about: list[Any]) -> None:
    """The file as a whole is not taken. ``about``: the refusal's type and fields."""
    if _move(work, import_id, "waiting", state="refused", about=about, source=None):
        _tell(work, import_id, ImportRefused(import_id))


def ask_what(work: Work, import_id: int) -> None:
    if _move(work, import_id, "waiting", state="asking", attempts=0):
        _tell(work, import_id, ImportAsks(import_id))


def tried(work: Work, import_id: int, what: str, about: Any, counts: dict[str, int]) -> None:
    changes: dict[str, Any] = {
        "state": "tried",
        "what": what,
        "about": about,
        "counts": counts,
        "attempts": 0,
        "source": None,
    }
    if _move(work, import_id, "waiting", **changes):
        _tell(work, import_id, ImportTried(import_id))


def applied(work: Work, import_id: int) -> None:
    changes = {"state": "applied", "applied_at": work.now, "attempts": 0, "cursor": 0}
    if _move(work, import_id, "applying", **changes):
        _tell(work, import_id, ImportApplied(import_id))


def undo_all(work: Work, import_id: int, failed_row: int) -> None:
    """A row no longer fits: nothing of the file stays."""
    _move(work, import_id, "applying", state="undoing", failed_row=failed_row, attempts=0, cursor=0)


def undone(work: Work, import_id: int) -> None:
    if _move(work, import_id, "undoing", state="undone", undone_at=work.now, attempts=0):
        _tell(work, import_id, ImportUndone(import_id))


def _move(work: Work, import_id: int, now_is: str, /, **values: Any) -> bool:
    moved = work.session.execute(
        update(Import)
        .where(Import.id == import_id, Import.state == now_is)
        .values(claimed_until=None, **values)
        .execution_options(synchronize_session=False)
    )
    return touched(moved) == 1


def _tell(work: Work, import_id: int, message: Message) -> None:
    by_person = work.session.scalar(select(Import.by_person).where(Import.id == import_id))
    if by_person is not None:
        key = f"import:{import_id}:{type(message).__name__}"
        work.tell(by_person, message, key=key)
