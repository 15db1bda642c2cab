"""What a notice comes to before it is sent: how many are reached which way, and on which channels.

It is added up chunk by chunk while its people are counted, and kept with the notice: whoever is
shown it must not wait until a city's rows are gone through once more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from models.notices.reach import Way, family_of
from models.notices.tables import Notice
from models.outbox.claim import REFUSED
from models.register.tables import Account, Person
from models.work import Work


@dataclass(frozen=True, slots=True)
class Reckoned:
    """``ways``: phone, family, none; ``why_not``: no_account, opted_out, withdrew, of those who are
    not reached; ``channels``: how many messages each channel will carry."""

    ways: Mapping[str, int] = field(default_factory=dict)
    why_not: Mapping[str, int] = field(default_factory=dict)
    channels: Mapping[str, int] = field(default_factory=dict)


def reckoned(notice: Notice) -> Reckoned:
    kept = notice.progress or {}
    return Reckoned(kept.get("ways", {}), kept.get("why_not", {}), kept.get("channels", {}))


def reckon(work: Work, notice: Notice, ways: Sequence[Way], column: str) -> None:
    """Add one chunk of doors or people."""
    before = reckoned(notice)
    chunk = Counter(way for _id, way, _why in ways)
    why = Counter(why for _id, way, why in ways if way == "none")
    going = [id_ for id_, way, _why in ways if way != "none"]
    hearers = _hearers(work, notice, going, column)
    notice.progress = {
        "ways": _sum(before.ways, chunk),
        "why_not": _sum(before.why_not, why),
        "channels": _sum(before.channels, _channels(work, hearers)),
    }


def _sum(before: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return dict(Counter(before) + Counter(more))


def _hearers(work: Work, notice: Notice, going: Collection[int], column: str) -> Counter[int]:
    """Who gets how many of them: those who live there, guardians, family who get copies."""
    who: Any = Person.household_id if column == "household_id" else Person.id
    rows = work.session.execute(
        select(Person.id, Person.minor, Person.guardian_id).where(
            who.in_(going), Person.gone == "", Person.consent != "no"
        )
    ).all()
    if column == "household_id":
        found = Counter(row.id for row in rows if not row.minor)
    else:
        found = Counter((row.guardian_id if row.minor else row.id) or row.id for row in rows)
    everybody = notice.must_reach or notice.audience[0] == "family"
    if everybody:
        for proxies in family_of(work, [row.id for row in rows]).values():
            found.update(proxies)
    return found


def _channels(work: Work, hearers: Counter[int]) -> Counter[str]:
    """Each by the account they used last, as the sender does."""
    if not hearers:
        return Counter()
    newest = (
        select(
            Account.person_id,
            Account.channel,
            func.row_number()
            .over(
                partition_by=Account.person_id,
                order_by=(Account.last_used_at.desc(), Account.id.desc()),
            )
            .label("place"),
        )
        .where(Account.person_id.in_(hearers), Account.state == "live", Account.abroad != REFUSED)
        .subquery()
    )
    rows = work.session.execute(
        select(newest.c.person_id, newest.c.channel).where(newest.c.place == 1)
    )
    found: Counter[str] = Counter()
    for person_id, channel in rows:
        found[channel] += hearers[person_id]
    return found
