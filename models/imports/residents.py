"""Lists of residents: who is new, who has changed, who may not be touched from here.

An empty cell says nothing and erases nothing. A child comes after everybody who may answer for it,
so that the database never sees one without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from models.clocks import to_town
from models.family.ages import grade_on, school_year
from models.imports.checked import (
    CHANGED,
    NEW,
    REFUSED,
    SAME,
    Checked,
    Entry,
    NoLongerFits,
    Scope,
    in_reach,
    one_of,
)
from models.imports.guardians import InFile, guardian_for, guardian_sought, is_minor
from models.imports.homes import door_of, home_for
from models.imports.matching import Data, Known, People, known
from models.imports.people import add_guardian, add_person, change_person, undo_person
from models.imports.senders import within
from models.ledger.entering import forget_entries, not_in_yet, put_in
from models.register.hashes import id_hashes, phone_hashes
from models.work import Work

PLAIN = ("name", "called", "gender", "school")
"""Compared and written as they are."""


def today(work: Work) -> date:
    return to_town(work.now).date()


class Residents:
    """See ``checked.Kind``."""

    by_trying = False

    def index(self, entries: Callable[[], Iterable[Entry]], today: date) -> InFile:
        return InFile.of(entries, today)

    def check(self, work: Work, scope: Scope, entries: Sequence[Entry]) -> list[Checked]:
        people = People(work)
        return [_check(work, scope, people, entry.data) for entry in entries]

    def apply(self, work: Work, row: Any, entry: Entry, checked: Checked) -> tuple[int, Any]:
        data = entry.data
        guardian = _guardian_now(work, checked, data)
        if checked.verdict == NEW:
            home, made = home_for(work, data)
            values = {**_columns(data, today(work)), "household_id": home}
            person_id, undo = add_person(work, row, values, guardian)
            entered = put_in(work, person_id, _categories(data), row.by_person)
            return person_id, {**undo, "home": home if made else 0, "entered": list(entered)}
        person = known(work, checked.person_id or 0)
        if person is None:
            raise NoLongerFits
        undo = _change(work, row, person, data, guardian)
        entered = put_in(work, person.id, _categories(data), row.by_person)
        return person.id, {**undo, "entered": list(entered)}

    def undo(self, work: Work, row: Any, entry: Entry, undo: Any) -> bool:
        person_id = undo.get("made") or undo["person"]
        forget_entries(work, person_id, undo.get("entered", ()), row.by_person)
        return undo_person(work, undo)


# -- looking ---------------------------------------------------------------------------------------
def _check(work: Work, scope: Scope, people: People, data: Data) -> Checked:
    checked = Checked(late=is_minor(data, today(work)))
    person = one_of(people, data, checked)
    if checked.verdict == REFUSED:
        return checked
    _check_place(work, scope, person, data, checked)
    guardian = None
    if checked.late:
        named = guardian_sought(data)
        guardian = guardian_for(person, named, people, scope.index, checked)
    if checked.verdict == REFUSED:
        return checked
    if person is None:
        checked.verdict = NEW
    else:
        checked.person_id = person.id
        checked.was = _differences(person, data, guardian, today(work), late=checked.late)
        if new := ",".join(not_in_yet(work, person.id, _categories(data))):
            checked.was["categories"] = new
        checked.verdict = CHANGED if checked.was else SAME
    return checked


def _check_place(
    work: Work, scope: Scope, person: Known | None, data: Data, checked: Checked
) -> None:
    if person is not None and not in_reach(scope, person):
        checked.refuse("name", "outside")
    if data.get("grid"):
        if not within(scope.places, work.town.path(data["grid"])):
            checked.refuse("address", "outside")
    elif person is None:
        checked.refuse("address", "address_missing")


def _differences(
    person: Known, data: Data, guardian: Known | None, day: date, *, late: bool
) -> dict[str, Any]:
    """What is kept where the row says something else."""
    was: dict[str, Any] = {
        name: getattr(person, name)
        for name in PLAIN
        if data.get(name) and data[name] != getattr(person, name)
    }
    if data.get("born") and data["born"] != _iso(person.born):
        was["born"] = _iso(person.born)
    if data.get("id_number") and person.id_hash not in id_hashes(data["id_number"]):
        was["id_number"] = person.id_number
    if data.get("phone") and person.phone_hash not in phone_hashes(data["phone"]):
        was["phone"] = person.phone
    if data.get("grid") and person.door_hash not in door_of(data):
        was["household_id"] = person.household_id
    if data.get("grade") and data["grade"] != grade_on(person.grade, person.grade_year, day):
        was["grade"], was["grade_year"] = person.grade, person.grade_year
    if late and not person.minor:
        was["minor"] = False
    if late and _brings_guardian(person, data, guardian):
        was["guardian_id"] = person.guardian_id
    return was


def _brings_guardian(person: Known, data: Data, guardian: Known | None) -> bool:
    """Whether the row names somebody who does not answer for the child yet. (Somebody who comes
    with the file only is nobody's guardian so far.)"""
    if guardian_sought(data) is None:
        return False
    return guardian is None or guardian.id != person.guardian_id


def _categories(data: Data) -> tuple[str, ...]:
    """Into which the row puts somebody. It takes nobody out: an empty cell says nothing."""
    return tuple(one for one in str(data.get("categories", "")).split(",") if one)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


# -- doing -----------------------------------------------------------------------------------------
def _guardian_now(work: Work, checked: Checked, data: Data) -> int | None:
    """Whom the row names; by now everybody who came with the file is known."""
    named = guardian_sought(data) if checked.late else None
    if named is None:
        return None
    found = [one for one in People(work).find(named) if not (one.gone or one.minor)]
    if len(found) != 1:
        raise NoLongerFits
    guardian: int = found[0].id
    return guardian


def _columns(data: Data, day: date) -> dict[str, Any]:
    """What a row says of the person's own columns; only what it says anything of."""
    values: dict[str, Any] = {name: data[name] for name in PLAIN if data.get(name)}
    if data.get("born"):
        values["born"] = data["born"]
    for name in ("id_number", "phone"):
        if data.get(name):
            values[name] = data[name]
    if data.get("grade"):
        values["grade"], values["grade_year"] = data["grade"], school_year(day)
    if is_minor(data, day):
        values["minor"] = True
    return values


def _change(
    work: Work, row: Any, person: Known, data: Data, guardian: int | None
) -> dict[str, Any]:
    """Write what differs; what was there before goes into the undo."""
    day = today(work)
    new = _columns(data, day)
    was = _differences(person, data, None, day, late=is_minor(data, day))
    was.pop("guardian_id", None)
    home, made = 0, False
    if "household_id" in was:
        home, made = home_for(work, data)
        new["household_id"] = home
    undo: dict[str, Any] = {"home": home if made else 0}
    if guardian is not None and guardian != person.guardian_id:
        undo |= add_guardian(work, row, person.id, guardian)
        if person.guardian_id is None:
            was["guardian_id"], new["guardian_id"] = None, guardian
    now = {name: new[name] for name in was}
    change_person(work, person.id, now)
    return {**undo, "was": was, "now": now, "person": person.id}
