"""Lists of who works where: each row is the same command that somebody at the desk would run.

A role decides what people may see, so nothing of its rules is said a second time here: a row is
tried by doing it as the one who sent the list, and undone at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from models.clocks import to_town
from models.doctors.terms import last_day
from models.gate import run
from models.imports.checked import (
    CHANGED,
    NEW,
    REFUSED,
    SAME,
    Checked,
    Entry,
    NoLongerFits,
    Scope,
    one_of,
)
from models.imports.matching import Data, People
from models.refusals import NotAllowed, NotFound, Refusal
from models.register.tables import Role
from models.roles.checks import NoteCheck
from models.roles.commands import GiveRole
from models.roles.counting import checked_until, child_contact, recount
from models.roles.refusals import CheckKnown, CheckNotPossible, NoRoleForThem, TermNotPossible
from models.roles.tables import BackgroundCheck
from models.work import OPERATOR, Actor, Work

_INSTANTS = ("since", "ends_at")


class _Tried(Exception):
    """It could be done; now it is undone."""

    def __init__(self, undo: dict[str, Any]) -> None:
        super().__init__("tried")
        self.undo = undo


class Roles:
    """See ``checked.Kind``."""

    by_trying = True

    def index(self, entries: Callable[[], Iterable[Entry]], today: date) -> None:
        return None

    def check(self, work: Work, scope: Scope, entries: Sequence[Entry]) -> list[Checked]:
        people = People(work)
        checked = []
        for entry in entries:
            one = Checked()
            person = one_of(people, entry.data, one)
            if person is not None and one.verdict != REFUSED:
                one.person_id = person.id
                _try(work, scope.by_person, person.id, entry.data, one)
            elif one.verdict != REFUSED:
                one.refuse("name", "person_unknown")
            checked.append(one)
        return checked

    def apply(self, work: Work, row: Any, entry: Entry, checked: Checked) -> tuple[int, Any]:
        person_id = checked.person_id or 0
        try:
            return person_id, _give(_as_sender(work, row.by_person), person_id, entry.data)
        except Refusal:
            raise NoLongerFits from None

    def undo(self, work: Work, row: Any, entry: Entry, undo: Any) -> bool:
        taken = _take_back_check(work, undo) and _take_back_role(work, undo)
        recount(work, undo["person"])
        return taken


def _as_sender(work: Work, by_person: int | None) -> Work:
    actor = Actor("person", by_person) if by_person is not None else OPERATOR
    return replace(work, actor=actor)


def _try(work: Work, by_person: int | None, person_id: int, data: Data, checked: Checked) -> None:
    try:
        with work.undone_alone():
            _give_and_undo(_as_sender(work, by_person), person_id, data)
    except _Tried as tried:
        checked.verdict, checked.was = _verdict(tried.undo)
    except Refusal as refusal:
        checked.refuse(*_problem(refusal))
    finally:
        work.session.expire_all()


def _give_and_undo(work: Work, person_id: int, data: Data) -> None:
    raise _Tried(_give(work, person_id, data))


def _verdict(undo: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    if undo["was"] is None:
        return NEW, {}
    if undo["was"] == undo["now"] and undo["check"] is None:
        return SAME, {}
    return CHANGED, {"role": undo["was"]}


def _give(work: Work, person_id: int, data: Data) -> dict[str, Any]:
    """Give the role, then note the check that it needs; what undoes both."""
    before = _current(work, person_id, data)
    was = _stands(before) if before is not None else None
    role_id = run(
        work,
        GiveRole(
            person_id, data["role"], data["place"],
            since=_day(data.get("starts")), until=_day(data.get("ends")),
        ),
    )  # fmt: skip
    check, former = _note_check(work, person_id, data)
    role = work.session.get_one(Role, role_id, populate_existing=True)
    return {
        "person": person_id, "role": role_id, "was": was, "now": _stands(role),
        "check": check, "former": former,
    }  # fmt: skip


def _current(work: Work, person_id: int, data: Data) -> Role | None:
    return work.session.scalars(
        select(Role)
        .where(
            Role.person_id == person_id,
            Role.role == data["role"],
            Role.place_id == data["place"],
            Role.ended_at.is_(None),
        )
        .execution_options(populate_existing=True)
    ).first()


def _stands(role: Role) -> dict[str, Any]:
    return {
        "since": role.since.isoformat(),
        "ends_at": role.ends_at.isoformat() if role.ends_at else None,
        "stands_for": role.stands_for,
    }


def _note_check(work: Work, person_id: int, data: Data) -> tuple[int | None, list[list[int]]]:
    """The background check, if the row has one; refused if the role needs one and there is none."""
    noted: int | None = None
    former: list[list[int]] = []
    if data.get("checked"):
        former = [
            [one.id, one.warned]
            for one in work.connection.execute(
                select(BackgroundCheck.id, BackgroundCheck.warned).where(
                    BackgroundCheck.person_id == person_id
                )
            )
        ]
        try:
            run(work, NoteCheck(person_id, *_check_days(work, data)))
            noted = _newest_check(work, person_id)
        except CheckKnown:
            former = []
    needs = data["role"] in child_contact(work.town)
    if needs:
        valid = checked_until(work, person_id)
        if valid is None:
            raise CheckNotPossible("missing")
        if valid < to_town(work.now).date():
            raise CheckNotPossible("over")
    return noted, former


def _newest_check(work: Work, person_id: int) -> int | None:
    found = select(func.max(BackgroundCheck.id)).where(BackgroundCheck.person_id == person_id)
    return work.session.scalar(found)


def _check_days(work: Work, data: Data) -> tuple[date, date]:
    """From when to when: to the last possible day where only the first is given."""
    first = date.fromisoformat(data["checked"])
    until = _day(data.get("check_until"))
    return first, until or last_day(first, work.town.checks.valid_months)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_CHECKS = {
    "missing": ("checked", "check_missing"),
    "future": ("checked", "date_future"),
    "old": ("checked", "check_ended"),
    "over": ("check_until", "check_ended"),
    "long": ("check_until", "check_too_long"),
    "own": ("checked", "may_not_give"),
}


def _problem(refusal: Refusal) -> tuple[str, str]:
    """Which field is at fault, and the code of why."""
    match refusal:
        case NotAllowed():
            return "role", "may_not_give"
        case NoRoleForThem():
            return "name", "holder_is_child" if refusal.why == "child" else "person_gone"
        case TermNotPossible():
            return "ends", "end_before_start" if refusal.why == "order" else "over_already"
        case CheckNotPossible():
            return _CHECKS[refusal.why]
        case NotFound():
            return "place", "place_not_for_role"
        case _:
            return "role", "may_not_give"


# -- taking back -----------------------------------------------------------------------------------
def _take_back_check(work: Work, undo: Mapping[str, Any]) -> bool:
    if undo["check"] is None:
        return True
    work.session.execute(delete(BackgroundCheck).where(BackgroundCheck.id == undo["check"]))
    for check_id, warned in undo["former"]:
        work.session.execute(
            update(BackgroundCheck).where(BackgroundCheck.id == check_id).values(warned=warned)
        )
    return True


def _take_back_role(work: Work, undo: Mapping[str, Any]) -> bool:
    """Only as long as nobody has ended or changed it since."""
    role = work.session.get(Role, undo["role"], populate_existing=True)
    if role is None or role.ended_at is not None or _stands(role) != undo["now"]:
        return False
    if undo["was"] is not None:
        before = {
            name: datetime.fromisoformat(value) if name in _INSTANTS and value else value
            for name, value in undo["was"].items()
        }
        work.session.execute(update(Role).where(Role.id == role.id).values(**before))
        return True
    work.session.expunge(role)
    try:
        with work.undone_alone():
            work.session.execute(delete(Role).where(Role.id == undo["role"]))
    except IntegrityError:  # somebody stands in for it
        return False
    return True
