"""The rows of a file, as they came out of it, become rows of an import with a verdict each."""

from __future__ import annotations

from collections.abc import Sequence

from models.imports.checked import REFUSED, Checked, Entry, Kind, Scope
from models.imports.claims import Claimed
from models.imports.senders import places_of
from models.sheets.rows import RowResult, row_as_json
from models.work import Work


def scope_of(work: Work, kind: Kind, job: Claimed, results: Sequence[RowResult]) -> Scope:
    """Where the sender may act, and what must be known of the file as a whole."""
    good = [Entry(one.number, row_as_json(one.row)) for one in results if one.row is not None]
    places = places_of(work, job.by_person)
    return Scope(places, job.by_person, kind.index(work, good))


def judged(
    work: Work, kind: Kind, scope: Scope, results: Sequence[RowResult]
) -> list[tuple[Entry, Checked]]:
    """Each row with its verdict. One that could not even be read keeps its cells, to be given
    back for correction."""
    good = [Entry(one.number, row_as_json(one.row)) for one in results if one.row is not None]
    verdicts = dict(zip((one.number for one in good), kind.check(work, scope, good), strict=True))
    entries = {one.number: one for one in good}
    return [
        (entries[one.number], verdicts[one.number])
        if one.row is not None
        else (Entry(one.number, {"given": dict(one.given)}), _refused(one))
        for one in results
    ]


def _refused(one: RowResult) -> Checked:
    return Checked(REFUSED, list(one.problems))
