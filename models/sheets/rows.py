"""The rows a table turns into, and how they go through JSON (out of the process that reads, into
the sealed column where they wait to be applied)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, ClassVar

from models.sheets.limits import What
from models.sheets.problems import Problem, problem_from


@dataclass(frozen=True, slots=True)
class PersonPart:
    """Whom a row is about. Identity numbers have eighteen characters, phones digits only."""

    name: str
    id_number: str | None = None
    phone: str | None = None
    born: date | None = None


@dataclass(frozen=True, slots=True)
class ResidentRow(PersonPart):
    """``estate`` and ``grid`` are ids of the town, set together or not at all. ``relation``: what
    this person is to the head of the household: head, a kin word of the town file, or "".
    ``grade``: 1 to 12. ``categories``: ids of the ledger's, with commas."""

    what: ClassVar[What] = "residents"
    gender: str = ""
    called: str = ""
    estate: str = ""
    grid: str = ""
    building: int | None = None
    unit: int | None = None
    door: str = ""
    relation: str = ""
    guardian_name: str = ""
    guardian_phone: str | None = None
    guardian_id: str | None = None
    school: str = ""
    grade: int | None = None
    note: str = ""
    categories: str = ""


@dataclass(frozen=True, slots=True)
class ContractRow(PersonPart):
    """``team`` "" is the one that serves the person's grid. ``ends`` is the last day, both days
    included; where the table has none it is the town's term. ``package`` "" is not said."""

    what: ClassVar[What] = "contracts"
    team: str = ""
    starts: date = date.min
    ends: date = date.min
    package: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RoleRow(PersonPart):
    """``place`` is of a kind at which the role may be held. ``check_until`` is set for every role
    with children."""

    what: ClassVar[What] = "roles"
    role: str = ""
    place: str = ""
    starts: date | None = None
    ends: date | None = None
    checked: date | None = None
    check_until: date | None = None
    note: str = ""


Row = ResidentRow | ContractRow | RoleRow
_KINDS: dict[str, type[ResidentRow | ContractRow | RoleRow]] = {
    kind.what: kind for kind in (ResidentRow, ContractRow, RoleRow)
}
_DATES = frozenset({"born", "starts", "ends", "checked", "check_until"})


@dataclass(frozen=True, slots=True)
class RowResult:
    """Row ``number`` as the spreadsheet counts: either ``row`` or at least one problem.

    ``given``: of a row with problems its cells as they were, by field, to be written back.
    """

    number: int
    row: Row | None
    problems: tuple[Problem, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)


def row_as_json(row: Row) -> dict[str, Any]:
    """Only what is set."""
    return {
        one.name: value.isoformat() if isinstance(value, date) else value
        for one in fields(row)
        if (value := getattr(row, one.name)) not in (None, "")
    }


def row_from_json(what: str, told: Mapping[str, Any]) -> Row:
    values: dict[str, Any] = {
        name: date.fromisoformat(value) if name in _DATES else value for name, value in told.items()
    }
    return _KINDS[what](**values)


def result_as_json(result: RowResult) -> list[Any]:
    row = row_as_json(result.row) if result.row else None
    return [result.number, row, [one.as_json() for one in result.problems], dict(result.given)]


def result_from_json(what: str, told: list[Any]) -> RowResult:
    number, row, problems, given = told
    return RowResult(
        number,
        None if row is None else row_from_json(what, row),
        tuple(map(problem_from, problems)),
        given,
    )
