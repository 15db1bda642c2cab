"""Finding somebody the way a worker knows them: a part of the name, of the address, four digits.

The trap is the search that reads the whole town: whatever is typed, each statement walks an index
and stops early. Names are found by where they begin at their first, second or third character,
which is every part of a Chinese name. Nobody sees anybody outside their own places, unless they
know somebody's whole phone or ID number, or name and day of birth (``elsewhere``), and then the
record opens with a reason only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, true

from models.cleaning import clean_name
from models.duty.people import my_paths
from models.family.ages import read_birth
from models.people.address import AddressPart, grids_of, read_address
from models.people.refusals import SayMore
from models.register.hashes import door_hashes, id_hashes, phone_hashes, tail_hashes
from models.register.tables import NAME_FROM_2, NAME_FROM_3, Household, Person
from models.rights import covers
from models.work import Work

STAFF = ("coordinator", "grid_worker", "admin")
FINDERS = (*STAFF, "doctor")
MOST = 30
NARROW = 3
"""In so few grids it is quicker to go through their people than through the town's names."""
_MOST_ESTATES = 6
_MOST_YARDS = 60
_LAST = "\U0010ffff"
_BIRTH_AT_END = re.compile(
    r"(.*?)[\s,，]+(\d{4}\s*[年./-]?\s*\d{1,2}\s*[月./-]?\s*\d{1,2}\s*日?|\d{8})$"
)
_ID_NUMBER = re.compile(r"\d{17}[\dXx]")
_PHONE = re.compile(r"(?:\+?86)?(1\d{10}|0\d{9,11})")


_ANY_DOOR: ColumnElement[bool] = true()


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody as a list shows them: name and place, nothing else."""

    person: Person
    home: Household | None
    outside: bool = False
    """Not at my places: known by phone, ID number, or name and day of birth."""


def find_people(
    work: Work,
    typed: str,
    *,
    roles: Sequence[str] = FINDERS,
    gone: bool = False,
    most: int = MOST,
) -> list[Found]:
    """People at the acting person's places, the best fit first, at most ``most``. ``gone``: those
    who died or moved away instead. Raises SayMore where far too many would fit."""
    words = clean_name(typed)
    grids = my_grids(work, roles)
    if not (words and my_paths(work, roles)):
        return []
    look = _Look(work, grids, most, gone=gone)
    found = look.by_number(words)
    if found is None:
        found = look.by_words(words)
    here = [Found(person, home) for person, home in found]
    return here or elsewhere(work, words, gone=gone)


def elsewhere(work: Work, typed: str, *, gone: bool = False) -> list[Found]:
    """Whoever is known by exactly this phone, ID number, or name and day of birth, wherever they
    live; for those whose work it is to find people, and not for doctors."""
    if not my_paths(work, STAFF):
        return []
    who = exactly(typed)
    if who is None:
        return []
    mine = my_grids(work, FINDERS)
    rows = work.session.execute(_people(gone=gone).where(who).order_by(Person.id).limit(MOST))
    return [Found(person, home, outside=_grid_of(home) not in mine) for person, home in rows]


def _grid_of(home: Household | None) -> str:
    return home.grid_id if home is not None else ""


def exactly(typed: str) -> ColumnElement[bool] | None:
    """SQL: it is this very person, said by something one has to know; None if nothing of the kind
    was typed. A number that several share (a family's phone) is all of theirs."""
    plain = re.sub(r"[\s()-]", "", clean_name(typed))
    if _ID_NUMBER.fullmatch(plain):
        return Person.id_hash.in_(id_hashes(plain))
    phone = _PHONE.fullmatch(plain)
    if phone:
        return Person.phone_hash.in_(_as_written(phone[1]))
    named = _BIRTH_AT_END.fullmatch(clean_name(typed))
    born = read_birth(named[2]) if named else None
    if named is None or born is None or not named[1].strip():
        return None
    return and_(Person.name == named[1].strip(), Person.born == born)


def my_grids(work: Work, roles: Sequence[str] = FINDERS) -> frozenset[str]:
    """The grids of the places where the acting person has one of ``roles``."""
    paths = my_paths(work, roles)
    return frozenset(
        grid.id
        for grid in work.town.grids
        if any(covers(path, work.town.path(grid.id)) for path in paths)
    )


def _as_written(phone: str) -> tuple[str, ...]:
    """A phone is found as it was written down: with its dashes (a sample's) and without."""
    dashed = f"{phone[:3]}-{phone[3:7]}-{phone[7:]}"
    return (*phone_hashes(phone), *phone_hashes(dashed))


def _left(*, gone: bool) -> ColumnElement[bool]:
    return Person.gone.in_(("dead", "moved")) if gone else Person.gone == ""


def _people(*, gone: bool) -> Select[Person, Household]:
    return (
        select(Person, Household)
        .outerjoin(Household, Household.id == Person.household_id)
        .where(_left(gone=gone))
    )


@dataclass(frozen=True)
class _Look:
    """One search: at these grids, so many, of those who are here or of those who left."""

    work: Work
    grids: frozenset[str]
    most: int
    gone: bool

    def by_number(self, words: str) -> list[Any] | None:
        """By the last four digits of a phone, a whole one, or an ID number; None for words."""
        plain = re.sub(r"[\s()-]", "", words)
        if re.fullmatch(r"\d{4}", words):
            return self._rows(Person.tail_hash.in_(tail_hashes(words)), Person.id)
        if _ID_NUMBER.fullmatch(plain) or _PHONE.fullmatch(plain):
            who = exactly(plain)
            return self._rows(who, Person.id) if who is not None else []
        return None

    def by_words(self, words: str) -> list[Any]:
        part = read_address(self.work.town, words, self.grids)
        if part.numbered:
            return self._by_address(part)
        found = self._by_name(words)
        if found or not part.estates:
            return found
        if part.rest:
            return self._by_address(part)
        raise SayMore("building")

    # -- address -----------------------------------------------------------------------------------
    def _by_address(self, part: AddressPart) -> list[Any]:
        if part.rest and not part.estates:
            found = self._by_name(part.rest, self._numbered(part))
            return [row for row in found if part.door in ("", row[1].door)]
        doors = self._doors(part)
        return [] if doors is None else self._behind(doors, part.rest)

    def _numbered(self, part: AddressPart) -> ColumnElement[bool]:
        """SQL: that building and unit, of whichever estate."""
        there = [Household.building == part.building] if part.building else []
        there += [Household.unit == part.unit] if part.unit else []
        return and_(true(), *there)

    def _doors(self, part: AddressPart) -> ColumnElement[bool] | None:
        """SQL: behind the door, or one of the doors, that were named; None if there is none."""
        estates = part.estates or tuple(
            one for one in self.work.town.estates if not self.grids.isdisjoint(grids_of(one))
        )
        fits = [one for one in estates if part.building is None or one.range_of(part.building)]
        if part.building is None and part.door:  # numbered like a yard
            fits = [one for one in fits if not one.buildings]
            if len(fits) > _MOST_YARDS:
                raise SayMore("estate")
        if part.door:
            units = (part.unit,) if part.unit else (1, 2, 3, 4, 5, 6, 7, 8)
            hashes = [
                one_hash
                for estate in fits
                for unit in (units if estate.buildings else (None,))
                for one_hash in door_hashes(estate.id, part.building, unit, part.door)
            ]
            return Household.door_hash.in_(hashes) if hashes else None
        if len(fits) > _MOST_ESTATES:
            raise SayMore("estate")
        return or_(*(self._building(one, part) for one in fits)) if fits else None

    def _building(self, estate: Any, part: AddressPart) -> ColumnElement[bool]:
        grid = self.work.town.grid_of(estate.id, part.building)
        there = [Household.estate_id == estate.id]
        there += [Household.grid_id == grid] if grid else [Household.grid_id.in_(grids_of(estate))]
        there += [Household.building == part.building] if part.building else []
        there += [Household.unit == part.unit] if part.unit else []
        return and_(*there)

    # -- names -------------------------------------------------------------------------------------
    def _by_name(self, words: str, doors: ColumnElement[bool] = _ANY_DOOR) -> list[Any]:
        """Whole names first, then those that begin so, then those that go on so."""
        if len(self.grids) <= NARROW:
            return self._behind(doors, words)
        found: dict[int, Any] = {}
        for column in (Person.name, Person.called, NAME_FROM_2, NAME_FROM_3):
            for row in self._beginning(column, words, doors):
                found.setdefault(row[0].id, row)
            if len(found) >= self.most:
                break
        return list(found.values())[: self.most]

    def _beginning(self, column: Any, words: str, doors: ColumnElement[bool]) -> Iterator[Any]:
        begins = [begins_with(self.work, column, words), doors]
        if column is Person.called:
            begins.append(Person.called != literal("", literal_execute=True))
        yield from self._rows(and_(*begins), column, Person.id)

    def _behind(self, doors: ColumnElement[bool], words: str) -> list[Any]:
        """People behind these doors, by name. The doors first and without an order: asked for one,
        SQLite would walk all names of the town in it."""
        there = select(Household.id).where(doors, self._here())
        light = (
            select(Person.id, Person.name, Person.called)
            .where(Person.household_id.in_(there), _left(gone=self.gone), *_has(words))
        )  # fmt: skip
        fits = sorted(self.work.connection.execute(light), key=lambda row: _rank(row, words))
        ids = [row.id for row in fits[: self.most]]
        rows = {row[0].id: row for row in self._rows(Person.id.in_(ids))}
        return [rows[one] for one in ids if one in rows]

    def _rows(self, which: Any, *order: Any) -> list[Any]:
        """People first, then whether they live here. Joined with nothing, so that no database
        begins with all the homes of a place instead."""
        here = Household.grid_id.concat("").in_(sorted(self.grids))
        query = _people(gone=self.gone).where(which, here).order_by(*order)
        return list(self.work.session.execute(query.limit(self.most)))

    def _here(self) -> ColumnElement[bool]:
        return Household.grid_id.in_(sorted(self.grids))


def begins_with(work: Work, column: Any, words: str) -> ColumnElement[bool]:
    """SQL: the text begins so, in the words that each database answers from its index."""
    if work.connection.dialect.name == "sqlite":
        return and_(column >= words, column < words + _LAST)
    fits: ColumnElement[bool] = column.startswith(words, autoescape=True)
    return fits


def _has(words: str) -> tuple[ColumnElement[bool], ...]:
    """SQL: the words stand somewhere in the name; nothing for no words."""
    if not words:
        return ()
    named = (
        Person.name.contains(words, autoescape=True),
        Person.called.contains(words, autoescape=True),
    )
    return (or_(*named),)


def _rank(row: Any, words: str) -> tuple[bool, bool, str, int]:
    """Whole names first, then what begins so, then by name."""
    if not words:
        return (False, False, row.name, row.id)
    begins = row.name.startswith(words) or row.called.startswith(words)
    return (words not in (row.name, row.called), not begins, row.name, row.id)
