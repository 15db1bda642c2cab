"""A text that has changed is asked again, once: which ones, for whom, one at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import bindparam, select

from models.consents.ledger import Entry, ledger_of, today
from models.family.tables import Guardian
from models.prepared import Prepared
from models.register.commands import CONSENT
from models.register.tables import Person
from models.work import Work

_children = Prepared(
    select(Guardian.child_id)
    .join(Person, Person.id == Guardian.child_id)
    .where(
        Guardian.guardian_id == bindparam("person_id"),
        Guardian.ended_at.is_(None),
        Person.gone == "",
    )
    .order_by(Guardian.child_id)
)


class Again(NamedTuple):
    """A purpose to be asked again; ``whom`` is a child of the one who is asked, 0 for themselves."""

    purpose: str
    other_id: int = 0
    whom: int = 0


def next_to_ask_again(work: Work) -> Again | None:
    """The first purpose the acting person (for themselves, then for each of their children) agreed
    to in another wording than today's. ``help`` has a question of its own; what belongs to a
    platform is asked on that platform."""
    if work.actor.by_id:
        return None
    me = work.actor.person_id
    for child_id in (0, *_children_of(work, me)):
        actor = replace(work.actor, person_id=child_id, by_id=me) if child_id else work.actor
        found = _outdated(replace(work, actor=actor))
        if found is not None:
            return Again(found.purpose, found.other_id, child_id)
    return None


def _children_of(work: Work, person_id: int) -> list[int]:
    rows = _children.all(work.connection, {"person_id": person_id})
    return [row.child_id for row in rows]


def _outdated(work: Work) -> Entry | None:
    now = {one.id: one.version for one in work.town.consent if not one.channels}
    now.pop(CONSENT, None)
    day = today(work)
    return next(
        (
            entry
            for entry in ledger_of(work)
            if entry.holds_on(day) and now.get(entry.purpose, entry.version) != entry.version
        ),
        None,
    )
