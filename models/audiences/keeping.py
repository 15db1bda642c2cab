"""An audience is kept under a name, for the next time, or is not wanted any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from models.audiences.expressions import Expression, from_json, to_json
from models.audiences.refusals import NameTaken
from models.audiences.tables import SavedAudience
from models.cleaning import clean_name
from models.gate import Command, May
from models.notices.running import SENDERS
from models.refusals import NotFound
from models.work import Work

LONGEST = 20
"""Letters of a name: it stands on a button."""


@dataclass(frozen=True)
class KeepAudience(Command[int]):
    """Keep whom something was for under a name, for whoever sends at the place. Returns its id."""

    may: ClassVar[May] = May(roles=SENDERS)
    place_id: str
    name: str
    expression: Expression

    def place(self, work: Work) -> str | None:
        known = any(place.id == self.place_id for place in work.town.places)
        return work.town.path(self.place_id) if known else None

    def run(self, work: Work) -> int:
        name = clean_name(self.name)[:LONGEST]
        if not name:
            raise NotFound("name")
        kept = SavedAudience(
            place_id=self.place_id, name=name, expression=to_json(from_json(to_json(self.expression))),
            by_id=work.actor.person_id, made_at=work.now,
        )  # fmt: skip
        try:
            with work.session.begin_nested():
                work.session.add(kept)
                work.session.flush()
        except IntegrityError as taken:
            raise NameTaken from taken
        return kept.id


@dataclass(frozen=True)
class DropAudience(Command[None]):
    """Nobody needs it any more. What was sent by it stays as it was."""

    may: ClassVar[May] = May(roles=SENDERS)
    saved_id: int

    def place(self, work: Work) -> str | None:
        found = select(SavedAudience.place_id).where(SavedAudience.id == self.saved_id)
        place = work.session.scalar(found)
        return work.town.path(place) if place is not None else None

    def run(self, work: Work) -> None:
        work.session.execute(
            update(SavedAudience)
            .where(SavedAudience.id == self.saved_id, SavedAudience.ended_at.is_(None))
            .values(ended_at=work.now)
            .execution_options(synchronize_session=False)
        )
        work.session.expire_all()
