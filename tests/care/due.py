"""Things that are due, made as rows in a running town, and looked up again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session as Db

from models.care.commands import HEALTH
from models.care.making import asks_at
from models.care.tables import DueItem, PersonCondition
from models.clocks import to_town
from models.privacy.tables import AccessNote
from models.register.tables import Person
from tests.furniture import huadian
from tests.talks.world import World
from tests.visits.clinic import write


def today(town: World) -> date:
    return to_town(town.wall.now()).date()


def makes_due(town: World, alias: str, rule_id: str, days: int, **values: Any) -> int:
    """An open item for somebody of the cast, so many days from now, still to be spoken of; they
    are somebody the rule is for."""

    def job(session: Db) -> int:
        due, rule = today(town) + timedelta(days=days), huadian().care_rule(rule_id)
        person = town.ids[alias]
        if rule.min_age is not None:
            born = update(Person).where(Person.id == person, Person.born > date(1955, 1, 1))
            session.execute(born.values(born=date(1950, 3, 1)))
        if rule.condition is not None:
            row = {"person_id": person, "condition": rule.condition, "since": date(2025, 1, 7)}
            session.execute(insert(PersonCondition).values(**row))
        values.setdefault("team_id", "doc_yangguang")
        values.setdefault("ask_at", asks_at(rule, due, town.wall.now()))
        item = DueItem(person_id=person, rule=rule_id, due_on=due, **values)
        session.add(item)
        session.flush()
        return item.id

    return write(town, job)


def looked_at(town: World, doctor: str, patient: str) -> None:
    """The doctor has opened it a moment ago."""
    row = {
        "person_id": town.ids[patient], "by_person": town.ids[doctor], "role": "doctor",
        "what": HEALTH, "why": "到日子", "at": town.wall.now(),
    }  # fmt: skip
    write(town, lambda session: session.execute(insert(AccessNote).values(**row)))


def items_of(town: World, alias: str, rule: str) -> list[DueItem]:
    """All of them, by day."""
    found = (
        select(DueItem)
        .where(DueItem.person_id == town.ids[alias], DueItem.rule == rule)
        .order_by(DueItem.due_on)
    )
    return town.core.store.read_now(lambda session: list(session.scalars(found)))


def item_of(town: World, alias: str, rule: str) -> DueItem:
    """The one that is open."""
    return next(one for one in items_of(town, alias, rule) if one.state in ("open", "booked"))
