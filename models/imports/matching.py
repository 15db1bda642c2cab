"""Who of those we know a row speaks of: by the ID number, else by name and birthday, else by name
and phone.

The trap is the namesake: whoever is known under another ID number is somebody else, however alike
the rest is; and where two people fit, nobody is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import Date, bindparam, select

from models.prepared import Prepared
from models.register.hashes import id_hashes, phone_hashes
from models.register.tables import Household, Person
from models.town.tables import Place
from models.work import Work

Data: TypeAlias = Mapping[str, Any]
"""A row as it is kept: JSON, with days as text."""
MERGED = "merged"

_known = (
    select(
        Person.id, Person.name, Person.called, Person.gender, Person.born, Person.phone,
        Person.phone_hash, Person.id_number, Person.id_hash, Person.household_id,
        Person.minor, Person.guardian_id, Person.school, Person.grade, Person.grade_year,
        Person.gone, Household.door_hash, Place.path,
    )
    .outerjoin(Household, Household.id == Person.household_id)
    .outerjoin(Place, Place.id == Household.grid_id)
    .where(Person.gone != MERGED)
)  # fmt: skip
_by_id = Prepared(_known.where(Person.id_hash == bindparam("id_hash")))
_by_born = Prepared(
    _known.where(Person.name == bindparam("name"), Person.born == bindparam("born", type_=Date))
)
_by_phone = Prepared(_known.where(Person.phone_hash == bindparam("phone_hash")))
_by_itself = Prepared(_known.where(Person.id == bindparam("person_id")))
Known: TypeAlias = Any
"""A row of these columns."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody is looked for by; "" and None for what is not given."""

    name: str
    born: date | None = None
    phone: str = ""
    id_number: str = ""


def sought(data: Data) -> Sought:
    born = data.get("born")
    return Sought(
        data.get("name", ""),
        date.fromisoformat(born) if born else None,
        data.get("phone", ""),
        data.get("id_number", ""),
    )


class People:
    """Those of the register whom rows speak of: each looked for once, by fixed statements. (Asking
    for a whole chunk together took four times as long: it is not the database that costs.)"""

    def __init__(self, work: Work) -> None:
        self._connection = work.connection
        self._found: dict[Sought, list[Known]] = {}

    def find(self, one: Sought) -> list[Known]:
        """Nobody, the one it is, or several of whom nobody can say which."""
        if one not in self._found:
            self._found[one] = self._find(one)
        return self._found[one]

    def _find(self, one: Sought) -> list[Known]:
        ids = id_hashes(one.id_number) if one.id_number else ()
        exactly = self._all(_by_id, "id_hash", ids)
        if exactly:
            return exactly
        alike = self._of_name_and_birthday(one) or self._of_name_and_phone(one)
        return [row for row in alike if not (ids and row.id_hash)]

    def _of_name_and_birthday(self, one: Sought) -> list[Known]:
        if one.born is None:
            return []
        return list(_by_born.all(self._connection, {"name": one.name, "born": one.born}))

    def _of_name_and_phone(self, one: Sought) -> list[Known]:
        hashes = phone_hashes(one.phone) if one.phone else ()
        return [
            row
            for row in self._all(_by_phone, "phone_hash", hashes)
            if row.name == one.name and not (one.born and row.born and one.born != row.born)
        ]

    def _all(self, statement: Prepared, name: str, hashes: Iterable[str]) -> list[Known]:
        return [row for one in hashes for row in statement.all(self._connection, {name: one})]


def known(work: Work, person_id: int) -> Known | None:
    """One of them by their own id."""
    return _by_itself.first(work.connection, {"person_id": person_id})
