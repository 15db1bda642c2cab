"""Lists of contracts with family doctors, as the teams keep them on paper.

Whose contract it is must be known already: a list of contracts makes nobody. The team follows from
where somebody lives, as everywhere; a list that says otherwise is wrong about one of the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from models.clocks import to_town
from models.doctors.contracts import PURPOSE
from models.doctors.tables import Contract
from models.doctors.terms import LAPSED, last_day, state_on
from models.imports.checked import (
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
from models.imports.matching import Data, Known, People
from models.prepared import Prepared
from models.register.tables import Consent, Household, Person
from models.work import Work

_BLANK: dict[str, Any] = {
    column.key: None if column.default is None else column.default.arg
    for column in Contract.__table__.columns
    if column.key != "id"
}
_insert = Prepared(insert(Contract))
_close = Prepared(
    update(Contract)
    .where(Contract.id == bindparam("contract_id"), Contract.state != "ended")
    .values(state="ended", ended_at=bindparam("now"), why="renewed")
)
_remove = Prepared(
    delete(Contract).where(Contract.id == bindparam("contract_id"), Contract.state != "ended")
)
_reopen = Prepared(
    update(Contract)
    .where(Contract.id == bindparam("contract_id"))
    .values(state=bindparam("now_is"), ended_at=None, why="")
)
_consent = Prepared(insert(Consent))
_take_back = Prepared(delete(Consent).where(Consent.id == bindparam("consent_id")))


def _today(work: Work) -> date:
    return to_town(work.now).date()


class Contracts:
    """See ``checked.Kind``."""

    by_trying = False

    def index(self, entries: Callable[[], Iterable[Entry]], today: date) -> None:
        return None

    def check(self, work: Work, scope: Scope, entries: Sequence[Entry]) -> list[Checked]:
        people = People(work)
        found = [_whose(scope, people, entry.data) for entry in entries]
        ids = [person.id for person, _checked in found if person is not None]
        current, grids = _current(work, ids), _grids(work, ids)
        for (person, checked), entry in zip(found, entries, strict=True):
            if person is not None:
                _check(work, checked, person, grids, current.get(person.id), entry.data)
        return [checked for _person, checked in found]

    def apply(self, work: Work, row: Any, entry: Entry, checked: Checked) -> tuple[int, Any]:
        person_id = checked.person_id or 0
        before = checked.was.get("contract")
        if before and not _close.run(work.connection, {"contract_id": before, "now": work.now}):
            raise NoLongerFits
        starts, ends = _term(work, entry.data)
        values = {
            **_BLANK,
            "person_id": person_id,
            "team_id": checked.was["team"],
            "package": _package(work, entry.data),
            "state": state_on(_today(work), ends, work.town.doctors.expiring_days),
            "starts_on": starts,
            "ends_on": ends,
            "how": "import",
            "signed_by": row.by_person,
            "signed_at": work.now,
            "import_id": row.id,
        }
        made = _insert.insert(work.connection, values)
        consent = _agreed(work, row, person_id, ends)
        return person_id, {"contract": made, "before": before, "consent": consent}

    def undo(self, work: Work, row: Any, entry: Entry, undo: Any) -> bool:
        """Ended or renewed since: it stays."""
        if not _remove.run(work.connection, {"contract_id": undo["contract"]}):
            return False
        _take_back.run(work.connection, {"consent_id": undo["consent"]})
        if undo["before"]:
            before = work.session.get(Contract, undo["before"])
            if before is not None:
                state = state_on(_today(work), before.ends_on, work.town.doctors.expiring_days)
                work.session.expunge(before)
                _reopen.run(work.connection, {"contract_id": undo["before"], "now_is": state})
        return True


def _whose(scope: Scope, people: People, data: Data) -> tuple[Known | None, Checked]:
    checked = Checked()
    person = one_of(people, data, checked)
    if person is None and checked.verdict != REFUSED:
        checked.refuse("name", "person_unknown")
    elif person is not None and not in_reach(scope, person):
        checked.refuse("name", "outside")
    return (None if checked.verdict == REFUSED else person), checked


def _check(
    work: Work,
    checked: Checked,
    person: Known,
    grids: dict[int, str],
    current: Any,
    data: Data,
) -> None:
    checked.person_id = person.id
    team = work.town.doctor_team_of(grids.get(person.id, ""))
    if team is None:
        checked.refuse("team", "no_team_here")
        return
    if data.get("team") and data["team"] != team.id:
        checked.refuse("team", "team_not_here")
        return
    starts, ends = _term(work, data)
    if current is None:
        checked.verdict, checked.was = NEW, {"team": team.id}
        return
    package = _package(work, data)
    if (current.team_id, current.package, current.starts_on, current.ends_on) == (
        team.id, package, starts, ends,
    ):  # fmt: skip
        checked.verdict = SAME
        return
    lapsed = state_on(_today(work), current.ends_on, 0) == LAPSED
    if current.ends_on >= starts and not (lapsed and ends > current.ends_on):
        checked.refuse("starts", "second_contract")
        return
    checked.verdict, checked.was = NEW, {"team": team.id, "contract": current.id}


def _term(work: Work, data: Data) -> tuple[date, date]:
    """From when to when: as it stands there, else for the town's term."""
    starts = date.fromisoformat(data["starts"])
    if data.get("ends"):
        return starts, date.fromisoformat(data["ends"])
    return starts, last_day(starts, work.town.doctors.term_months)


def _package(work: Work, data: Data) -> str:
    return data.get("package") or work.town.doctors.packages[0].id


def _current(work: Work, ids: list[int]) -> dict[int, Any]:
    rows = work.connection.execute(
        select(
            Contract.id, Contract.person_id, Contract.team_id, Contract.package,
            Contract.starts_on, Contract.ends_on,
        ).where(Contract.person_id.in_(ids), Contract.state != "ended")
    )  # fmt: skip
    return {row.person_id: row for row in rows}


def _grids(work: Work, ids: list[int]) -> dict[int, str]:
    rows = work.connection.execute(
        select(Person.id, Household.grid_id)
        .join(Household, Household.id == Person.household_id)
        .where(Person.id.in_(ids))
    )
    return {row.id: row.grid_id for row in rows}


def _agreed(work: Work, row: Any, person_id: int, until: date) -> int:
    """What was signed on paper stands in the ledger like what was signed here."""
    purpose = work.town.purpose(PURPOSE)
    values = {
        "person_id": person_id,
        "by_person": person_id,
        "other_id": None,
        "purpose": PURPOSE,
        "text_version": purpose.version,
        "agreed": True,
        "basis": purpose.basis,
        "how": "import",
        "witness_id": row.by_person,
        "channel": row.channel,
        "until": until,
        "at": work.now,
    }
    return _consent.insert(work.connection, values)
