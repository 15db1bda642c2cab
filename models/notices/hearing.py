"""Who of those whom a notice is on its way to may still hear of it: asked for hundreds at once, with
as many statements as for one.

What was true when its rows were made may be no more: somebody has moved away or out of the home,
wants nothing kept of them, has switched the topic off, or gets no copies any longer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import or_, select

from models.clocks import to_town
from models.family.kin import kin_word
from models.family.tables import Proxy
from models.notices.tables import Notice, NoticeTarget, TopicOff
from models.outbox.hearers import COPIES
from models.register.tables import Person
from models.town.local import Local
from models.work import Work

Pair = tuple[int, int]
"""(who hears it, for whom); the second is 0 for oneself."""
GOES_OUT = ("sending", "over")


@dataclass(frozen=True, slots=True)
class Hearing:
    """``how``: for themselves ("own"), for a child they answer for, or for family. ``kin``: what the
    other one is to them. ``helps``: they may ask for the help that comes with it in the other's place."""

    how: Literal["own", "child", "family"]
    kin: Local | None = None
    helps: bool = False


OWN = Hearing("own", helps=True)


def may_hear(work: Work, notice: Notice, pairs: Sequence[Pair]) -> Mapping[Pair, Hearing]:
    """Those of ``pairs`` to whom it may still be said. Nobody, once it was stopped."""
    if notice.state not in GOES_OUT or not pairs:
        return {}
    people = _people(work, {one for pair in pairs for one in pair if one})
    there = _targets(work, notice, people)
    off = _off(work, notice, people)
    copies = _copies(work, [pair for pair in pairs if pair[1]])
    found: dict[Pair, Hearing] = {}
    for pair in pairs:
        hearing = _one(work, people, there, off, copies, pair)
        if hearing is not None:
            found[pair] = hearing
    return found


def _one(
    work: Work,
    people: Mapping[int, Any],
    there: Collection[Any],
    off: Collection[int],
    copies: Mapping[Pair, Collection[str]],
    pair: Pair,
) -> Hearing | None:
    person, whom = people.get(pair[0]), people.get(pair[1] or pair[0])
    if person is None or whom is None or pair[0] in off or not _listens(person):
        return None
    if not _is_there(whom, there):
        return None
    if not pair[1]:
        return OWN
    if whom.gone:
        return None
    if whom.minor and whom.guardian_id == person.id:
        return Hearing("child", helps=True)
    given = copies.get(pair, ())
    if COPIES not in given or whom.consent == "no":
        return None
    word = kin_word(work, pair[0], pair[1])
    return Hearing("family", word.name if word is not None else None, "help" in given)


def _listens(person: Any) -> bool:
    return not person.gone and person.consent != "no"


def _people(work: Work, ids: Collection[int]) -> dict[int, Any]:
    rows = work.connection.execute(
        select(
            Person.id, Person.household_id, Person.gone, Person.consent, Person.minor,
            Person.guardian_id,
        ).where(Person.id.in_(ids))
    )  # fmt: skip
    return {row.id: row for row in rows}


def _targets(work: Work, notice: Notice, people: Mapping[int, Any]) -> set[tuple[str, int]]:
    """The doors and people among these that it is for."""
    homes = {row.household_id for row in people.values() if row.household_id is not None}
    rows = work.connection.execute(
        select(NoticeTarget.household_id, NoticeTarget.person_id).where(
            NoticeTarget.notice_id == notice.id,
            or_(NoticeTarget.household_id.in_(homes), NoticeTarget.person_id.in_(people)),
        )
    )
    found: set[tuple[str, int]] = set()
    for home, person in rows:
        found.add(("person", person or 0) if home is None else ("home", home))
    return found


def _is_there(whom: Any, there: Collection[Any]) -> bool:
    home = ("home", whom.household_id) in there and not whom.minor
    return home or ("person", whom.id) in there


def _off(work: Work, notice: Notice, people: Collection[int]) -> set[int]:
    if notice.must_reach or not notice.topic:
        return set()
    found = select(TopicOff.person_id).where(
        TopicOff.topic == notice.topic, TopicOff.person_id.in_(people)
    )
    return set(work.connection.scalars(found))


def _copies(work: Work, pairs: Sequence[Pair]) -> dict[Pair, Collection[str]]:
    if not pairs:
        return {}
    rows = work.connection.execute(
        select(Proxy.proxy_id, Proxy.principal_id, Proxy.purposes).where(
            Proxy.principal_id.in_({whom for _person, whom in pairs}),
            Proxy.state == "agreed",
            Proxy.until >= to_town(work.now).date(),
        )
    )
    return {(proxy, principal): purposes for proxy, principal, purposes in rows}
