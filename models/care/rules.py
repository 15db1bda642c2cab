"""When something is due next: pure arithmetic of days, from a rule and what is known of a person.

The norm counts from what was done: too late is a fault, a day earlier is none. Whoever was here
before the rule began (or came to town later) has no such day, and all of them on one day would
drown the doctors; so their first ones are spread over the rule's own interval.
"""

from __future__ import annotations

import hashlib
import json
from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from models.town.programmes import CareRule

_DATES = {
    "min_age", "condition", "at_months", "at_days", "contract", "every_days", "sooner_days",
    "remind_days",
}  # fmt: skip
"""What of a rule decides about days; another wording is no other rule."""
UNCONTROLLED = "uncontrolled"
LATELY = 31


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule asks about one person.

    ``known``: from when the rule counts for them at the earliest: since it began, and since they
    are in the register. ``since``: of the condition. ``last``: when it was last done, ``result``
    how it was then. ``settled``: days of items that were done or missed.
    """

    person_id: int
    known: date
    born: date | None = None
    since: date | None = None
    contract: bool = False
    last: date | None = None
    result: str = ""
    settled: Collection[date] = ()


@lru_cache(maxsize=64)
def fingerprint(rule: CareRule) -> str:
    """The same for as long as the rule gives the same days to the same people."""
    said = json.dumps(rule.model_dump(mode="json", include=_DATES), sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


# -- ages --------------------------------------------------------------------------------------------
def birthday(born: date, age: int) -> date:
    """The day somebody becomes so old; who was born on 29 February waits for 1 March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def youngest(today: date, age: int) -> date:
    """The latest day of birth of those who are so old already."""
    try:
        return today.replace(year=today.year - age)
    except ValueError:
        return date(today.year - age, 2, 28)


def months_after(born: date, months: int) -> date:
    """The same day of a later month, or its last day."""
    year, month = divmod(born.year * 12 + born.month - 1 + months, 12)
    return date(year, month + 1, min(born.day, monthrange(year, month + 1)[1]))


def check_days(rule: CareRule, born: date) -> list[date]:
    """Every day on which a child's check is due, in order."""
    by_days = [born + timedelta(days=days) for days in rule.at_days]
    return sorted({*by_days, *(months_after(born, months) for months in rule.at_months)})


def grown_out(rule: CareRule) -> int:
    """The age in months at which nothing is made up for any more: a year after the last check."""
    return max((*rule.at_months, *(-(-days // 28) for days in rule.at_days))) + 12


# -- who ---------------------------------------------------------------------------------------------
def is_by_age(rule: CareRule) -> bool:
    """A rule by a child's age, without an interval."""
    return not rule.every_days


def fits(rule: CareRule, facts: Facts, today: date) -> bool:
    """Whether the rule is for this person today. (``models.care.people`` says it in SQL.)"""
    if rule.contract and not facts.contract:
        return False
    if rule.condition is not None and facts.since is None:
        return False
    if rule.min_age is not None and (
        facts.born is None or birthday(facts.born, rule.min_age) > today
    ):
        return False
    if is_by_age(rule):
        return facts.born is not None and oldest(rule, today) <= facts.born <= today
    return True


def oldest(rule: CareRule, today: date) -> date:
    """The earliest day of birth of children who have not grown out of the rule."""
    return months_after(today, -grown_out(rule)) + timedelta(days=1)


def newest_done(rule: CareRule, today: date) -> date:
    """The day of birth of children whose last check was some weeks ago: nothing new comes for who
    is older, so they need not be looked at every day."""
    last = max((*rule.at_months, *(-(-days // 28) for days in rule.at_days)))
    return months_after(today - timedelta(days=LATELY), -last)


# -- when --------------------------------------------------------------------------------------------
def next_due(rule: CareRule, facts: Facts, today: date) -> date | None:
    """The day by which it must be done next; None if there is nothing more to come."""
    if is_by_age(rule):
        return _next_check(rule, facts, today)
    if facts.last is not None:
        sooner = rule.sooner_days if facts.result == UNCONTROLLED else 0
        return _free(facts.last + timedelta(days=sooner or rule.every_days), facts.settled)
    began = _began(rule, facts)
    if began > facts.known:
        return began + timedelta(days=rule.every_days)
    return facts.known + spread(rule, facts.person_id)


def first_due(rule: CareRule, facts: Facts, today: date) -> date | None:
    """The same for whom nothing is open: nobody begins with what is overdue, so what should have
    been before today is spread over the time from today on."""
    due = next_due(rule, facts, today)
    if due is None or due >= today or is_by_age(rule):
        return due
    return _free(today + spread(rule, facts.person_id), facts.settled)


def _began(rule: CareRule, facts: Facts) -> date:
    """Since when they fit, as far as it is known."""
    days = [date.min]
    if rule.min_age is not None and facts.born is not None:
        days.append(birthday(facts.born, rule.min_age))
    if rule.condition is not None and facts.since is not None:
        days.append(facts.since)
    return max(days)


def spread(rule: CareRule, person_id: int) -> timedelta:
    """A part of the interval of their own, long enough to be reminded in time."""
    lead = min(rule.remind_days, rule.every_days - 1)
    return timedelta(days=lead + 1 + person_id % (rule.every_days - lead))


def _free(due: date, settled: Collection[date]) -> date:
    """A day that has no item yet: one that was done early is in the way of the next."""
    while due in settled:
        due -= timedelta(days=1)
    return due


def _next_check(rule: CareRule, facts: Facts, today: date) -> date | None:
    """The check of the child's age: it gives way when the next one is near enough to speak of."""
    if facts.born is None:
        return None
    days = check_days(rule, facts.born)
    past = max(facts.settled, default=date.min)
    ahead = [day for day in days if day >= facts.known and day > past]
    for number, day in enumerate(ahead):
        after = ahead[number + 1] if number + 1 < len(ahead) else None
        if after is None or today < ask_on(rule, after):
            return day
    return None


def ask_on(rule: CareRule, due: date) -> date:
    """The day of the first reminder."""
    return due - timedelta(days=rule.remind_days)
