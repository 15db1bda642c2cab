"""What of a list its sender may see, and the administrators of its place."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from models.gate import holds
from models.imports.senders import my_places
from models.imports.tables import Import, ImportRow
from models.refusals import NotFound
from models.work import Work


def my_import(work: Work, import_id: int) -> Import:
    """NotFound for anybody else's."""
    row = work.session.get(Import, import_id, populate_existing=True)
    if row is None or not _may_see(work, row):
        raise NotFound("import")
    return row


def my_imports(work: Work, most: int) -> Sequence[Import]:
    """The lists that the acting person has sent, the newest first."""
    if not my_places(work):
        return ()
    return work.session.scalars(
        select(Import)
        .where(Import.by_person == work.actor.person_id)
        .order_by(Import.id.desc())
        .limit(most)
    ).all()


def rows_of(
    work: Work, import_id: int, after: int, most: int, *, refused: bool
) -> Sequence[ImportRow]:
    """The refused rows behind number ``after``, or the others, in the order of the file."""
    my_import(work, import_id)
    which = ImportRow.verdict == "refused" if refused else ImportRow.verdict != "refused"
    return work.session.scalars(
        select(ImportRow)
        .where(ImportRow.import_id == import_id, ImportRow.number > after, which)
        .order_by(ImportRow.number)
        .limit(most)
        .execution_options(populate_existing=True)
    ).all()


def _may_see(work: Work, row: Import) -> bool:
    me = work.actor.person_id
    if work.actor.kind == "operator":
        return True
    return (row.by_person == me and bool(my_places(work))) or holds(
        work, ("admin",), row.place_path
    )
