"""Lists from files at the command line: the very steps that a coordinator's file goes through."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from bot.cli.faults import Problem
from bot.cli.opened import opened
from bot.core import clock_work
from bot.dialogue.say import say
from bot.settings import Settings
from handlers.imports.tables import TableFile, list_of, table_file
from handlers.imports.texts import sentence_of_refused
from handlers.sheets.texts import problem_words
from models.clocks import SystemClock, TownClock
from models.gate import Command, run
from models.imports.commands import ApplyImport, SendFile, UndoImport
from models.imports.exporting import ExportPeople
from models.imports.links import TableLink
from models.imports.queries import my_import, rows_of
from models.imports.tables import Import
from models.refusals import NoLongerPossible, NotFound
from models.sheets.package import check_size
from models.sheets.problems import problem_from
from models.sheets.writing import template
from models.store import Store
from models.work import OPERATOR, Work
from scheduler.imports import ImportKeeper

HERE = ""
"""The channel of files that lie on this machine: no service fetches from it."""
SHOWN = 20
PATIENCE = 0.5
T = TypeVar("T")


@dataclass
class Lists:
    """The store with everything to work off one list, whether or not a service runs beside."""

    store: Store
    clock: TownClock

    def work(self, session: Session) -> Work:
        work = clock_work(self.clock)(session)
        return Work(session, work.now, work.town, work.town_number, OPERATOR, work.key)

    def does(self, command: Command[T]) -> T:
        return self.store.write_now(lambda session: run(self.work(session), command))

    def sees(self, query: Callable[[Work], T]) -> T:
        return self.store.read_now(lambda session: query(self.work(session)))

    def finish(self, import_id: int) -> Import:
        """Until it has come to the end of its stage, by us or by the service that runs."""
        return asyncio.run(self._finish(import_id))

    async def _finish(self, import_id: int) -> Import:
        keeper = ImportKeeper(
            self.store, _fetch, clock_work(self.clock), SystemClock(), channels=(HERE,)
        )
        try:
            while (row := self.sees(lambda work: my_import(work, import_id))).state in (
                "waiting", "applying", "undoing",
            ):  # fmt: skip
                if not await keeper.run_once(import_id):
                    await asyncio.sleep(PATIENCE)
        finally:
            keeper.close()
        return row


async def _fetch(_channel: str, source: str) -> bytes:
    return await asyncio.to_thread(Path(source).read_bytes)


@contextmanager
def lists(settings: Settings) -> Iterator[Lists]:
    clock = TownClock(SystemClock(), movable=settings.demo)
    with opened(settings) as store:
        yield Lists(store, clock)


def take_in(
    settings: Settings, file: Path, what: str, bad: Path | None, *, apply: bool
) -> Iterator[str]:
    """Try a file, and take it in if that is wanted and nothing is wrong; line by line what happens."""
    with lists(settings) as desk:
        check_size(file.stat().st_size)
        import_id = desk.does(SendFile(str(file.resolve()), what))
        row = desk.finish(import_id)
        yield from _read(row)
        yield from _wrong(desk, row, bad)
        if row.counts["refused"]:
            raise Problem("Nothing was changed: mend these rows, then import the whole file again.")
        if not row.counts["new"] + row.counts["changed"]:
            yield "Nothing to do: all of it is known already."
            return
        if not apply:
            yield "Nothing was changed yet: the same with --apply takes it in."
            return
        desk.does(ApplyImport(import_id))
        row = desk.finish(import_id)
        if row.state != "applied":
            raise Problem(
                f"Row {row.failed_row} no longer fitted: everything was undone. Import it again."
            )
        yield f"All of it is in. `python -m bot import --undo {import_id}` takes it back."


def _read(row: Import) -> Iterator[str]:
    if row.state == "asking":
        raise Problem("It may be more than one kind of list: say which with --what.")
    if row.state == "refused":
        raise Problem(say(sentence_of_refused(row.about), "en"))
    counts, about = row.counts, row.about
    total = sum(counts.values())
    yield (
        f"Import {row.id}, {row.what}, sheet {about['sheet']}: {total} rows; new {counts['new']}, "
        f"changed {counts['changed']}, as they are {counts['same']}, wrong {counts['refused']}."
    )
    if about["unknown"]:
        yield f"Columns not read: {', '.join(about['unknown'])}."
    if about["left_out"]:
        yield f"Sheets not read: {', '.join(about['left_out'])}."


def _wrong(desk: Lists, row: Import, bad: Path | None) -> Iterator[str]:
    """The first rows that are wrong, and all of them as a table, if that is wanted."""
    rows = desk.sees(lambda work: rows_of(work, row.id, 0, SHOWN + 1, refused=True))
    for one in rows[:SHOWN]:
        for problem in one.problems:
            yield say(problem_words(one.number, problem_from(problem)), "en")
    if len(rows) > SHOWN:
        yield f"… and {row.counts['refused'] - SHOWN} rows more."
    if rows and bad is not None:
        link = TableLink("bad", 0, row.id)
        file = desk.sees(lambda work: table_file(work, link, "en"))
        assert file is not None  # noqa: S101 - the operator sees every list
        _write(bad, made(desk, file))
        yield f"The wrong rows, each with its reasons, are in {bad}."


def take_back(settings: Settings, import_id: int) -> Iterator[str]:
    with lists(settings) as desk:
        try:
            desk.does(UndoImport(import_id))
        except NotFound:
            raise Problem(f"There is no import {import_id}.") from None
        except NoLongerPossible as refusal:
            raise Problem(f"Import {import_id} is {refusal.stage}: nothing to undo.") from None
        row = desk.finish(import_id)
        left = (row.counts or {}).get("left", 0)
        yield "Undone." if not left else f"Undone, but for {left} rows that were changed since."


def take_out(settings: Settings, place_id: str, file: Path, why: str) -> str:
    """Write the list of a place; that it was taken out, and why, is written down first."""
    with lists(settings) as desk:
        try:
            desk.does(ExportPeople(place_id, why))
        except NotFound:
            raise Problem(f"The town that runs has no place {place_id!r}.") from None
        table = desk.sees(lambda work: list_of(work, place_id))
        assert table is not None  # noqa: S101 - the operator may take out every list
        _write(file, made(desk, table))
        return f"{len(table.lines)} people are in {file}: delete it after use."


def made(desk: Lists, file: TableFile) -> bytes:
    while desk.sees(file.take):
        pass
    return file.body()


def write_template(what: Any, file: Path) -> None:
    _write(file, template(what))


def _write(file: Path, body: bytes) -> None:
    if file.exists():
        raise Problem(f"{file} is there already: choose another name.")
    file.write_bytes(body)
