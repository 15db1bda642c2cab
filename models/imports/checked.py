"""What became of one row when it was held against what is kept, and the shared pieces of that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from models.imports.matching import Data, Known, People, sought
from models.imports.senders import within
from models.sheets.problems import Problem
from models.work import Work

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
VERDICTS = (NEW, CHANGED, SAME, REFUSED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row on its way: its number in the file, and what stands in it as JSON."""

    number: int
    data: Mapping[str, Any]


@dataclass(slots=True)
class Checked:
    """``was``: what stands in the register where the row says otherwise, so that a change of
    somebody else's between the look and the deed is noticed. ``late``: after all others."""

    verdict: str = SAME
    problems: list[Problem] = field(default_factory=list)
    person_id: int | None = None
    late: bool = False
    was: dict[str, Any] = field(default_factory=dict)

    def refuse(self, name: str, code: str, **params: str | int) -> Checked:
        self.verdict = REFUSED
        self.problems.append(Problem(name, code, params))
        return self


@dataclass(frozen=True, slots=True)
class Scope:
    """Where the sender may act, and whom the file itself brings (by what they are found by)."""

    places: tuple[str, ...]
    by_person: int | None
    index: Any = None


class NoLongerFits(Exception):
    """Between the look and the deed the register has changed: nothing of the file is taken in."""


class Kind(Protocol):
    """One kind of list. ``check`` only reads. ``apply`` writes one row and returns what is needed
    to undo it; ``undo`` returns whether all of it could be undone."""

    by_trying: bool
    """Whether ``check`` does it and undoes it at once: it needs the writer then."""

    def index(self, entries: Callable[[], Iterable[Entry]], today: date) -> Any:
        """What must be known of the whole file to judge one row of it. ``entries`` goes through
        all of it anew each time."""
        ...

    def check(self, work: Work, scope: Scope, entries: Sequence[Entry]) -> list[Checked]: ...

    def apply(self, work: Work, row: Any, entry: Entry, checked: Checked) -> tuple[int, Any]:
        """Returns whom the row is about and what undoes it."""
        ...

    def undo(self, work: Work, row: Any, entry: Entry, undo: Any) -> bool: ...


def one_of(people: People, data: Data, checked: Checked) -> Known | None:
    """The one person a row speaks of; with a problem if there are several, if they are gone, or if
    the number is known under another name: more likely a slip than a new name."""
    found = people.find(sought(data))
    if not found:
        return None
    if len(found) > 1:
        checked.refuse("name", "person_unclear")
        return None
    person = found[0]
    if person.gone:
        checked.refuse("name", "person_gone")
        return None
    if data.get("id_number") and person.name and person.name != data["name"]:
        checked.refuse("id_number", "id_of_another")
    return person


def in_reach(scope: Scope, known: Known) -> bool:
    """Whether somebody lives where the sender may act; whose home is unknown is anybody's."""
    return known.path is None or within(scope.places, known.path)
