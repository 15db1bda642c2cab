"""What follows an erasure when its transaction is through: the line outside the database, and rows
of imported files that belong to nobody yet.

Such rows can only be told by opening them, which would hold the writer for too long; so what tells
them waits, sealed, with the erasure, until all have been opened in small pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, tuple_, update
from sqlalchemy.orm import Session

from models.base import dumps, touched
from models.imports.tables import ImportRow
from models.privacy.replaying import Noted
from models.privacy.tables import Erasure

PIECE = 200
"""Rows opened in one transaction: a few milliseconds."""
Place = tuple[int, int]
"""Import and number of the row last looked at."""
START: Place = (0, 0)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An erasure that is not written down outside yet. ``traces`` is what rows are still to be
    searched for."""

    id: int
    noted: Noted
    traces: Sequence[Sequence[str]]


def unfinished(session: Session, most: int = 100) -> list[Unfinished]:
    """The oldest erasures whose aftermath is not over."""
    rows = session.execute(
        select(Erasure.id, Erasure.at, Erasure.person_id, Erasure.traces)
        .where(Erasure.noted_at.is_(None))
        .order_by(Erasure.id)
        .limit(most)
    )
    return [Unfinished(row.id, Noted(row.at, row.person_id), row.traces or ()) for row in rows]


def look_through(session: Session, traces: Sequence[Sequence[str]], after: Place) -> Place | None:
    """Blank the rows of one piece that show one of ``traces`` (all the texts of it); where to go on,
    None at the end."""
    key = tuple_(ImportRow.import_id, ImportRow.number)
    rows = session.execute(
        select(ImportRow.import_id, ImportRow.number, ImportRow.data, ImportRow.undo)
        .where(key > after, ImportRow.person_id.is_(None))
        .order_by(ImportRow.import_id, ImportRow.number)
        .limit(PIECE)
    ).all()
    theirs = [row for row in rows if _speaks_of(traces, row.data, row.undo)]
    for row in theirs:
        session.execute(
            update(ImportRow)
            .where(ImportRow.import_id == row.import_id, ImportRow.number == row.number)
            .values(data=None, problems=None, undo=None, done=True)
            .execution_options(synchronize_session=False)
        )
    return (rows[-1].import_id, rows[-1].number) if len(rows) == PIECE else None


def _speaks_of(traces: Sequence[Sequence[str]], *values: Any) -> bool:
    text = dumps([value for value in values if value is not None])
    return any(all(one in text for one in trace) for trace in traces)


def finish(session: Session, ids: Sequence[int], now: datetime) -> int:
    """They are written down, and nothing of them is left; returns how many were not yet."""
    result = session.execute(
        update(Erasure)
        .where(Erasure.id.in_(ids), Erasure.noted_at.is_(None))
        .values(noted_at=now, traces=None)
        .execution_options(synchronize_session=False)
    )
    return touched(result)
