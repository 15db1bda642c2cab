"""Who fits a rule, asked of the database: the same as ``rules.fits``, for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal_column, select, text

from models.care.rules import Facts, is_by_age, newest_done, oldest, youngest
from models.care.tables import OPEN, DueItem, PersonCondition
from models.clocks import to_town
from models.doctors.tables import Contract
from models.register.tables import Household, Person
from models.town.programmes import CareRule
from models.town.schema import Town
from models.work import Work

# As the partial indexes have it, word for word: else SQLite does not see that they serve.
IS_OPEN = text(f"due_items.{OPEN}")


def today_of(work: Work) -> date:
    return to_town(work.now).date()


def fitting(rule: CareRule, today: date) -> ColumnElement[bool]:
    """SQL about ``people``: the rule is for them today."""
    asked: list[ColumnElement[bool]] = [Person.gone == ""]
    if rule.min_age is not None:
        asked.append(Person.born <= youngest(today, rule.min_age))
    if is_by_age(rule):
        asked += [Person.born >= oldest(rule, today), Person.born <= today]
    if rule.condition is not None:
        asked.append(exists().where(*_has(rule.condition)).correlate(Person))
    if rule.contract:
        asked.append(
            exists()
            .where(Contract.person_id == Person.id, Contract.state.in_(("valid", "expiring")))
            .correlate(Person)
        )
    return and_(*asked)


def _has(condition: str) -> tuple[ColumnElement[bool], ...]:
    return (
        PersonCondition.person_id == Person.id,
        PersonCondition.condition == condition,
        PersonCondition.until.is_(None),
    )


def open_of(rule_id: str, person_id: Any = Person.id) -> tuple[Any, ...]:
    """SQL: the open item of a rule for somebody."""
    return (DueItem.person_id == person_id, DueItem.rule == rule_id, IS_OPEN)


def newly(rule: CareRule, today: date, after: int, upto: int, most: int) -> Any:
    """Ids of people of a span of ids who fit and have nothing open, in order."""
    span: tuple[ColumnElement[bool], ...] = (Person.id > after, Person.id <= upto)
    query = select(Person.id)
    if is_by_age(rule):
        # No child is without a guardian: so the index of children serves.
        born = Person.born >= newest_done(rule, today)
        span = (*span, Person.guardian_id.is_not(None), born)
    if rule.condition is not None:  # few have one: their rows lead the way
        query = query.join(PersonCondition, and_(*_has(rule.condition)))
        span = PersonCondition.person_id > after, PersonCondition.person_id <= upto
    return (
        query.where(
            *span, fitting(rule, today), ~exists().where(*open_of(rule.id)).correlate(Person)
        )
        .order_by(Person.id)
        .limit(most)
    )


def unfit(rule: CareRule | None, rule_id: str, today: date, after: int, upto: int) -> Any:
    """Ids and people of open items whose person the rule is not for (any more). Without a rule,
    all of them: the town has dropped it."""
    query = (
        select(DueItem.id, DueItem.person_id)
        .join(Person, Person.id == DueItem.person_id)
        .where(*open_span(rule_id, after, upto))
        .order_by(DueItem.person_id)
    )
    return query if rule is None else query.where(~func.coalesce(fitting(rule, today), _NO))


_NO: ColumnElement[bool] = literal_column("false")
"""Somebody whose day of birth nobody knows any more."""


def team_ids(work: Work, people: Sequence[int]) -> dict[int, str]:
    """The team on whose list each of the people stands: the one they have signed with, else the
    one that serves their home; "" where there is none."""
    rows = work.connection.execute(
        select(Person.id, Contract.team_id, Household.grid_id)
        .outerjoin(Household, Household.id == Person.household_id)
        .outerjoin(Contract, and_(Contract.person_id == Person.id, Contract.state != "ended"))
        .where(Person.id.in_(people))
    )
    return {row.id: team_id(work.town, row.team_id, row.grid_id) for row in rows}


def team_id(town: Town, signed: str | None, grid: str | None) -> str:
    """The same, of what is known already."""
    known = {team.id for team in town.doctors.teams}
    if signed in known:
        return str(signed)
    home = town.doctor_team_of(grid) if grid is not None else None
    return home.id if home is not None else ""


def teams_in(rule_id: str, after: int, upto: int) -> Any:
    """Open items of a span with the team they stand with, and what decides it now."""
    return (
        select(DueItem.id, DueItem.team_id, Contract.team_id.label("signed"), Household.grid_id)
        .join(Person, Person.id == DueItem.person_id)
        .outerjoin(Household, Household.id == Person.household_id)
        .outerjoin(Contract, and_(Contract.person_id == Person.id, Contract.state != "ended"))
        .where(*open_span(rule_id, after, upto))
    )


def open_span(rule_id: str, after: int, upto: int) -> tuple[Any, ...]:
    return (DueItem.person_id > after, DueItem.person_id <= upto, DueItem.rule == rule_id, IS_OPEN)


@dataclass
class Past:
    """The items somebody had of a rule that are not open."""

    last: date | None = None
    result: str = ""
    settled: list[date] = field(default_factory=list)
    off: dict[date, int] = field(default_factory=dict)
    """Days of items that were taken off, with their ids: they are taken up again, not made twice."""


def pasts(work: Work, rule_id: str, people: Sequence[int]) -> dict[int, Past]:
    """Of each of the people, what came before."""
    found: dict[int, Past] = defaultdict(Past)
    rows = work.connection.execute(
        select(
            DueItem.id, DueItem.person_id, DueItem.due_on, DueItem.state, DueItem.done_on,
            DueItem.result,
        ).where(
            DueItem.person_id.in_(people),
            DueItem.rule == rule_id,
            DueItem.state.in_(("done", "missed", "off")),
        )
    )  # fmt: skip
    for row in rows:
        past = found[row.person_id]
        if row.state == "off":
            past.off[row.due_on] = row.id
            continue
        past.settled.append(row.due_on)
        if row.state == "done" and (past.last is None or row.done_on >= past.last):
            past.last, past.result = row.done_on, row.result
    return found


def facts_of(
    work: Work, rule: CareRule, began: date, people: Sequence[int], of: dict[int, Past]
) -> Iterable[Facts]:
    """Facts of those of ``people`` who are here, in the order of their ids. They fit already, so a
    contract is taken as read."""
    since: Any = literal_column("NULL")
    query = select(Person.id, Person.born, Person.created_at)
    if rule.condition is not None:
        since = PersonCondition.since
        query = query.join(PersonCondition, and_(*_has(rule.condition)))
    rows = work.connection.execute(
        query.add_columns(since.label("since")).where(Person.id.in_(people)).order_by(Person.id)
    )
    for row in rows:
        past = of.get(row.id) or Past()
        known = max(began, to_town(row.created_at).date())
        yield Facts(
            row.id, known, row.born, row.since, True, past.last, past.result, past.settled
        )  # fmt: skip
