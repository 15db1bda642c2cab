"""The ledger of consents: what holds now, and what was ever answered.

What holds is the newest row of a (person, purpose, other). An agreement to an older text holds for
what it was given for until the new one is answered: otherwise changing a word in the town file
would cut everybody off in the same minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select

from models.clocks import to_town
from models.family.tables import Guardian
from models.prepared import Prepared
from models.register.tables import Consent, Person
from models.work import Work

FACE_TO_FACE = "face_to_face"
HELP = "help"
"""The one purpose whose answer stands on the person, too: it is asked with every message."""

_newest = Prepared(
    select(
        Consent.id,
        Consent.purpose,
        Consent.other_id,
        Consent.text_version,
        Consent.agreed,
        Consent.how,
        Consent.until,
        Consent.at,
        Person.name,
        Person.called,
    )
    .outerjoin(Person, Person.id == Consent.other_id)
    .where(
        Consent.id.in_(
            select(func.max(Consent.id))
            .where(Consent.person_id == bindparam("person_id"))
            .group_by(Consent.purpose, func.coalesce(Consent.other_id, 0))
        )
    )
    .order_by(Consent.id)
)
_registered = Prepared(
    select(Person.consent, Person.created_at).where(Person.id == bindparam("person_id"))
)
_of_purpose = Prepared(
    select(Consent.agreed, Consent.until)
    .where(
        Consent.person_id == bindparam("person_id"),
        Consent.purpose == bindparam("purpose"),
        func.coalesce(Consent.other_id, 0) == bindparam("other_id"),
    )
    .order_by(Consent.id.desc())
    .limit(1)
)
_guards = Prepared(
    select(Guardian.id).where(
        Guardian.child_id == bindparam("person_id"),
        Guardian.guardian_id == bindparam("by_id"),
        Guardian.ended_at.is_(None),
    )
)
_note = Prepared(insert(Consent))


@dataclass(frozen=True, slots=True)
class Entry:
    """The newest answer to one purpose. ``other`` names whom it is about besides, "" if nobody."""

    purpose: str
    other_id: int
    other: str
    version: str
    agreed: bool
    how: str
    until: date | None
    at: datetime

    def holds_on(self, day: date) -> bool:
        return self.agreed and (self.until is None or day <= self.until)


def holds(work: Work, person_id: int, purpose: str, other_id: int | None = None) -> bool:
    """Whether ``person_id`` agrees to ``purpose`` now (concerning ``other_id``, if given)."""
    given = {"person_id": person_id, "purpose": purpose, "other_id": other_id or 0}
    row = _of_purpose.first(work.connection, given)
    if row is None or not row.agreed:
        return False
    return row.until is None or today(work) <= row.until


def ledger_of(work: Work) -> list[Entry]:
    """The acting person's own answers, the newest of each, in the order they were given."""
    given = {"person_id": work.actor.person_id}
    entries = [
        Entry(
            row.purpose,
            row.other_id or 0,
            row.called or row.name or "",
            row.text_version,
            row.agreed,
            row.how,
            row.until,
            row.at,
        )
        for row in _newest.all(work.connection, given)
    ]
    if entry_of(entries, HELP) is not None:
        return entries
    return [*_as_the_register_says(_registered.first(work.connection, given)), *entries]


def _as_the_register_says(person: Any) -> Iterator[Entry]:
    """Who was entered by others, before anybody kept a ledger, has an answer and no row of it."""
    if person is not None and person.consent not in ("", "no"):
        yield Entry(HELP, 0, "", person.consent, True, "import", None, person.created_at)


def entry_of(entries: Iterable[Entry], purpose: str, other_id: int = 0) -> Entry | None:
    return next((e for e in entries if (e.purpose, e.other_id) == (purpose, other_id)), None)


def today(work: Work) -> date:
    return to_town(work.now).date()


def guards(work: Work) -> bool:
    """Whether the one who holds the phone answers for the acting person, a child of theirs."""
    actor = work.actor
    given = {"person_id": actor.person_id, "by_id": actor.by_id}
    return bool(actor.by_id) and _guards.first(work.connection, given) is not None


def note_consent(
    work: Work,
    purpose: str,
    version: str,
    *,
    agreed: bool,
    how: str = "tap",
    other_id: int | None = None,
    until: date | None = None,
) -> None:
    """Write an answer of the acting person down, and who really gave it.

    A guardian answers for a child. Whoever else acts for somebody (a grid worker at the kitchen
    table) only taps what they were told: the person answered, the worker is the witness.
    """
    actor = work.actor
    guardian = guards(work)
    witnessed = bool(actor.by_id) and not guardian
    _note.run(
        work.connection,
        {
            "person_id": actor.person_id,
            "by_person": actor.by_id if guardian else actor.person_id,
            "other_id": other_id or None,
            "purpose": purpose,
            "text_version": version,
            "agreed": agreed,
            "basis": _basis(work, purpose),
            "how": FACE_TO_FACE if witnessed and how == "tap" else how,
            "witness_id": actor.by_id if witnessed else None,
            "channel": actor.channel,
            "until": until,
            "at": work.now,
        },
    )


def _basis(work: Work, purpose: str) -> str:
    known = {one.id: one.basis for one in work.town.consent}
    return known.get(purpose, "consent")
