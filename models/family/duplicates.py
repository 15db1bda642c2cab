"""People who may be one: the same ID number, the same name and birthday, the same name and phone.

Only pairs of one's own places are found, and never again once somebody has said that they are two.
Each rule is a join by an index of its own: an OR over the three would read everybody against
everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased

from models.base import insert_new
from models.duty.people import within_my_places
from models.family.tables import NotTheSame
from models.gate import Command, May
from models.places import path_of_person
from models.refusals import NotFound
from models.register.tables import Account, Household, Person
from models.town.tables import Place
from models.work import Work

DESK = ("coordinator", "admin")
MOST = 50

One, Other = aliased(Person), aliased(Person)
_RULES: tuple[tuple[str, ColumnElement[bool]], ...] = (
    ("id", One.id_hash == Other.id_hash),
    ("born", (One.name == Other.name) & (One.born == Other.born) & (One.name != "")),
    ("phone", (One.phone_hash == Other.phone_hash) & (One.name == Other.name)),
)


class Pair(NamedTuple):
    """Two people who look like one. ``why``: id, born or phone, the surest first."""

    one_id: int
    other_id: int
    why: str


def pairs(work: Work, most: int = MOST) -> list[Pair]:
    """Pairs of which one lives in the acting person's places; the other may live anywhere in town,
    that is what makes them hard to find."""
    found: dict[tuple[int, int], str] = {}
    for why, same in _RULES:
        for row in work.connection.execute(_of(work, same).limit(most)):
            found.setdefault((min(row), max(row)), why)
    return [Pair(one, other, why) for (one, other), why in found.items()][:most]


def _of(work: Work, same: ColumnElement[bool]) -> Select[int, int]:
    told_apart = exists().where(
        ((NotTheSame.one_id == One.id) & (NotTheSame.other_id == Other.id))
        | ((NotTheSame.one_id == Other.id) & (NotTheSame.other_id == One.id))
    )
    return (
        select(One.id, Other.id)
        .join(Household, Household.id == One.household_id)
        .join(Place, Place.id == Household.grid_id)
        .join(Other, same)
        .where(
            One.id != Other.id,
            One.gone == "",
            Other.gone == "",
            within_my_places(work, DESK, unknown=False),
            ~told_apart,
        )
    )


class Side(NamedTuple):
    """One of a pair: who, where they live, and how many accounts they write from."""

    person: Person
    home: Household | None
    chats: int


def pair_of(work: Work, one_id: int, other_id: int) -> tuple[Side, Side]:
    """Both, to be shown side by side. NotFound unless they are a pair of mine."""
    wanted = {one_id, other_id}
    if not any({pair.one_id, pair.other_id} == wanted for pair in _between(work, one_id, other_id)):
        raise NotFound("pair")
    return _side(work, one_id), _side(work, other_id)


def _between(work: Work, one_id: int, other_id: int) -> Iterator[Pair]:
    both = (one_id, other_id)
    for why, same in _RULES:
        query = _of(work, same).where(One.id.in_(both), Other.id.in_(both))
        for row in work.connection.execute(query):
            yield Pair(row[0], row[1], why)


@dataclass(frozen=True)
class TellApart(Command[None]):
    """They are two people: not put side by side again."""

    may: ClassVar[May] = May(roles=DESK)
    one_id: int
    other_id: int

    def place(self, work: Work) -> str | None:
        return path_of_person(work, self.one_id) or path_of_person(work, self.other_id) or None

    def run(self, work: Work) -> None:
        pair_of(work, self.one_id, self.other_id)
        row = {
            "one_id": min(self.one_id, self.other_id),
            "other_id": max(self.one_id, self.other_id),
            "by_person": work.actor.person_id,
            "at": work.now,
        }
        work.session.execute(
            insert_new(work.session, NotTheSame).values(row).on_conflict_do_nothing()
        )


def _side(work: Work, person_id: int) -> Side:
    person = work.session.get_one(Person, person_id)
    home = work.session.get(Household, person.household_id) if person.household_id else None
    theirs = select(func.count()).select_from(Account).where(Account.person_id == person_id)
    return Side(person, home, work.session.scalar(theirs) or 0)
