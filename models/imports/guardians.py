"""Who answers for the children of a list: somebody grown up, in the file or known already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.family.ages import ADULT, age_on
from models.imports.checked import Checked, Entry
from models.imports.matching import Known, People, Sought, sought


def is_minor(data: Mapping[str, Any], today: date) -> bool:
    born: str = data.get("born") or ""
    return bool(born) and age_on(date.fromisoformat(born), today) < ADULT


def guardian_sought(data: Mapping[str, Any]) -> Sought | None:
    """Whom the row names as guardian; None if it names nobody."""
    name, phone = data.get("guardian_name", ""), data.get("guardian_phone", "")
    id_number = data.get("guardian_id", "")
    return Sought(name, None, phone, id_number) if name or phone or id_number else None


@dataclass
class InFile:
    """The grown-ups of a file whom the row of a child names, by what it names them by."""

    by_id: dict[str, Sought] = field(default_factory=dict)
    by_phone: dict[str, Sought] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Callable[[], Iterable[Entry]], today: date) -> InFile:
        named = {
            one
            for entry in entries()
            if is_minor(entry.data, today) and (one := guardian_sought(entry.data)) is not None
        }
        ids = {one.id_number for one in named if one.id_number}
        phones = {_by_phone(one) for one in named if one.phone}
        found = cls()
        for entry in entries() if named else ():
            if not is_minor(entry.data, today):
                found._add(sought(entry.data), ids, phones)
        return found

    def _add(self, one: Sought, ids: set[str], phones: set[str]) -> None:
        if one.id_number in ids:
            self.by_id[one.id_number] = one
        if _by_phone(one) in phones:
            self.by_phone[_by_phone(one)] = one

    def find(self, one: Sought) -> Sought | None:
        """All that their own row says of them."""
        return self.by_id.get(one.id_number) or self.by_phone.get(_by_phone(one))


def _by_phone(one: Sought) -> str:
    return f"{one.name} {one.phone}"


def guardian_for(
    child: Known | None, named: Sought | None, people: People, in_file: InFile, checked: Checked
) -> Known | None:
    """Who of those we know answers for this child from now on. None: they come with the file
    themselves, or the child keeps whom it has, or (with a problem) there is nobody."""
    if named is None:
        if child is None or child.guardian_id is None:
            checked.refuse("guardian_name", "guardian_missing")
        return None
    beside = in_file.find(named)
    found = [one for one in people.find(beside or named) if not one.gone]
    if len(found) > 1:
        checked.refuse("guardian_name", "person_unclear")
        return None
    if not found:
        if beside is None:
            checked.refuse("guardian_name", "guardian_unknown")
        return None
    guardian = found[0]
    if child is not None and guardian.id == child.id:
        checked.refuse("guardian_name", "own_guardian")
    elif guardian.minor:
        checked.refuse("guardian_name", "guardian_is_child")
    return guardian
