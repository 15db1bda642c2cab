"""Who answers for the children of a list: somebody grown up, in the file or known already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """The grown-ups of a file, by what a child's row may name them by."""

    by_id: dict[str, int] = field(default_factory=dict)
    by_phone: dict[tuple[str, str], int] = field(default_factory=dict)
    data: dict[int, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Sequence[Entry], today: date) -> InFile:
        found = cls()
        for entry in entries:
            if is_minor(entry.data, today):
                continue
            data = entry.data
            found.data[entry.number] = data
            if data.get("id_number"):
                found.by_id[data["id_number"]] = entry.number
            if data.get("phone"):
                found.by_phone[data["name"], data["phone"]] = entry.number
        return found

    def find(self, one: Sought) -> int | None:
        """The number of their row."""
        if one.id_number in self.by_id:
            return self.by_id[one.id_number]
        return self.by_phone.get((one.name, one.phone))

    def sought(self, one: Sought) -> Sought:
        """By everything that their own row says of them, as far as they have one."""
        number = self.find(one)
        return one if number is None else sought(self.data[number])


def guardian_for(
    child: Known | None, named: Sought | None, people: People, in_file: InFile, checked: Checked
) -> Known | None:
    """Who of those we know answers for this child from now on. None: they come with the file
    themselves, or the child keeps whom it has, or (with a problem) there is nobody."""
    if named is None:
        if child is None or child.guardian_id is None:
            checked.refuse("guardian_name", "guardian_missing")
        return None
    found = [one for one in people.find(in_file.sought(named)) if not one.gone]
    if len(found) > 1:
        checked.refuse("guardian_name", "person_unclear")
        return None
    if not found:
        if in_file.find(named) is None:
            checked.refuse("guardian_name", "guardian_unknown")
        return None
    guardian = found[0]
    if child is not None and guardian.id == child.id:
        checked.refuse("guardian_name", "own_guardian")
    elif guardian.minor:
        checked.refuse("guardian_name", "guardian_is_child")
    return guardian
