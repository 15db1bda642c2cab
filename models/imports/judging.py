"""The rows of a file, as they came out of it, become rows of an import with a verdict each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from models.base import dumps
from models.imports.checked import REFUSED, Checked, Entry, Kind, Scope
from models.imports.claims import Claimed
from models.imports.senders import places_of
from models.sheets.problems import problem_from
from models.sheets.rows import RowResult, row_as_json
from models.work import Work

RawRow: TypeAlias = tuple[int, str, str]
"""A row as it came out of the file: its number, its data, its problems ("" for none), both as JSON.
Twenty thousand of them wait in memory, and whatever is not plain text there is looked through by
every collection of garbage, during which nobody is answered."""


def raw(one: RowResult) -> RawRow:
    """One with problems could not be read: its data are its cells as they were, to be given back
    for correction."""
    if one.row is not None:
        return one.number, dumps(row_as_json(one.row)), ""
    problems = [each.as_json() for each in one.problems]
    return one.number, dumps({"given": dict(one.given)}), dumps(problems)


def entries(rows: Iterable[RawRow]) -> Iterator[Entry]:
    """Those that could be read."""
    return (_entry(one) for one in rows if not one[2])


def _entry(one: RawRow) -> Entry:
    return Entry(one[0], json.loads(one[1]))


def scope_of(work: Work, job: Claimed, index: Any) -> Scope:
    """Where the sender may act, with what must be known of the file as a whole."""
    return Scope(places_of(work, job.by_person), job.by_person, index)


def judged(
    work: Work, kind: Kind, scope: Scope, rows: Sequence[RawRow]
) -> list[tuple[Entry, Checked]]:
    """Each row with its verdict."""
    readable = list(entries(rows))
    verdicts = kind.check(work, scope, readable)
    found = {one.number: (one, it) for one, it in zip(readable, verdicts, strict=True)}
    return [found.get(one[0]) or (_entry(one), _refused(one)) for one in rows]


def _refused(one: RawRow) -> Checked:
    return Checked(REFUSED, [problem_from(each) for each in json.loads(one[2])])
