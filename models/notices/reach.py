"""Who hears a notice for a door or a person: those who live there and have a chat, a child's guardian,
family who get copies. What is asked here for hundreds at once is what ``work.tell`` asks for one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, select

from models.clocks import to_town
from models.family.tables import Proxy
from models.notices.tables import Notice, TopicOff
from models.outbox.claim import REFUSED
from models.outbox.hearers import COPIES
from models.register.tables import Account, Person
from models.work import Work

Way = tuple[int, str, str]
"""(door or person, way, why not)"""


_HAS_CHAT, _REFUSES = 2, 1


def has_chat(person_id: Any = Person.id) -> ColumnElement[bool]:
    """Whether there is an account to which a notice may go: not one on a platform abroad whose person
    wants no news carried there."""
    return exists().where(
        Account.person_id == person_id, Account.state == "live", Account.abroad != REFUSED
    )


def _chat() -> ColumnElement[Any]:
    """The same in one look with why not: _HAS_CHAT; _REFUSES, where no other account is left; None."""
    best = func.max(case((Account.abroad == REFUSED, _REFUSES), else_=_HAS_CHAT))
    mine = select(best).where(Account.person_id == Person.id, Account.state == "live")
    return mine.correlate(Person).scalar_subquery().label("chat")


def ways_of_doors(work: Work, notice: Notice, doors: Sequence[int]) -> list[Way]:
    """How a message comes to each of these doors."""
    people = work.session.execute(
        select(Person.id, Person.household_id, Person.consent, _chat()).where(
            Person.household_id.in_(doors), Person.gone == "", Person.minor.is_(False)
        )
    ).all()
    behind: dict[int, list[Any]] = {door: [] for door in doors}
    for row in people:
        behind[row.household_id].append(row)
    alone = [row.id for rows in behind.values() if not _phone(rows) for row in rows]
    family = family_of(work, alone)
    return [(door, *_way_of_door(rows, family)) for door, rows in behind.items()]


def _phone(rows: Iterable[Any]) -> bool:
    return any(row.chat == _HAS_CHAT and row.consent != "no" for row in rows)


def _way_of_door(rows: Sequence[Any], family: Mapping[int, Collection[int]]) -> tuple[str, str]:
    if _phone(rows):
        return "phone", ""
    if any(row.id in family for row in rows):
        return "family", ""
    return "none", "withdrew" if any(row.chat for row in rows) else "no_account"


def ways_of_people(work: Work, notice: Notice, people: Sequence[int]) -> list[Way]:
    """How it comes to each of these people; a child's comes to the guardian."""
    guardian = select(Person.guardian_id).where(Person.id.in_(people), Person.minor)
    guardians = [one for one in work.session.scalars(guardian) if one is not None]
    rows = work.session.execute(
        select(
            Person.id, Person.minor, Person.guardian_id, Person.consent, Person.gone,
            _chat(),
        ).where(Person.id.in_({*people, *guardians}))
    )  # fmt: skip
    known = {row.id: row for row in rows}
    off = _opted_out(work, notice, known)
    family = family_of(work, people)
    return [(one, *_way_of(known, known[one], off, family)) for one in people]


def _way_of(
    known: Mapping[int, Any], row: Any, off: Collection[int], family: Mapping[int, Collection[int]]
) -> tuple[str, str]:
    hears = known.get(row.guardian_id) if row.minor else row
    if hears is None or hears.gone:
        return "none", "no_account"
    if hears.consent == "no":
        return "none", "withdrew"
    if hears.id in off or row.id in off:
        return "none", "opted_out"
    if hears.chat == _HAS_CHAT:
        return "phone", ""
    if row.id in family:
        return "family", ""
    return "none", "withdrew" if hears.chat else "no_account"


def _opted_out(work: Work, notice: Notice, people: Collection[int]) -> set[int]:
    if notice.must_reach or not notice.topic:
        return set()
    found = select(TopicOff.person_id).where(
        TopicOff.topic == notice.topic, TopicOff.person_id.in_(people)
    )
    return set(work.session.scalars(found))


def family_of(work: Work, people: Collection[int]) -> dict[int, list[int]]:
    """Those who get copies for each of these, have a chat, and have not withdrawn."""
    found: dict[int, list[int]] = {}
    for row in agreements_to_copies(work, people):
        found.setdefault(row.principal_id, []).append(row.proxy_id)
    return found


def agreements_to_copies(work: Work, people: Collection[int]) -> list[Any]:
    """The agreements by which they get them: id, principal_id, proxy_id."""
    if not people:
        return []
    rows = work.session.execute(
        select(Proxy.id, Proxy.principal_id, Proxy.proxy_id, Proxy.purposes)
        .join(Person, Person.id == Proxy.proxy_id)
        .where(
            Proxy.principal_id.in_(people),
            Proxy.state == "agreed",
            Proxy.until >= to_town(work.now).date(),
            Person.gone == "",
            Person.consent != "no",
            has_chat(Proxy.proxy_id),
        )
        .order_by(Proxy.id)
    )
    return [row for row in rows if COPIES in row.purposes]
