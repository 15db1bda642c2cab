"""What somebody may see of what is due: their own item; for their doctors, once opened, all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from models.care.asking import booking_for
from models.care.commands import may_read_health
from models.care.doing import newest_done, rule_of
from models.care.people import IS_OPEN
from models.care.tables import IS_SAID, DueItem, PersonCondition
from models.care.teams import is_theirs
from models.refusals import NotFound
from models.register.tables import Household, Person
from models.town.programmes import CareRule
from models.work import Work


@dataclass(frozen=True, slots=True)
class MyDue:
    """What is due for the acting person. ``booked``: they have a time for it."""

    item_id: int
    rule: CareRule
    due_on: date
    said: bool
    booked: bool


def my_due(work: Work, item_id: int) -> MyDue:
    """An open item of the acting person's. NotFound if it is somebody else's, or over."""
    item = work.session.get(DueItem, item_id)
    rule = rule_of(work, item.rule) if item is not None else None
    if item is None or rule is None or item.person_id != work.actor.person_id:
        raise NotFound("item")
    if item.state not in ("open", "booked"):
        raise NotFound("item")
    booked = booking_for(work, item, rule) is not None
    return MyDue(item.id, rule, item.due_on, item.result in IS_SAID, booked)


def still_due(work: Work, person_id: int, item_id: int) -> bool:
    """Whether family who hear that something is due for ``person_id`` hear the truth. Says no more
    than they are told anyway."""
    found = select(DueItem.id).where(
        DueItem.id == item_id,
        DueItem.person_id == person_id,
        DueItem.state == "open",
        DueItem.result == "",
    )
    return work.session.scalar(found) is not None


def whose_item(work: Work, item_id: int) -> int:
    """For the doctors of their team: the person it is due for. NotFound for anybody else."""
    found = select(DueItem.person_id).where(DueItem.id == item_id)
    person_id = work.session.scalar(found)
    if person_id is None or not is_theirs(work, person_id):
        raise NotFound("item")
    return person_id


@dataclass(frozen=True, slots=True)
class Opened:
    """An item as their doctor sees it."""

    item: DueItem
    rule: CareRule
    person: Person
    home: Household | None
    last: date | None
    booked: Any


def opened_item(work: Work, item_id: int) -> Opened:
    """After ``OpenHealth``. NotFound for whoever has not looked, or is no doctor of theirs."""
    person_id = whose_item(work, item_id)
    item = work.session.get_one(DueItem, item_id)
    rule = rule_of(work, item.rule)
    if rule is None or not may_read_health(work, person_id):
        raise NotFound("item")
    person = work.session.get_one(Person, person_id)
    return Opened(
        item, rule, person, _home(work, person), newest_done(work, person_id, item.rule),
        booking_for(work, item, rule),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Health:
    """What is followed up for somebody: (condition, since), and (item, rule, due) of what is open."""

    person: Person
    home: Household | None
    conditions: tuple[tuple[str, date], ...]
    due: tuple[tuple[int, str, date], ...]


def health_of(work: Work, person_id: int) -> Health:
    """After ``OpenHealth``. NotFound for whoever has not looked, or is no doctor of theirs."""
    if not is_theirs(work, person_id) or not may_read_health(work, person_id):
        raise NotFound("person")
    person = work.session.get_one(Person, person_id)
    conditions = select(PersonCondition.condition, PersonCondition.since).where(
        PersonCondition.person_id == person_id, PersonCondition.until.is_(None)
    )
    due = (
        select(DueItem.id, DueItem.rule, DueItem.due_on)
        .where(DueItem.person_id == person_id, IS_OPEN)
        .order_by(DueItem.due_on)
    )
    return Health(
        person,
        _home(work, person),
        tuple((row.condition, row.since) for row in work.session.execute(conditions)),
        tuple((row.id, row.rule, row.due_on) for row in work.session.execute(due)),
    )


def _home(work: Work, person: Person) -> Household | None:
    return work.session.get(Household, person.household_id) if person.household_id else None
