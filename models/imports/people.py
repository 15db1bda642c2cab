"""Writing and taking back one person of a list, in plain statements: no ORM, no look for changes.

Taking back leaves alone whatever somebody else has changed since, and whoever has begun to live
here in the meantime: has written to us, was given a role, asked for help.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, insert, literal_column, select, update
from sqlalchemy.exc import IntegrityError

from models.care.tables import DueItem
from models.family.tables import Guardian
from models.imports.homes import forget_home
from models.imports.tables import ImportRow
from models.prepared import Prepared
from models.register.hashes import id_hashes, phone_hashes, tail_hashes
from models.register.tables import Person
from models.work import Work

_BLANK: dict[str, Any] = {
    column.key: None if column.default is None else column.default.arg
    for column in Person.__table__.columns
    if column.key != "id"
}
_SEEN = (
    "name", "called", "gender", "born", "id_number", "phone", "household_id", "minor",
    "guardian_id", "school", "grade", "grade_year", "gone", "consent", "language",
)  # fmt: skip
"""What tells whether somebody was touched since."""
_DAYS = ("born",)

_insert = Prepared(insert(Person))
_guard = Prepared(insert(Guardian))
_unguard = Prepared(delete(Guardian).where(Guardian.id == bindparam("guard_id")))
_now = Prepared(
    select(*(getattr(Person, name) for name in _SEEN)).where(Person.id == bindparam("person_id"))
)
_delete = Prepared(delete(Person).where(Person.id == bindparam("person_id")))
_let_go = Prepared(
    update(ImportRow).where(ImportRow.person_id == bindparam("whom")).values(person_id=None)
)
_undue = Prepared(
    delete(DueItem).where(
        DueItem.person_id == bindparam("whom"),
        DueItem.rung == literal_column("0"),
        DueItem.state.in_([literal_column("'open'"), literal_column("'off'")]),
    )
)
"""What the clock has found due for them and nobody has heard of yet."""
_any_sample = Prepared(select(Person.id).where(Person.sample.is_(True)).limit(1))


def add_person(
    work: Work, row: Any, values: Mapping[str, Any], guardian: int | None
) -> tuple[int, dict[str, Any]]:
    """Somebody new, confirmed by whoever sent the list. Returns their id and what undoes it."""
    now = {**values, "guardian_id": guardian}
    person_id = _insert.insert(
        work.connection,
        {
            **_BLANK,
            **_stored(now),
            "verified_at": work.now,
            "verified_by": row.by_person,
            "created_at": work.now,
            # The demo starts with sample people only, so what is tried out there is one more.
            "sample": _any_sample.first(work.connection, {}) is not None,
        },
    )
    undo: dict[str, Any] = {"made": person_id, "now": now}
    if guardian is not None:
        undo |= add_guardian(work, row, person_id, guardian)
    return person_id, undo


def add_guardian(work: Work, row: Any, child_id: int, guardian_id: int) -> dict[str, Any]:
    """One more who answers for the child."""
    values = {
        "child_id": child_id,
        "guardian_id": guardian_id,
        "since": work.now,
        "ended_at": None,
        "by_person": row.by_person,
    }
    return {"guard": _guard.insert(work.connection, values)}


def change_person(work: Work, person_id: int, values: Mapping[str, Any]) -> None:
    """Write some of a person's columns."""
    if values:
        work.connection.execute(
            update(Person).where(Person.id == person_id).values(**_stored(values))
        )


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """With days as days, and with what people are found by."""
    stored = dict(values)
    for name in _DAYS:
        if stored.get(name):
            stored[name] = date.fromisoformat(stored[name])
    if "phone" in stored:
        phone = stored["phone"]
        stored["phone_hash"] = phone_hashes(phone)[0] if phone else None
        stored["tail_hash"] = tail_hashes(phone)[0] if phone else None
    if "id_number" in stored:
        number = stored["id_number"]
        stored["id_hash"] = id_hashes(number)[0] if number else None
    return stored


def undo_person(work: Work, undo: Mapping[str, Any]) -> bool:
    """Whether all that was done is taken back."""
    taken = _take_away(work, undo) if "made" in undo else _put_back(work, undo)
    if taken and undo.get("home"):
        taken = forget_home(work, undo["home"])
    return taken


def _take_away(work: Work, undo: Mapping[str, Any]) -> bool:
    person_id = undo["made"]
    expected = {name: _BLANK[name] for name in _SEEN} | dict(undo["now"])
    if _seen_now(work, person_id) != expected:
        return False
    try:
        with work.undone_alone():
            if undo.get("guard"):
                _unguard.run(work.connection, {"guard_id": undo["guard"]})
            _let_go.run(work.connection, {"whom": person_id})
            _undue.run(work.connection, {"whom": person_id})
            _delete.run(work.connection, {"person_id": person_id})
    except IntegrityError:  # something refers to them by now
        return False
    return True


def _put_back(work: Work, undo: Mapping[str, Any]) -> bool:
    person_id, current = undo["person"], _seen_now(work, undo["person"])
    untouched = [name for name, value in undo["now"].items() if current.get(name) == value]
    all_of_it = len(untouched) == len(undo["now"])
    try:
        with work.undone_alone():
            change_person(work, person_id, {name: undo["was"][name] for name in untouched})
            if undo.get("guard") and all_of_it:
                _unguard.run(work.connection, {"guard_id": undo["guard"]})
    except IntegrityError:  # a child would be without anybody
        return False
    return all_of_it


def _seen_now(work: Work, person_id: int) -> dict[str, Any]:
    row = _now.first(work.connection, {"person_id": person_id})
    if row is None:
        return {}
    seen = {name: getattr(row, name) for name in _SEEN}
    return {
        name: value.isoformat() if name in _DAYS and value else value
        for name, value in seen.items()
    }
