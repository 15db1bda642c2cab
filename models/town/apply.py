"""Make a checked town the one that runs: a new version beside the old, nothing deleted.

Applying the same document twice has no second effect, so the command may be repeated after any
interruption. Two people who apply at once meet at the unique version number: one of them fails and
tries again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.base import insert_new
from models.town.changes import Change, changes
from models.town.pinned import forget_after, latest, town_at
from models.town.schema import Town
from models.town.tables import Place, TownVersion

__all__ = ["AnotherTown", "Applied", "apply_town", "fingerprint"]


class AnotherTown(Exception):
    """The database belongs to a different town; ids of the two must never mix."""

    def __init__(self, here: str, given: str) -> None:
        super().__init__(f"this database is the town {here!r}, the file is {given!r}")
        self.here = here
        self.given = given


@dataclass(frozen=True, slots=True)
class Applied:
    """``fresh`` is False when this very document was already the current one."""

    number: int
    sha256: str
    fresh: bool
    changes: tuple[Change, ...]


def fingerprint(town: Town) -> str:
    """The same for the same content, whatever the order of keys or the layout of the file."""
    document = json.dumps(town.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(document.encode()).hexdigest()


def apply_town(session: Session, town: Town, *, now: datetime, by: str) -> Applied:
    """Store the town as the next version and bring the places in line with it."""
    sha = fingerprint(town)
    before = latest(session)
    if before is not None:
        if before.town_id != town.id:
            raise AnotherTown(before.town_id, town.id)
        if before.sha256 == sha:
            return Applied(before.number, sha, fresh=False, changes=())
    told = tuple(changes(town_at(session, before.number) if before else None, town))
    number = before.number + 1 if before else 1
    session.add(
        TownVersion(
            town_id=town.id,
            number=number,
            sha256=sha,
            document=town.model_dump(mode="json"),
            applied_at=now,
            applied_by=by,
        )
    )
    session.flush()
    _bring_places_in_line(session, town, now)
    forget_after(session)
    return Applied(number, sha, fresh=True, changes=told)


def _bring_places_in_line(session: Session, town: Town, now: datetime) -> None:
    # Parents first: a street must be there before its communities point to it.
    rows = [
        {
            "id": place.id,
            "parent_id": place.parent,
            "kind": place.kind,
            "name_zh": place.name.zh,
            "name_en": place.name.en,
            "path": town.path(place.id),
            "retired_at": None,
        }
        for place in sorted(town.places, key=lambda place: len(town.ancestors(place.id)))
    ]
    statement = insert_new(session, Place)
    kept = {name: statement.excluded[name] for name in rows[0] if name != "id"}
    session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=kept), rows)
    known = {row["id"] for row in rows}
    gone = [
        name
        for name in session.scalars(select(Place.id).where(Place.retired_at.is_(None)))
        if name not in known
    ]
    if gone:
        session.execute(update(Place).where(Place.id.in_(gone)).values(retired_at=now))
    session.expire_all()
