"""Doors, made or found, a chunk of them at a time and without the ORM: twenty thousand of them are
to be written while people talk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, delete, exists, insert, select

from models.help.tables import Case
from models.prepared import Prepared
from models.register.hashes import door_hashes, take_turns
from models.register.tables import Household, Person
from models.work import Work

_by_door = Prepared(
    select(Household.id).where(Household.door_hash == bindparam("door_hash")).limit(1)
)
_insert = Prepared(insert(Household))
_forget = Prepared(
    delete(Household).where(
        Household.id == bindparam("home_id"),
        ~exists().where(Person.household_id == Household.id),
        ~exists().where(Case.household_id == Household.id),
    )
)


def door_of(data: Mapping[str, Any]) -> tuple[str, ...]:
    """What the door of a row is found by; () if the row has none."""
    if not data.get("grid"):
        return ()
    return door_hashes(data["estate"], data.get("building"), data.get("unit"), data.get("door", ""))


def home_for(work: Work, data: Mapping[str, Any]) -> tuple[int, bool]:
    """The household behind the door of a row, and whether it was made for it."""
    hashes = door_of(data)
    take_turns(work.session, hashes)
    for hashed in hashes:
        found = _by_door.scalar(work.connection, {"door_hash": hashed})
        if found is not None:
            return found, False
    values = {
        "grid_id": data["grid"],
        "estate_id": data["estate"],
        "building": data.get("building"),
        "unit": data.get("unit"),
        "door": data.get("door", ""),
        "door_hash": hashes[0],
        "card_serial": 1,
    }
    return _insert.insert(work.connection, values), True


def forget_home(work: Work, home_id: int) -> bool:
    """Take away a household that nobody lives in, and nothing was ever asked for from it."""
    return _forget.run(work.connection, {"home_id": home_id}) == 1
