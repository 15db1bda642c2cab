"""A child's place at a station for a term: signing up, the waiting list, giving it back.

Brothers and sisters that are signed up together have one sign-up, and stand or wait together. How
many places of each weekday are given away stands in ``WeekdayPlaces``, whose CHECK is the last word;
whoever gives or takes one holds the programme's row, so that a family's days are had all or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select

from models.bookings.commands import open_sign_up
from models.bookings.tables import Enrolment
from models.clocks import to_town
from models.consents.ledger import FACE_TO_FACE, holds
from models.family.ages import SEPARATE_CONSENT, age_on, grade_on
from models.gate import Command, May
from models.programmes.kinds import kind_of
from models.programmes.tables import Programme
from models.register.tables import Consent, Person
from models.station.collectors import PURPOSE, Added, check_mine, name_collectors
from models.station.filling import STANDS, place_or_queue, roomiest, term_of, waits_at
from models.station.refusals import (
    AlreadyEnrolled,
    ConsentNeeded,
    GradeNotHere,
    NoStation,
    NotThatDay,
)
from models.station.stations import days_of, open_programmes
from models.town.programmes import ProgrammeKind
from models.work import Work

CONSENT = "child_station"
ANYWHERE = 0


@dataclass(frozen=True)
class Enrolled:
    """``state``: "applied", "in", "waiting"; ``position``: in the waiting list, else 0."""

    sign_up_id: int
    programme_id: int
    number: str
    state: str
    position: int


def today(work: Work) -> date:
    return to_town(work.now).date()


# -- signing up ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class EnrolChildren(Command[Enrolled]):
    """One's own children, together, at one station, for the weekdays of ``days`` (bit 0: Monday).

    ``programme_id`` 0: whichever is nearest and has room for all of them. ``people`` and ``added``
    may collect. ``version``: of the text the guardian has just agreed to for each child.
    """

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = PURPOSE
    children: tuple[int, ...]
    programme_id: int
    days: int
    people: tuple[int, ...]
    added: tuple[Added, ...] = ()
    version: str = ""

    def run(self, work: Work) -> Enrolled:
        check_mine(work, self.children)
        programme = self._programme(work)
        kind = kind_of(work, programme)
        if not self.days or self.days & ~days_of(programme):
            raise NotThatDay
        for child_id in self.children:
            check_child(work, programme, kind, child_id)
        self._consent(work, kind)
        name_collectors(work, self.children, self.people, self.added)
        return enrol(work, programme, kind, self.children, self.days)

    def _programme(self, work: Work) -> Programme:
        found = {one.id: one for one in open_programmes(work)}
        wanted = self.programme_id or roomiest(work, len(self.children), self.days)
        if wanted not in found:
            raise NoStation
        return locked(work, wanted)

    def _consent(self, work: Work, kind: ProgrammeKind) -> None:
        if kind.consent is None:
            return
        for child_id in self.children:
            if not needs_consent(work, child_id, kind.consent):
                continue
            if self.version != work.town.purpose(kind.consent).version:
                raise ConsentNeeded
            note_station_consent(work, child_id, kind.consent, agreed=True)


@dataclass(frozen=True)
class DeclineStation(Command[None]):
    """No to what would be kept: written down, and nothing else is."""

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = PURPOSE
    children: tuple[int, ...]

    def run(self, work: Work) -> None:
        check_mine(work, self.children)
        for child_id in self.children:
            note_station_consent(work, child_id, CONSENT, agreed=False)


def enrol(
    work: Work, programme: Programme, kind: ProgrammeKind, children: Sequence[int], days: int
) -> Enrolled:
    """One sign-up of children who may go there: in, waiting, or in the draw that is to come."""
    term = term_of(work, programme, kind)
    sign_up = open_sign_up(work, programme.id)
    rows = [
        Enrolment(
            programme_id=programme.id,
            person_id=child_id,
            sign_up_id=sign_up.id,
            days=days,
            state="applied",
            left_out=passed_by(work, kind, child_id),
            made_at=work.now,
        )
        for child_id in children
    ]
    work.session.add_all(rows)
    work.session.flush()
    if term.draw_at is None or term.drawn_at is not None:
        place_or_queue(work, term, rows)
    state = rows[0].state
    position = waits_at(work, rows[0]) if state == "waiting" else 0
    return Enrolled(sign_up.id, programme.id, sign_up.number, state, position)


def check_child(work: Work, programme: Programme, kind: ProgrammeKind, child_id: int) -> None:
    """GradeNotHere, or AlreadyEnrolled at any station of this kind at the same time."""
    child = work.session.get_one(Person, child_id)
    grade = grade_on(child.grade, child.grade_year, max(today(work), programme.first))
    if kind.who.grades and grade not in kind.who.grades:
        raise GradeNotHere(child_id, kind.who.grades)
    known = work.session.execute(
        select(Programme.place_id)
        .join(Enrolment, Enrolment.programme_id == Programme.id)
        .where(
            Enrolment.person_id == child_id,
            Enrolment.state.in_(STANDS),
            Programme.kind == programme.kind,
            Programme.first <= programme.last,
            Programme.last >= programme.first,
        )
    ).first()
    if known is not None:
        raise AlreadyEnrolled(child_id, known.place_id)


def fits(work: Work, child_id: int, grades: Sequence[int]) -> bool:
    child = work.session.get_one(Person, child_id)
    return not grades or grade_on(child.grade, child.grade_year, today(work)) in grades


def needs_consent(work: Work, child_id: int, purpose: str = CONSENT) -> bool:
    """Under fourteen, or of unknown age, and not agreed to yet."""
    born = work.session.get_one(Person, child_id).born
    young = born is None or age_on(born, today(work)) < SEPARATE_CONSENT
    return young and not holds(work, child_id, purpose)


def note_station_consent(work: Work, child_id: int, purpose: str, *, agreed: bool) -> None:
    """A row of the ledger about the child, answered by the guardian; a worker is the witness."""
    text = work.town.purpose(purpose)
    row = Consent(
        person_id=child_id,
        by_person=work.actor.person_id,
        purpose=purpose,
        text_version=text.version,
        agreed=agreed,
        basis=text.basis,
        how=FACE_TO_FACE if work.actor.by_id else "tap",
        witness_id=work.actor.by_id or None,
        channel=work.actor.channel,
        at=work.now,
    )
    work.session.add(row)


def passed_by(work: Work, kind: ProgrammeKind, child_id: int) -> int:
    """How often in a row the draw has passed a child by: 0 from the moment it got in."""
    last = work.session.scalars(
        select(Enrolment.left_out)
        .join(Programme, Programme.id == Enrolment.programme_id)
        .where(Enrolment.person_id == child_id, Programme.kind == kind.id)
        .order_by(Enrolment.id.desc())
    ).first()
    return last or 0


# -- one at a time ---------------------------------------------------------------------------------
def locked(work: Work, programme_id: int) -> Programme:
    """Nobody else gives or takes a place of this station until the end of the transaction."""
    return work.session.execute(
        select(Programme)
        .where(Programme.id == programme_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one()
