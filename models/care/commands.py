"""What the doctors of somebody's team note: that it was done, that it was not, an illness.

Health data is for the team of the person alone. Whoever does something with it has opened it first,
and that is written down where the person can read it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from sqlalchemy import select, update

from models.base import insert_new, touched
from models.care.asking import ask_for_visit
from models.care.doing import IS_LIVE, finish, newest_done, rule_of, say_result
from models.care.making import ASKS
from models.care.people import today_of
from models.care.refusals import AlreadyNoted, DueOver, LookFirst, UnknownCondition, WrongDay
from models.care.tables import IS_SAID, DueItem, PersonCondition
from models.care.teams import DOCTOR, is_theirs
from models.clocks import to_town, town_instant
from models.gate import Command, May
from models.privacy.tables import AccessNote
from models.refusals import NotFound
from models.register.tables import Person
from models.work import Work

HEALTH = "health"
"""``AccessNote.what`` of whoever looked at what is due for somebody."""
READ_FOR = timedelta(hours=1)
RESULTS = ("", "controlled", "uncontrolled")


class _OfTheirTeam:
    """Only whoever is a doctor of the person's own team, and only after having looked."""

    def person(self, work: Work) -> int:
        raise NotImplementedError

    def relations(self, work: Work) -> Collection[str]:
        person_id = self.person(work)
        return ("their doctor",) if person_id and is_theirs(work, person_id) else ()


_DOCTORS = May(relations=("their doctor",))


def may_read_health(work: Work, person_id: int) -> bool:
    """Whether the acting doctor has opened it within the hour."""
    note = select(AccessNote.id).where(
        AccessNote.person_id == person_id,
        AccessNote.by_person == work.actor.person_id,
        AccessNote.what == HEALTH,
        AccessNote.at > work.now - READ_FOR,
    )
    return work.session.scalar(note.limit(1)) is not None


@dataclass(frozen=True)
class OpenHealth(_OfTheirTeam, Command[int]):
    """Look at what is due for somebody and why. Noted before anything is shown, with ``why`` in the
    words they will read; within the hour it is one look. Returns the person's id."""

    may: ClassVar[May] = _DOCTORS
    person_id: int
    why: str

    def person(self, work: Work) -> int:
        return self.person_id

    def run(self, work: Work) -> int:
        if not may_read_health(work, self.person_id):
            work.session.add(
                AccessNote(
                    person_id=self.person_id, by_person=work.actor.person_id, role=DOCTOR,
                    what=HEALTH, why=self.why, at=work.now,
                )
            )  # fmt: skip
            work.session.flush()
        return self.person_id


class _OfItem(_OfTheirTeam):
    item_id: int

    def person(self, work: Work) -> int:
        owner = select(DueItem.person_id).where(DueItem.id == self.item_id)
        return work.session.scalar(owner) or 0

    def item(self, work: Work) -> DueItem:
        item = work.session.get_one(DueItem, self.item_id, populate_existing=True)
        if not may_read_health(work, item.person_id):
            raise LookFirst
        return item


@dataclass(frozen=True)
class MarkDone(_OfItem, Command[int]):
    """It was done on a day, with how it was; the next one is made. Of what is done already without
    a result, only that. Returns the item's id."""

    may: ClassVar[May] = _DOCTORS
    item_id: int
    on: date
    result: str = ""

    def run(self, work: Work) -> int:
        item = self.item(work)
        rule = rule_of(work, item.rule)
        if self.result not in RESULTS or rule is None:
            raise NotFound("result")
        if item.state == "done" and not item.result:
            say_result(work, item, rule, self.result)
            return item.id
        before = newest_done(work, item.person_id, item.rule, but=item.id)
        if self.on > today_of(work) or (before is not None and self.on <= before):
            raise WrongDay
        finish(work, item, rule, self.on, self.result, by=work.actor.person_id)
        return item.id


@dataclass(frozen=True)
class NotDoneYet(_OfItem, Command[int]):
    """They say it was done and the team knows of nothing: they are asked again tomorrow."""

    may: ClassVar[May] = _DOCTORS
    item_id: int

    def run(self, work: Work) -> int:
        item = self.item(work)
        if item.state not in IS_LIVE or item.result not in IS_SAID:
            raise DueOver(item.state)
        item.result, item.rung, item.ask_at = "", min(item.rung, 1), _tomorrow(work)
        work.session.flush()
        return item.id


@dataclass(frozen=True)
class AskForVisit(_OfItem, Command[bool]):
    """The grid worker goes there, now and not after all the rungs. False if that is under way."""

    may: ClassVar[May] = _DOCTORS
    item_id: int

    def run(self, work: Work) -> bool:
        item = self.item(work)
        if item.state not in IS_LIVE:
            raise DueOver(item.state)
        item.rung, item.ask_at = 4, None
        work.session.flush()
        return ask_for_visit(work, item)


@dataclass(frozen=True)
class NoteCondition(_OfTheirTeam, Command[int]):
    """Somebody has an illness that is followed up. What is due for it comes with the next round.
    Returns the person's id."""

    may: ClassVar[May] = _DOCTORS
    person_id: int
    condition: str
    since: date

    def person(self, work: Work) -> int:
        return self.person_id

    def run(self, work: Work) -> int:
        _looked(work, self.person_id)
        if all(one.id != self.condition for one in work.town.conditions):
            raise UnknownCondition
        person = work.session.get(Person, self.person_id)
        if person is None or person.gone:
            raise NotFound("person")
        if self.since > today_of(work):
            raise WrongDay
        made = work.session.execute(
            insert_new(work.session, PersonCondition)
            .values(
                person_id=self.person_id, condition=self.condition, since=self.since,
                noted_by=work.actor.person_id,
            )
            .on_conflict_do_nothing()
        )  # fmt: skip
        if not touched(made):
            raise AlreadyNoted
        return self.person_id


@dataclass(frozen=True)
class EndCondition(_OfTheirTeam, Command[int]):
    """No longer followed up, or noted by mistake. Returns the person's id."""

    may: ClassVar[May] = _DOCTORS
    person_id: int
    condition: str

    def person(self, work: Work) -> int:
        return self.person_id

    def run(self, work: Work) -> int:
        _looked(work, self.person_id)
        ended = work.session.execute(
            update(PersonCondition)
            .where(
                PersonCondition.person_id == self.person_id,
                PersonCondition.condition == self.condition,
                PersonCondition.until.is_(None),
            )
            .values(until=today_of(work))
            .execution_options(synchronize_session=False)
        )
        if not touched(ended):
            raise NotFound("condition")
        _take_off(work, self.person_id, self.condition)
        return self.person_id


def _looked(work: Work, person_id: int) -> None:
    if not may_read_health(work, person_id):
        raise LookFirst


def _take_off(work: Work, person_id: int, condition: str) -> None:
    """What was due for it is not, from now on."""
    rules = [rule.id for rule in work.town.care if rule.condition == condition]
    work.session.execute(
        update(DueItem)
        .where(DueItem.person_id == person_id, DueItem.rule.in_(rules), DueItem.state.in_(IS_LIVE))
        .values(state="off", ask_at=None)
        .execution_options(synchronize_session=False)
    )


def _tomorrow(work: Work) -> datetime:
    return town_instant(to_town(work.now).date() + timedelta(days=1), ASKS)
