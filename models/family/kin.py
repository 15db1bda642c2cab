"""What people are to each other: one row for two people, read from either side.

The trap is two rows that contradict each other. So what somebody says last is what holds, and the
other direction follows from the town's own words: who is my mother has a daughter in me.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import and_, bindparam, delete, exists, or_, select

from models.base import insert_new
from models.family.agreeing import path_of
from models.family.tables import Guardian, Kin, Proxy
from models.gate import Command, May
from models.prepared import Prepared
from models.refusals import NotFound
from models.register.tables import Person
from models.town.local import Local
from models.town.people import KinWord
from models.town.schema import Town
from models.work import Work


@dataclass(frozen=True, slots=True)
class KinName:
    """``name``: what they are to me, as people say it (妈妈, 闺女). ``id``: the town's word if it
    was said from my side, "" if it follows from what they said."""

    id: str
    name: Local


_between = Prepared(
    select(Kin.person_id, Kin.kin, Person.gender)
    .join(Person, Person.id == Kin.person_id)
    .where(
        or_(
            (Kin.person_id == bindparam("person_id")) & (Kin.other_id == bindparam("other_id")),
            (Kin.person_id == bindparam("other_id")) & (Kin.other_id == bindparam("person_id")),
        )
    )
)


def word_of(town: Town, kin: str) -> KinWord | None:
    """The town's word; None for "", and for one the town has no longer."""
    return next((word for word in town.kin if word.id == kin), None)


def kin_word(work: Work, person_id: int, other_id: int) -> KinName | None:
    """What ``other_id`` is to ``person_id``; None if nobody said."""
    rows = _between.all(work.connection, {"person_id": person_id, "other_id": other_id})
    for row in sorted(rows, key=lambda row: bool(row.person_id != person_id)):
        word = word_of(work.town, row.kin)
        if word is None:
            continue
        if row.person_id == person_id:
            return KinName(word.id, word.name)
        return KinName("", word.back_of(row.gender))
    return None


def bare(word: Local) -> Local:
    """妈妈, mother: without the "my" that stands in the town's English."""
    return Local(word.zh, word.en.removeprefix("my ").removeprefix("a "))


def yours(word: Local) -> Local:
    """妈妈, your mother: inside a sentence to whoever they are that to."""
    return Local(word.zh, f"your {bare(word).en}")


def note_kin(work: Work, person_id: int, other_id: int, kin: str) -> None:
    """``other_id`` is ``kin`` to ``person_id``; what was said of the two before no longer counts.
    Nothing happens for "", or a word the town does not have."""
    if word_of(work.town, kin) is None or person_id == other_id:
        return
    back = delete(Kin).where(Kin.person_id == other_id, Kin.other_id == person_id)
    work.session.execute(back)
    new = insert_new(work.session, Kin).values(person_id=person_id, other_id=other_id, kin=kin)
    work.session.execute(
        new.on_conflict_do_update(
            index_elements=[Kin.person_id, Kin.other_id], set_={"kin": new.excluded.kin}
        )
    )


@dataclass(frozen=True)
class SayKin(Command[None]):
    """What ``other_id`` is to ``person_id``: said by one of the two, who are bound to each other
    already (a child, an agreement, one home), or by a worker where the first lives."""

    may: ClassVar[May] = May(roles=("grid_worker", "coordinator"), relations=("bound",))
    person_id: int
    other_id: int
    kin: str

    def place(self, work: Work) -> str | None:
        return path_of(work, self.person_id)

    def relations(self, work: Work) -> Collection[str]:
        pair = {self.person_id, self.other_id}
        mine = work.actor.person_id in pair and len(pair) == 2
        return ("bound",) if mine and bound(work, self.person_id, self.other_id) else ()

    def run(self, work: Work) -> None:
        if work.session.get(Person, self.other_id) is None:
            raise NotFound("person")
        if word_of(work.town, self.kin) is None:
            raise NotFound("kin")
        note_kin(work, self.person_id, self.other_id, self.kin)


def bound(work: Work, one_id: int, other_id: int) -> bool:
    """Whether two people have to do with each other here: one home, one child, an agreement."""
    one, other = work.session.get(Person, one_id), work.session.get(Person, other_id)
    if one is None or other is None:
        return False
    if one.household_id is not None and one.household_id == other.household_id:
        return True
    pairs = ((one_id, other_id), (other_id, one_id))
    agreed = or_(
        *(
            and_(Proxy.principal_id == a, Proxy.proxy_id == b, Proxy.state == "agreed")
            for a, b in pairs
        )
    )
    guards = or_(
        *(
            and_(Guardian.child_id == a, Guardian.guardian_id == b, Guardian.ended_at.is_(None))
            for a, b in pairs
        )
    )
    found = select(or_(exists().where(agreed), exists().where(guards)))
    return bool(work.session.scalar(found))
