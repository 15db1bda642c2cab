"""The rows of a list, a chunk at a time: staged, taken in, taken back.

A chunk ends after so many seconds of the writer, not after so many rows: what a row costs differs
tenfold between a machine that is idle and one that is not. It always does at least one, and always
leaves the cursor where the next one goes on, so it may be killed between any two.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.exc import IntegrityError

from models.imports.checked import CHANGED, NEW, VERDICTS, Checked, Entry, Kind, NoLongerFits, Scope
from models.imports.claims import applied, undo_all, undone
from models.imports.guardians import InFile
from models.imports.kinds import KINDS
from models.imports.senders import places_of
from models.imports.tables import Import, ImportRow
from models.prepared import Prepared
from models.work import Work

SECONDS = 0.004
"""Of the writer, for one chunk; what it has changed must then be flushed, which takes as long again."""
AT_ONCE = 12
"""Rows whose people are looked up together."""
LATE = 1_000_000_000
"""Added to the numbers of those that come after all others, in the cursor."""

_stage = Prepared(insert(ImportRow))
_done = Prepared(
    update(ImportRow)
    .where(ImportRow.import_id == bindparam("of_import"), ImportRow.number == bindparam("at"))
    .values(done=True, undo=bindparam("undo"), person_id=bindparam("person_id"))
)
_taken_back = Prepared(
    update(ImportRow)
    .where(ImportRow.import_id == bindparam("of_import"), ImportRow.number == bindparam("at"))
    .values(done=False)
)
_cursor = Prepared(
    update(Import).where(Import.id == bindparam("of_import")).values(cursor=bindparam("to"))
)
_rows_behind = Prepared(
    select(ImportRow.number, ImportRow.data, ImportRow.verdict, ImportRow.undo)
    .where(
        ImportRow.import_id == bindparam("of_import"),
        ImportRow.number > bindparam("after"),
        ImportRow.late == bindparam("is_late"),
        ImportRow.done.is_(False),
        or_(ImportRow.verdict == NEW, ImportRow.verdict == CHANGED),
    )
    .order_by(ImportRow.number)
    .limit(AT_ONCE)
)


# -- staging ---------------------------------------------------------------------------------------
def stage(work: Work, import_id: int, rows: Sequence[tuple[Entry, Checked]]) -> int:
    """Keep what became of these rows; how many there was time for."""
    began = perf_counter()
    for number, (entry, checked) in enumerate(rows, start=1):
        _stage.run(
            work.connection,
            {
                "import_id": import_id,
                "number": entry.number,
                "data": dict(entry.data),
                "verdict": checked.verdict,
                "problems": [one.as_json() for one in checked.problems] or None,
                "undo": {"seen": checked.was} if checked.was else None,
                "late": checked.late,
                "done": False,
                "person_id": checked.person_id,
            },
        )
        if perf_counter() - began > SECONDS:
            return number
    return len(rows)


def count(work: Work, import_id: int) -> dict[str, int]:
    """How many rows of each verdict there are."""
    rows = work.session.execute(
        select(ImportRow.verdict, func.count())
        .where(ImportRow.import_id == import_id)
        .group_by(ImportRow.verdict)
    )
    found = {row[0]: row[1] for row in rows}
    return {verdict: found.get(verdict, 0) for verdict in VERDICTS}


# -- taking in -------------------------------------------------------------------------------------
def apply_chunk(work: Work, import_id: int) -> bool:
    """Take the next rows in; whether there may be more. A row that no longer fits turns the whole
    of it back."""
    row = _locked(work, import_id, "applying")
    if row is None:
        return False
    taking = _Taking(work, row)
    try:
        with work.undone_alone():
            more = taking.some()
    except (NoLongerFits, IntegrityError):
        undo_all(work, import_id, taking.at)
        return True
    if not more:
        applied(work, import_id)
    return more


def _locked(work: Work, import_id: int, state: str) -> Any:
    return work.connection.execute(
        select(
            Import.id, Import.what, Import.by_person, Import.channel, Import.counts, Import.cursor
        )
        .where(Import.id == import_id, Import.state == state)
        .with_for_update()
    ).first()


class _Taking:
    """One chunk. ``at`` is the row it is at, for whoever must say which did not fit."""

    def __init__(self, work: Work, row: Any) -> None:
        self.work, self.row, self.kind = work, row, KINDS[row.what]
        self.cursor: int = row.cursor
        self.at = 0

    def some(self) -> bool:
        """As many rows as there is time for; False once there are no more."""
        began = perf_counter()
        while batch := _next(self.work, self.row.id, self.cursor):
            for staged, entry, checked in self._checked_again(batch):
                self.at = entry.number
                self._take(staged, entry, checked)
                if perf_counter() - began > SECONDS:
                    _move_on(self.work, self.row.id, self.cursor)
                    return True
        return False

    def _checked_again(self, batch: Sequence[Any]) -> list[tuple[Any, Entry, Checked]]:
        """Held against what is kept now. Whoever came with the file is known by now, so nothing
        has to be known of the rest of it."""
        for one in batch:
            if one.data is None:  # somebody had what is kept about them deleted
                self.at = one.number
                raise NoLongerFits
        by_person = self.row.by_person
        scope = Scope(places_of(self.work, by_person), by_person, InFile())
        entries = [Entry(one.number, one.data) for one in batch]
        checked = self.kind.check(self.work, scope, entries)
        return list(zip(batch, entries, checked, strict=True))

    def _take(self, staged: Any, entry: Entry, checked: Checked) -> None:
        """NoLongerFits unless it is as it was when it was tried."""
        seen = (staged.undo or {}).get("seen", {})
        if checked.verdict != staged.verdict or checked.was != seen:
            raise NoLongerFits
        person_id, undo = self.kind.apply(self.work, self.row, entry, checked)
        where = {"of_import": self.row.id, "at": entry.number}
        _done.run(self.work.connection, {**where, "undo": undo, "person_id": person_id})
        self.cursor = entry.number + LATE * checked.late


def _next(work: Work, import_id: int, cursor: int) -> Sequence[Any]:
    """Rows behind the cursor: first those that are not late, then the late ones."""
    found: Sequence[Any] = ()
    if cursor < LATE:
        found = _behind(work, import_id, cursor, late=False)
    return found or _behind(work, import_id, max(cursor - LATE, 0), late=True)


def _behind(work: Work, import_id: int, after: int, *, late: bool) -> Sequence[Any]:
    values = {"of_import": import_id, "after": after, "is_late": late}
    return _rows_behind.all(work.connection, values)


def _move_on(work: Work, import_id: int, cursor: int) -> None:
    _cursor.run(work.connection, {"of_import": import_id, "to": cursor})


# -- taking back -----------------------------------------------------------------------------------
def undo_chunk(work: Work, import_id: int) -> bool:
    """Take the last rows back, the late ones first; whether there may be more."""
    row = _locked(work, import_id, "undoing")
    if row is None:
        return False
    began, kind, cursor = perf_counter(), KINDS[row.what], row.cursor
    counts = dict(row.counts or {})
    while batch := _last(work, import_id, cursor):
        for one in batch:
            if not _take_back(work, kind, row, one):
                counts["left"] = counts.get("left", 0) + 1
            cursor = one.number + LATE * one.late
            if perf_counter() - began > SECONDS:
                _keep_counts(work, import_id, cursor, counts)
                return True
    _keep_counts(work, import_id, cursor, counts)
    undone(work, import_id)
    return False


def _last(work: Work, import_id: int, cursor: int) -> Sequence[Any]:
    """Done rows before the cursor (0: none was taken back yet), from the end."""
    late = ImportRow.late.is_(True)
    before: ColumnElement[bool] = true()
    if cursor >= LATE:
        before = or_(~late, ImportRow.number < cursor - LATE)
    elif cursor:
        before = and_(~late, ImportRow.number < cursor)
    found = select(ImportRow.number, ImportRow.data, ImportRow.undo, ImportRow.late).where(
        ImportRow.import_id == import_id, ImportRow.done.is_(True), before
    )
    # One kind at a time, by the number: sorted by both, every row left would be read each time; and
    # so would they if the late ones were looked for once they are all taken back.
    for of_kind in (~late,) if 0 < cursor < LATE else (late, ~late):
        rows = work.connection.execute(
            found.where(of_kind).order_by(ImportRow.number.desc()).limit(AT_ONCE)
        ).all()
        if rows:
            return rows
    return ()


def _take_back(work: Work, kind: Kind, row: Any, one: Any) -> bool:
    """False if not all of it could be: then it stays done, for what it says is still true."""
    # Without data it is of somebody who had them deleted: nothing of it can come back.
    gone = one.undo is None or one.data is None
    if not gone and not kind.undo(work, row, Entry(one.number, one.data), one.undo):
        return False
    _taken_back.run(work.connection, {"of_import": row.id, "at": one.number})
    return True


def _keep_counts(work: Work, import_id: int, cursor: int, counts: dict[str, int]) -> None:
    work.connection.execute(
        update(Import).where(Import.id == import_id).values(cursor=cursor, counts=counts)
    )
