"""Who may take a child home: named by a guardian, a row for each child, ended when no longer.

Relatives are found by what people are to each other: who is the mother of a child's mother is
姥姥 to the child, whoever said which of the two.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select, update

from models.cleaning import clean_name
from models.family.kin import kin_word, word_of
from models.family.tables import Guardian, Kin
from models.gate import Command, May
from models.phones import NotAPhone, plain_phone
from models.register.tables import Person
from models.station.refusals import NobodyCollects, NotYourChild
from models.station.tables import Collector
from models.work import Work

PURPOSE = "child"
_OF_MOTHER = {"mother": "mothers_mother", "father": "mothers_father"}
_OF_FATHER = {"mother": "grandmother", "father": "grandfather"}
ELDERS = frozenset(
    {"mother", "father", "grandmother", "grandfather", "mothers_mother", "mothers_father"}
)


@dataclass(frozen=True, slots=True)
class MayCollect:
    """Somebody who may be named. ``kin``: what they are to the child, "" not known."""

    person_id: int
    kin: str
    name: str
    guardian: bool


@dataclass(frozen=True)
class Added:
    """Somebody we do not know, as the guardian names them."""

    name: str
    kin: str
    phone: str


# -- who could be named ----------------------------------------------------------------------------
def guardians_of(work: Work, child_id: int) -> list[int]:
    """Who answers for a child now, the longest first."""
    rows = work.session.scalars(
        select(Guardian.guardian_id)
        .where(Guardian.child_id == child_id, Guardian.ended_at.is_(None))
        .order_by(Guardian.id)
    )
    return list(rows)


def check_mine(work: Work, children: Collection[int]) -> None:
    """NotYourChild unless the acting person answers for each of them."""
    if not are_mine(work, children):
        raise NotYourChild


def are_mine(work: Work, children: Collection[int]) -> bool:
    """Whether there are any, and the acting person answers for each of them."""
    found = set(
        work.session.scalars(
            select(Guardian.child_id)
            .join(Person, Person.id == Guardian.child_id)
            .where(
                Guardian.child_id.in_(list(children)),
                Guardian.guardian_id == work.actor.person_id,
                Guardian.ended_at.is_(None),
                Person.minor,
                Person.gone == "",
            )
        )
    )
    return bool(children) and found == set(children)


def who_may_collect(work: Work, children: Sequence[int]) -> list[MayCollect]:
    """Those the acting guardian may name by one tap: who answers for the children, oneself first,
    then the grandparents and whoever else is known to be the children's own."""
    check_mine(work, children)
    me = work.actor.person_id
    answering = [one for child in children for one in guardians_of(work, child)]
    first = dict.fromkeys([me, *answering])
    known = dict.fromkeys(one for adult in (*children, *first) for one in _kin_of(work, adult))
    found = [_named(work, children[0], one, guardian=True) for one in first]
    for person_id in known:
        if person_id not in first and person_id not in children:
            one = _named(work, children[0], person_id, guardian=False)
            if one.kin and one.name:
                found.append(one)
    return found


def _kin_of(work: Work, person_id: int) -> list[int]:
    there = select(Kin.other_id).where(Kin.person_id == person_id)
    back = select(Kin.person_id).where(Kin.other_id == person_id)
    ids = [*work.session.scalars(there), *work.session.scalars(back)]
    grown = select(Person.id).where(Person.id.in_(ids), Person.minor.is_(False), Person.gone == "")
    return sorted(work.session.scalars(grown))


def _named(work: Work, child_id: int, person_id: int, *, guardian: bool) -> MayCollect:
    person = work.session.get_one(Person, person_id)
    kin = kin_to_child(work, child_id, person_id)
    return MayCollect(person_id, kin, person.name or person.called, guardian)


def kin_to_child(work: Work, child_id: int, person_id: int) -> str:
    """What a grown-up is to a child: the town's word, "" if nobody said; 爸爸 and 妈妈 also follow
    from "child" the other way round, and 姥姥 from what she is to the mother."""
    said = select(Kin.kin).where(Kin.person_id == child_id, Kin.other_id == person_id)
    kin = work.session.scalar(said)
    if kin:
        return kin
    back = select(Kin.kin).where(Kin.person_id == person_id, Kin.other_id == child_id)
    if work.session.scalar(back) == "child":
        return _parent(work, person_id)
    for parent in guardians_of(work, child_id):
        through = _elder(work, parent, person_id)
        own = kin_to_child(work, child_id, parent) if parent != person_id and through else ""
        table = _OF_MOTHER if own == "mother" else _OF_FATHER if own == "father" else {}
        if through in table:
            return table[through]
    return ""


def _parent(work: Work, person_id: int) -> str:
    gender = work.session.get_one(Person, person_id).gender
    return {"f": "mother", "m": "father"}.get(gender, "")


def _elder(work: Work, person_id: int, other_id: int) -> str:
    """The word "mother" or "father", if the other one is that to ``person_id``."""
    found = kin_word(work, person_id, other_id)
    if found is None:
        return ""
    if found.id:
        return found.id
    said = select(Kin.kin).where(Kin.person_id == other_id, Kin.other_id == person_id)
    return _parent(work, other_id) if work.session.scalar(said) == "child" else ""


# -- who is named ----------------------------------------------------------------------------------
def collectors_of(work: Work, child_id: int) -> list[Collector]:
    """Rows that hold, in the order they were named."""
    rows = work.session.scalars(
        select(Collector)
        .where(Collector.child_id == child_id, Collector.ended_at.is_(None))
        .order_by(Collector.id)
    )
    return list(rows)


def collectors_of_all(work: Work, children: Sequence[int]) -> list[Collector]:
    """Who may take all of these children: the rows of the first, where the others have the same."""
    if not children:
        return []
    others = [{_who(one) for one in collectors_of(work, child)} for child in children[1:]]
    return [
        one
        for one in collectors_of(work, children[0])
        if all(_who(one) in their for their in others)
    ]


def _who(one: Collector) -> int | tuple[str | None, str | None]:
    return one.person_id or (one.name, one.phone)


def name_collectors(
    work: Work, children: Sequence[int], people: Sequence[int], added: Sequence[Added]
) -> None:
    """These and nobody else from now on. What stood already stays the same row. NobodyCollects if
    there is none, or one who may not be named."""
    allowed = {one.person_id: one for one in who_may_collect(work, children)}
    if not (people or added) or not set(people) <= set(allowed):
        raise NobodyCollects
    extra = [_checked(work, one) for one in added]
    for child in children:
        before = {_who(one): one for one in collectors_of(work, child)}
        wanted = {*people, *((one.name, one.phone) for one in extra)}
        gone = [one.id for who, one in before.items() if who not in wanted]
        work.session.execute(
            update(Collector).where(Collector.id.in_(gone)).values(ended_at=work.now)
        )
        for person_id in people:
            if person_id not in before:
                kin = kin_to_child(work, child, person_id)
                work.session.add(_row(work, child, person_id=person_id, kin=kin))
        for one in extra:
            if (one.name, one.phone) not in before:
                row = _row(work, child, kin=one.kin, name=one.name, phone=one.phone)
                work.session.add(row)
    work.session.flush()


def _row(work: Work, child_id: int, **fields: object) -> Collector:
    by = work.actor.person_id
    return Collector(child_id=child_id, named_by=by, named_at=work.now, **fields)


def _checked(work: Work, one: Added) -> Added:
    name = clean_name(one.name)
    try:
        phone = plain_phone(one.phone) if one.phone else ""
    except NotAPhone:
        raise NobodyCollects from None
    if not name:
        raise NobodyCollects
    return Added(name, one.kin if word_of(work.town, one.kin) else "", phone)


@dataclass(frozen=True)
class SayWhoCollects(Command[tuple[int, ...]]):
    """From now on these may take the children home. By who answers for all of them. Returns the
    children's ids."""

    may: ClassVar[May] = May(relations=("guardian",))
    purpose: ClassVar[str] = PURPOSE
    children: tuple[int, ...]
    people: tuple[int, ...]
    added: tuple[Added, ...] = ()

    def relations(self, work: Work) -> Collection[str]:
        return ("guardian",) if are_mine(work, self.children) else ()

    def run(self, work: Work) -> tuple[int, ...]:
        name_collectors(work, self.children, self.people, self.added)
        return self.children


@dataclass(frozen=True, slots=True)
class Named:
    """How a collector is spoken of: 姥姥, 赵玉芬, and the phone to dial ("" if none)."""

    collector_id: int
    person_id: int
    kin: str
    name: str
    phone: str


def named(work: Work, row: Collector) -> Named:
    if row.person_id is None:
        return Named(row.id, 0, row.kin, row.name or "", row.phone or "")
    person = work.session.get_one(Person, row.person_id)
    return Named(row.id, person.id, row.kin, person.name or person.called, person.phone or "")
