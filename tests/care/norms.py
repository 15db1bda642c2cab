"""The checker of a year: it knows the norms and nothing of the rules.

Source of the norms: 国家基本公共卫生服务规范（第三版）, as the order of the town has them.
"""

from __future__ import annotations

import bisect
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, text

from models.care.tables import DueItem, PersonCondition
from models.register.tables import Person
from tests.care.year import BEGINS, Year, never_comes

SOONER = 14
CHECK_DAYS, CHECK_MONTHS = (7, 28), (3, 6, 8, 12, 18, 24, 30, 36, 48, 60, 72)


@dataclass
class Violations:
    """How often which norm was broken, and how many people were held against each."""

    of: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    people: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def total(self) -> int:
        return sum(self.of.values())


def check(year: Year, last: date) -> Violations:
    """Every norm for every person of the town, from the day the rules began to ``last``."""
    found = Violations()
    done: dict[tuple[int, str], list[tuple[date, str]]] = defaultdict(list)
    for person_id, rule, _due, on, result in year.deeds:
        done[person_id, rule].append((on, result))
    people = year.read(lambda work: work.connection.execute(_PEOPLE).all())
    for row in people:
        until = min(last, row.gone_at.date()) if row.gone_at else last
        known = max(BEGINS, row.created_at.date())
        if row.born is None or never_comes(row.id):
            continue
        _check_elder(found, row, known, until, done[row.id, "checkup65"])
        _check_child(found, row, known, until, done[row.id, "child_check"])
    for ill in year.read(lambda work: work.connection.execute(_ILL).all()):
        if never_comes(ill.person_id):
            continue
        until = min([last, *(day for day in (ill.until, _day(ill.gone_at)) if day is not None)])
        begins = max(BEGINS, ill.since)
        _check_gaps(found, ill.condition, begins, until, done[ill.person_id, ill.condition], 90)
    _nothing_doubled(found, year)
    _everybody_asked(found, year, last)
    return found


_PEOPLE = select(Person.id, Person.born, Person.created_at, Person.gone_at)
_ILL = select(
    PersonCondition.person_id, PersonCondition.condition, PersonCondition.since,
    PersonCondition.until, Person.gone_at,
).join(Person, Person.id == PersonCondition.person_id)  # fmt: skip


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment is not None else None


def _check_elder(
    found: Violations, row: Any, known: date, until: date, done: list[tuple[date, str]]
) -> None:
    leap = (row.born.month, row.born.day) == (2, 29)
    turns = date(row.born.year + 65, 3, 1) if leap else row.born.replace(year=row.born.year + 65)
    if turns <= until:
        _check_gaps(found, "checkup65", max(turns, known), until, done, 365)


def _check_gaps(
    found: Violations, norm: str, begins: date, until: date, done: list[tuple[date, str]], days: int
) -> None:
    """Never more than so many days without; two weeks after one that was not good."""
    found.people[norm] += 1
    before, allowed = begins, days
    for on, result in sorted(done):
        if on > until:
            break
        found.of[norm] += (on - before).days > allowed
        before, allowed = on, SOONER if result == "uncontrolled" else days
    found.of[norm] += (until - before).days > allowed


def _check_child(
    found: Violations, row: Any, known: date, until: date, done: list[tuple[date, str]]
) -> None:
    """Each age has its check, in the days before it, and only one."""
    ages = [row.born + timedelta(days=days) for days in CHECK_DAYS]
    for months in CHECK_MONTHS:
        year, month = divmod(row.born.year * 12 + row.born.month - 1 + months, 12)
        day = min(row.born.day, monthrange(year, month + 1)[1])
        ages.append(date(year, month + 1, day))
    owed = [age for age in ages if known <= age <= until]
    if not owed and not done:
        return
    found.people["child_check"] += 1
    dates = sorted(on for on, _ in done)
    for age in owed:
        near = bisect.bisect_right(dates, age) - bisect.bisect_left(dates, age - timedelta(days=7))
        found.of["child_check"] += near != 1
    ahead = sum(1 for age in ages if until < age <= until + timedelta(days=7))
    found.of["child_check"] += not len(owed) <= len(dates) <= len(owed) + ahead


def _nothing_doubled(found: Violations, year: Year) -> None:
    """One done item for each deed, none twice for a day, never two open."""
    seen = [(person, rule, due) for person, rule, due, _on, _result in year.deeds]
    found.of["doubled"] += len(seen) - len(set(seen))
    rows = year.read(lambda work: work.connection.execute(_STATES).all())
    states = {row.state: row.many for row in rows}
    found.of["doubled"] += abs(states.get("done", 0) - len(seen))
    open_twice = text(
        "SELECT count(*) FROM (SELECT 1 FROM due_items WHERE state IN ('open','booked') "
        "GROUP BY person_id, rule HAVING count(*) > 1) AS twice"
    )
    found.of["doubled"] += year.read(lambda work: work.connection.execute(open_twice).scalar_one())


_STATES = select(DueItem.state, func.count().label("many")).group_by(DueItem.state)


def _everybody_asked(found: Violations, year: Year, last: date) -> None:
    """Whoever never comes was asked on each rung in time, and then somebody was sent."""
    rows = year.read(
        lambda work: work.connection.execute(
            select(DueItem.person_id, DueItem.rule, DueItem.due_on, DueItem.rung, Person.created_at)
            .join(Person, Person.id == DueItem.person_id)
            .where(DueItem.state == "open")
        ).all()
    )
    for row in rows:
        rule = year.town.care_rule(row.rule)
        known = max(BEGINS, row.created_at.date() + timedelta(days=1))
        first = max(row.due_on - timedelta(days=rule.remind_days), known)
        owed = sum(last >= first + timedelta(days=days) for days in (0, *rule.asks_after_days))
        found.people["asked"] += 1
        found.of["asked"] += row.rung < owed and last > first
