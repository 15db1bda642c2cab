"""Children and who answers for them: never a child without anybody, whatever happens at once.

That a child has somebody stands on its own row, where the database insists on it. So whoever ends
a guardianship locks that row first, and moves it to another one who goes on; two who leave in the
same instant take turns there, and the second one stays.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import Select, select

from models import keys
from models.cleaning import clean_name
from models.clocks import to_town
from models.family.ages import ADULT, GRADES, adult_from, age_on, possible_birth, school_year
from models.family.agreeing import FACE_TO_FACE, OWN_CHAT, path_of
from models.family.invites import invite_of, use_up
from models.family.kin import note_kin, word_of
from models.family.messages import GuardianAdded, GuardianAsks
from models.family.refusals import (
    ChildKnown,
    GuardianTooYoung,
    ImpossibleBirth,
    InviteNotGood,
    NamelessProxy,
    NoSuchGrade,
    NotAChild,
    OwnGuardian,
)
from models.family.tables import Guardian
from models.gate import Command, May, holds
from models.refusals import NotFound
from models.register.commands import GiveConsent
from models.register.tables import Consent, Person
from models.work import Work

CONSENT = "child"
"""The purpose that a guardian agrees to for a child, apart from everything else."""
KEEPERS = ("grid_worker", "coordinator")
_MARK = "guardian_asks"
_MARK_LENGTH = 12


# -- registering -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class RegisterChild(Command[int]):
    """One's own child, with the separate agreement to what is kept about it. ``kin``: what the one
    who registers is to the child. ``grade``: 1 to 12, None before school. Returns the child's id.

    Also for a parent without a phone, by the worker who read the text out to them.
    """

    may: ClassVar[May] = May(anyone=True)
    purpose: ClassVar[str] = "register"
    version: str
    name: str
    called: str
    gender: str
    born: date
    school: str
    grade: int | None
    kin: str

    def run(self, work: Work) -> int:
        me = work.actor.person_id
        parent = work.session.get_one(Person, me, populate_existing=True)
        _check_adult(work, parent)
        _check_birth(self.born, to_town(work.now).date())
        check_grade(self.grade)
        self._check_new(work)
        child = Person(
            household_id=parent.household_id,
            name=clean_name(self.name),
            called=clean_name(self.called),
            born=self.born,
            gender=self.gender if self.gender in ("f", "m") else "",
            minor=True,
            guardian_id=me,
            school=clean_name(self.school),
            grade=self.grade,
            grade_year=school_year(to_town(work.now).date()) if self.grade else None,
            language=parent.language,
            created_at=work.now,
            sample=parent.sample,
        )
        work.session.add(child)
        work.session.flush()
        work.session.add(Guardian(child_id=child.id, guardian_id=me, since=work.now, by_person=me))
        note_kin(work, child.id, me, self.kin)
        note_consent(work, child.id, self.version, agreed=True)
        work.session.flush()
        return child.id

    def _check_new(self, work: Work) -> None:
        name = clean_name(self.name)
        if not name:
            raise NamelessProxy
        same = select(Person.id).where(
            Person.name == name,
            Person.born == self.born,
            Person.id.in_(_children_of(work.actor.person_id)),
        )
        known = work.session.scalar(same)
        if known is not None:
            raise ChildKnown(known)


def note_consent(work: Work, child_id: int, version: str, *, agreed: bool) -> None:
    """One row of the ledger about the child, answered by who answers for it."""
    witness = work.actor.by_id or None
    work.session.add(
        Consent(
            person_id=child_id,
            by_person=work.actor.person_id,
            purpose=CONSENT,
            text_version=version,
            agreed=agreed,
            basis=work.town.purpose(CONSENT).basis,
            how=FACE_TO_FACE if witness else OWN_CHAT,
            witness_id=witness,
            channel=work.actor.channel,
            at=work.now,
        )
    )


def _children_of(person_id: int) -> Select[int]:
    return select(Guardian.child_id).where(
        Guardian.guardian_id == person_id, Guardian.ended_at.is_(None)
    )


def _check_birth(born: date, today: date) -> None:
    if not possible_birth(born, today):
        raise ImpossibleBirth(born)
    if adult_from(born) <= today:
        raise NotAChild


def check_grade(grade: int | None) -> None:
    if grade is not None and grade not in GRADES:
        raise NoSuchGrade(grade)


def _check_adult(work: Work, person: Person) -> None:
    """As far as we know: whose birth date nobody wrote down is taken for grown up."""
    today = to_town(work.now).date()
    if person.minor or (person.born is not None and age_on(person.born, today) < ADULT):
        raise GuardianTooYoung
    if person.gone:
        raise NotFound("person")


# -- what belongs to a child -----------------------------------------------------------------------
def child_of(work: Work, child_id: int, *, lock: bool = False) -> Person:
    """The child's row as it is now, held until the end of the transaction if wanted."""
    found = select(Person).where(Person.id == child_id, Person.minor)
    if lock:
        found = found.with_for_update()
    child = work.session.scalars(found.execution_options(populate_existing=True)).first()
    if child is None or child.gone:
        raise NotFound("child")
    return child


def guardians_now(work: Work, child_id: int) -> list[Guardian]:
    """Who answers for a child now, the longest first."""
    return list(
        work.session.scalars(
            select(Guardian)
            .where(Guardian.child_id == child_id, Guardian.ended_at.is_(None))
            .order_by(Guardian.id)
            .execution_options(populate_existing=True)
        )
    )


class OfChild(Command[int]):
    """Base of what a guardian decides, or a worker where the child lives."""

    may: ClassVar[May] = May()
    child_id: int

    def place(self, work: Work) -> str | None:
        return path_of(work, self.child_id)

    def relations(self, work: Work) -> Collection[str]:
        me = work.actor.person_id
        known = any(one.guardian_id == me for one in guardians_now(work, self.child_id))
        return ("guardian",) if known else ()


FAMILY = May(roles=KEEPERS, relations=("guardian",))


@dataclass(frozen=True)
class ChangeSchool(OfChild):
    """Another school, or another grade than the one it moved up to by itself."""

    may: ClassVar[May] = FAMILY
    child_id: int
    school: str
    grade: int | None

    def run(self, work: Work) -> int:
        child = child_of(work, self.child_id, lock=True)
        check_grade(self.grade)
        child.school, child.grade = clean_name(self.school), self.grade
        child.grade_year = school_year(to_town(work.now).date()) if self.grade else None
        return child.id


def _take_over(work: Work, child: Person, living: Person) -> None:
    """Whoever died and had nobody to leave the child to is answered for now."""
    for one in guardians_now(work, child.id):
        if work.session.get_one(Person, one.guardian_id).gone == "dead":
            one.ended_at = work.now
            if child.guardian_id == one.guardian_id:
                child.guardian_id = living.id
    work.session.flush()


# -- one more --------------------------------------------------------------------------------------
@dataclass(frozen=True)
class AskToGuard(Command[int]):
    """By the link that a guardian showed: they are asked in their own chat. Nothing is true yet.
    ``kin``: what the one who asks is to the child. Returns the child's id."""

    may: ClassVar[May] = May(anyone=True)
    token: str
    kin: str
    name: str = ""
    version: str = ""

    def run(self, work: Work) -> int:
        found = invite_of(work, self.token, "child")
        me = work.session.get_one(Person, work.actor.person_id, populate_existing=True)
        if me.id == found.subject:
            raise OwnGuardian
        _check_adult(work, me)
        guardians = [one.guardian_id for one in guardians_now(work, found.subject)]
        if found.by not in guardians or me.id in guardians:
            raise InviteNotGood("out_of_use")
        if self.version:
            GiveConsent(self.version, agreed=True).run(work)
            work.session.refresh(me)
        me.name = me.name or clean_name(self.name)
        if not me.name:
            raise NamelessProxy
        use_up(work.session, self.token, work.now)
        work.session.flush()
        kin = self.kin if word_of(work.town, self.kin) else ""
        work.tell(found.by, GuardianAsks(found.subject, me.id, kin), key=f"guards:{work.key}")
        return found.subject


def asks_mark(child_id: int, person_id: int, kin: str) -> str:
    """Shows that this person asked by our link: no guardian can add whomever they think of."""
    return keys.current().mark(f"{child_id}-{person_id}-{kin}", _MARK)[:_MARK_LENGTH]


@dataclass(frozen=True)
class AddGuardian(OfChild):
    """One more who answers for the child: grown up, and not the child. By a guardian, of somebody
    who asked (``mark``) or lives in the child's home; or by a worker."""

    may: ClassVar[May] = FAMILY
    child_id: int
    guardian_id: int
    kin: str = ""
    mark: str = ""

    def run(self, work: Work) -> int:
        if self.guardian_id == self.child_id:
            raise OwnGuardian
        child = child_of(work, self.child_id, lock=True)
        person = work.session.get(Person, self.guardian_id, populate_existing=True)
        if person is None:
            raise NotFound("person")
        if not self._may_be_named(work, child, person):
            raise NotFound("person")
        _check_adult(work, person)
        if any(one.guardian_id == person.id for one in guardians_now(work, child.id)):
            return child.id
        by = work.actor.by_id or work.actor.person_id
        work.session.add(
            Guardian(child_id=child.id, guardian_id=person.id, since=work.now, by_person=by)
        )
        note_kin(work, child.id, person.id, self.kin)
        work.session.flush()
        _take_over(work, child, person)
        for one in guardians_now(work, child.id):
            if one.guardian_id != by:
                work.tell(one.guardian_id, GuardianAdded(child.id, person.id))
        return child.id

    def _may_be_named(self, work: Work, child: Person, person: Person) -> bool:
        if holds(work, KEEPERS, self.place(work)):
            return True
        if child.household_id is not None and child.household_id == person.household_id:
            return True
        asked = f"{child.id}-{person.id}-{self.kin}"
        return keys.current().marks(asked, self.mark, _MARK, _MARK_LENGTH)
