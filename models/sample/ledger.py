"""Who of the elders stands in the ledger, and in which of its categories: by what they are.

Nothing here is drawn by lot: the people of the town stay who they were before there was a ledger.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.sample.growing import THIS_YEAR
from models.sample.people import SampleCategory, SampleHousehold, SamplePerson

ELDERS = 5_266
"""At home and in the ledger, as the newspaper has it."""
ELDER = 60
VERY_OLD = 80
_NEEDS = ("dependent", "disabled", "poor", "lost_child")


class Ledger:
    """Writes so many of so many people down, evenly: for each that is due the next elder."""

    def __init__(self, *, of: int, wanted: int) -> None:
        self._of, self._wanted = of, wanted
        self._seen = self._written = 0

    def enter(self, members: Sequence[SamplePerson], home: SampleHousehold) -> list[SampleCategory]:
        """What of this family goes into the ledger."""
        found: list[SampleCategory] = []
        for person in members:
            self._seen += 1
            due = -(-self._seen * self._wanted // self._of)
            if _age(person) >= ELDER and self._written < due:
                self._written += 1
                found += [
                    SampleCategory(person.key, category)
                    for category in categories(person, members, home)
                ]
        return found


def categories(
    person: SamplePerson, members: Sequence[SamplePerson], home: SampleHousehold
) -> tuple[str, ...]:
    """At least one, in the order of the town's list."""
    found = set()
    if _age(person) >= VERY_OLD:
        found.add("over80")
    if len(members) == 1:
        found.add("alone")
    elif all(_age(one) >= ELDER for one in members):
        found.add("left_behind" if home.building is None else "empty_nest")
    if not found or person.key % 5 == 0:
        found.add(_NEEDS[person.key // 5 % len(_NEEDS)])
    return tuple(sorted(found))


def _age(person: SamplePerson) -> int:
    return THIS_YEAR - person.birth_year
