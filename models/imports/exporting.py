"""Taking out a list of what one may see: written down first, with the reason that was given.

Who looks after a place takes out its people; a family doctor the contracts of their team. Numbers
of identity cards are in neither: nobody needs them to knock at a door.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select

from models.cleaning import clean_text
from models.doctors.tables import Contract
from models.gate import Command, May, holds
from models.imports.senders import SENDERS
from models.privacy.tables import AccessNote
from models.refusals import NotFound
from models.register.tables import Household, Person
from models.rights import roles_of
from models.town.tables import Place
from models.work import Work

EXPORT = "export"
DOCTOR = "doctor"
PAGE = 500
WHY = 60


@dataclass(frozen=True)
class ExportPeople(Command[int]):
    """The list of a place. Returns the id of the note, without which nothing is made."""

    may: ClassVar[May] = May(roles=(*SENDERS, DOCTOR), operator=True)
    place_id: str
    why: str

    def place(self, work: Work) -> str | None:
        known = any(place.id == self.place_id for place in work.town.places)
        return work.town.path(self.place_id) if known else None

    def run(self, work: Work) -> int:
        if self.place(work) is None:
            raise NotFound("place")
        me = work.actor.person_id or None
        held = {role for role, _path in roles_of(work, me)} if me else set()
        note = AccessNote(
            person_id=None,
            by_person=me,
            role=next((role for role in (*SENDERS, DOCTOR) if role in held), ""),
            what=EXPORT,
            why=f"{_named(work, self.place_id)}{clean_text(self.why)[:WHY]}",
            at=work.now,
        )
        work.session.add(note)
        work.session.flush()
        return note.id


def export_kind(work: Work, place_id: str) -> str:
    """What the acting person gets of a place: residents, contracts, or "" for nothing."""
    if work.actor.kind == "operator":
        return "residents"
    if not any(place.id == place_id for place in work.town.places):
        return ""
    path = work.town.path(place_id)
    if holds(work, SENDERS, path):
        return "residents"
    return "contracts" if holds(work, (DOCTOR,), path) else ""


def my_export_places(work: Work) -> list[str]:
    """Ids of the places whose list the acting person may take out, as they hold roles there."""
    may = {*SENDERS, DOCTOR}
    held = {path for role, path in roles_of(work, work.actor.person_id) if role in may}
    return [path.rpartition("/")[2] for path in sorted(held)]


def place_of_export(work: Work, note_id: int) -> str:
    """Of which place the acting person has written down that they take the list out, by this note;
    "" for anybody else's note, or if it is their place no more."""
    note = work.session.get(AccessNote, note_id)
    if note is None or note.what != EXPORT or note.by_person != work.actor.person_id:
        return ""
    mine = (one for one in my_export_places(work) if note.why.startswith(_named(work, one)))
    return next(mine, "")


def _named(work: Work, place_id: str) -> str:
    return f"{work.town.place(place_id).name.zh}："


def residents_after(work: Work, place_id: str, after: int) -> Sequence[Any]:
    """People of a place behind an id, a page at a time; nothing for those who may not. Who is gone
    is not among them."""
    if export_kind(work, place_id) != "residents":
        return ()
    path = work.town.path(place_id)
    return work.connection.execute(
        select(
            Person.id, Person.name, Person.called, Person.gender, Person.born, Person.phone,
            Person.school, Person.grade, Person.grade_year, Household.estate_id,
            Household.building, Household.unit, Household.door,
        )
        .join(Household, Household.id == Person.household_id)
        .join(Place, Place.id == Household.grid_id)
        .where(_within(path), Person.gone == "", Person.id > after, Person.name != "")
        .order_by(Person.id)
        .limit(PAGE)
    ).all()  # fmt: skip


def contracts_after(work: Work, place_id: str, after: int) -> Sequence[Any]:
    """Contracts with the teams of a place behind an id, for the doctors there."""
    if not export_kind(work, place_id):
        return ()
    path = work.town.path(place_id)
    teams = [
        team.id
        for team in work.town.doctors.teams
        if work.town.path(team.place) == path or work.town.path(team.place).startswith(f"{path}/")
    ]
    return work.connection.execute(
        select(
            Contract.id, Person.name, Person.phone, Person.born, Contract.team_id,
            Contract.package, Contract.starts_on, Contract.ends_on,
        )
        .join(Person, Person.id == Contract.person_id)
        .where(
            Contract.team_id.in_(teams),
            Contract.state != "ended",
            Contract.id > after,
            Person.gone == "",
        )
        .order_by(Contract.id)
        .limit(PAGE)
    ).all()  # fmt: skip


def _within(path: str) -> Any:
    return (Place.path == path) | Place.path.startswith(f"{path}/", autoescape=True)
