"""Sending a list, taking it in and undoing it: each only states the intent.

A list has thousands of rows and the writer is everybody's, so nothing here touches a row:
``scheduler.imports`` does, in committed chunks (decision 0013).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy import func, select

from models.gate import ANYWHERE, Command, May
from models.imports.refusals import NothingNew, RowsRefused, TooManyLists, UndoOver
from models.imports.senders import SENDERS, my_places, places_of
from models.imports.tables import Import
from models.refusals import NoLongerPossible, NotFound
from models.sheets.limits import WHAT
from models.work import Work

UNDO_DAYS = 30
MOST_AT_ONCE = 5
"""Files of one person that wait to be read: each takes a process of its own for a while."""


@dataclass(frozen=True)
class SendFile(Command[int]):
    """A table, by the reference under which the channel gives it out. ``what``: "" if its headers
    are to say so. Nothing is changed by it. Returns the import's id."""

    may: ClassVar[May] = May(roles=SENDERS, operator=True)
    source: str
    what: str = ""

    def place(self, work: Work) -> str | None:
        return ANYWHERE

    def run(self, work: Work) -> int:
        if self.what and self.what not in WHAT:
            raise NotFound("list")
        me = work.actor.person_id or None
        waiting = select(func.count()).where(
            Import.by_person == me, Import.state.in_(("waiting", "asking"))
        )
        if me is not None and (work.session.scalar(waiting) or 0) >= MOST_AT_ONCE:
            raise TooManyLists(MOST_AT_ONCE)
        row = Import(
            what=self.what,
            state="waiting",
            by_person=me,
            channel=work.actor.channel,
            source=self.source,
            place_path=places_of(work, me)[0],
            cursor=0,
            attempts=0,
            at=work.now,
        )
        work.session.add(row)
        work.session.flush()
        return row.id


class OfImport(Command[int]):
    """Base of what is done about one list: by whoever sent it and still may, by the administrators
    of its place, by the operator."""

    may: ClassVar[May] = May()
    import_id: int

    def place(self, work: Work) -> str | None:
        return import_row(work, self.import_id).place_path

    def relations(self, work: Work) -> Collection[str]:
        mine = import_row(work, self.import_id).by_person == work.actor.person_id
        return ("sender",) if mine and my_places(work) else ()

    def _in_state(self, work: Work, *states: str) -> Import:
        """The row, locked, as it is now. NoLongerPossible if it has moved on."""
        found = select(Import).where(Import.id == self.import_id).with_for_update()
        row = work.session.scalars(found.execution_options(populate_existing=True)).one_or_none()
        if row is None:
            raise NotFound("import")
        if row.state not in states:
            raise NoLongerPossible("import", row.state)
        return row


THEIRS = May(roles=("admin",), relations=("sender",), operator=True)


@dataclass(frozen=True)
class SayWhatItIs(OfImport):
    """It is a list of residents, of contracts, or of roles: now it can be read."""

    may: ClassVar[May] = THEIRS
    import_id: int
    what: str

    def run(self, work: Work) -> int:
        if self.what not in WHAT:
            raise NotFound("list")
        row = self._in_state(work, "asking")
        row.what, row.state = self.what, "waiting"
        return row.id


@dataclass(frozen=True)
class ApplyImport(OfImport):
    """Take all of it in, or, if a row no longer fits meanwhile, nothing."""

    may: ClassVar[May] = THEIRS
    import_id: int

    def run(self, work: Work) -> int:
        row = self._in_state(work, "tried")
        if row.counts["refused"]:
            raise RowsRefused(row.counts["refused"])
        if not row.counts["new"] + row.counts["changed"]:
            raise NothingNew
        row.state, row.cursor = "applying", 0
        return row.id


@dataclass(frozen=True)
class UndoImport(OfImport):
    """As it was before; but for what somebody else has changed since, which stays."""

    may: ClassVar[May] = THEIRS
    import_id: int

    def run(self, work: Work) -> int:
        row = self._in_state(work, "applied")
        if row.applied_at is None or work.now - row.applied_at > timedelta(days=UNDO_DAYS):
            raise UndoOver(UNDO_DAYS)
        row.state = "undoing"
        return row.id


@dataclass(frozen=True)
class DropImport(OfImport):
    """Not this one: nothing of it is taken in."""

    may: ClassVar[May] = THEIRS
    import_id: int

    def run(self, work: Work) -> int:
        row = self._in_state(work, "tried", "asking")
        row.state = "dropped"
        return row.id


def import_row(work: Work, import_id: int) -> Import:
    row = work.session.get(Import, import_id)
    if row is None:
        raise NotFound("import")
    return row
