"""What people and doors are found by: keyed hashes of what is sealed, each with its purpose.

Here and nowhere else, because turning the keys must make the same hashes again from the sealed
values (``models.rotation.lookups``). While keys are turned a value may stand under the hash of
either key: whoever writes takes the first one, whoever looks for something takes all of them.
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.keys import current
from models.register.tables import Person

PHONE, TAIL, ID_NUMBER, DOOR = "phone", "tail", "id_number", "door"
CODE = "pickup"
TAIL_LENGTH = 4


def phone_hashes(phone: str) -> tuple[str, ...]:
    """The first one is for writing, all of them for finding: ``column.in_(phone_hashes(phone))``."""
    return current().lookups(phone_text(phone), PHONE)


def phone_text(phone: str) -> str:
    """A phone is found however it is written: with dashes on a card, without them when typed."""
    return phone.replace("-", "").replace(" ", "")


def tail_hashes(phone: str) -> tuple[str, ...]:
    """Of the last four digits; the four alone give the same."""
    return current().lookups(phone[-TAIL_LENGTH:], TAIL)


def id_hashes(number: str) -> tuple[str, ...]:
    return current().lookups(number.upper(), ID_NUMBER)


def door_hashes(
    estate_id: str, building: int | None, unit: int | None, door: str
) -> tuple[str, ...]:
    """One household stands behind each door."""
    return current().lookups(door_text(estate_id, building, unit, door), DOOR)


def door_text(estate_id: str, building: int | None, unit: int | None, door: str) -> str:
    return f"{estate_id}/{building or ''}/{unit or ''}/{door}"


def code_hashes(session_id: int, code: str) -> tuple[str, ...]:
    """Of the code by which somebody else collects a child this afternoon."""
    return current().lookups(f"{session_id}:{code}", CODE)


def phone_fields(phone: str) -> dict[str, str]:
    """A phone with everything it is found by, for a new row."""
    return {
        "phone": phone,
        "phone_hash": phone_hashes(phone)[0],
        "tail_hash": tail_hashes(phone)[0],
    }


def keep_phone(person: Person, phone: str) -> None:
    """The same for somebody who is there."""
    for name, value in phone_fields(phone).items():
        setattr(person, name, value)


def id_fields(number: str) -> dict[str, str]:
    """An ID number with its hash, for a new row."""
    return {"id_number": number, "id_hash": id_hashes(number)[0]}


def take_turns(session: Session, hashes: tuple[str, ...]) -> None:
    """Between "is there such a row?" and "then I write it", while keys are turned.

    Two processes may write under different keys for a second, and then the constraint on the hash
    sees two doors. SQLite has one writer; PostgreSQL is asked for a lock until the end of the
    transaction, named by what both know: the set of hashes is the same, only its order differs.
    """
    if len(hashes) > 1 and session.get_bind().dialect.name == "postgresql":
        number = int(min(hashes)[:15], 16)
        session.execute(select(func.pg_advisory_xact_lock(number)))
