"""Kinds of programme that can be held: roles that exist, times that add up, terms in order.

A kind that nobody may run, or a rest of ten minutes that nobody can book, would only be noticed on
the day itself; so it is noticed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from models.town.checks.finding import Finding, doubles
from models.town.schema import Town

_MOST_GRADE = 12


def what_a_kind_names_exists(town: Town) -> Iterator[Finding]:
    yield from doubles(("programme_kinds",), (kind.id for kind in town.programme_kinds))
    yield from doubles(("terms",), (term.id for term in town.terms))
    roles = {role.id for role in town.roles}
    consents = {purpose.id for purpose in town.consent}
    for number, kind in enumerate(town.programme_kinds):
        loc = ("programme_kinds", number)
        for row, role in enumerate(kind.runs):
            if role not in roles:
                what = f"There is no role `{role}`."
                yield Finding((*loc, "runs", row), what, "Correct the id or add the role.")
        if kind.consent is not None and kind.consent not in consents:
            what = f"There is no purpose `{kind.consent}`."
            yield Finding((*loc, "consent"), what, "Correct the id or add it under consent.")
        yield from doubles((*loc, "reminders"), (step.id for step in kind.reminders), "reminder")


def kinds_can_be_held(town: Town) -> Iterator[Finding]:
    for number, kind in enumerate(town.programme_kinds):
        loc = ("programme_kinds", number)
        if not kind.runs:
            yield Finding((*loc, "runs"), f"Nobody runs `{kind.id}`.", "Name at least one role.")
        if kind.slot_minutes and kind.minutes % kind.slot_minutes:
            what = f"{kind.minutes} minutes of `{kind.id}` are no whole number of times."
            yield Finding((*loc, "slot_minutes"), what, "Let it divide minutes.")
        if kind.fill == "draw" and kind.way != "term":
            what = f"Places of `{kind.id}` cannot be drawn: it has no term."
            yield Finding((*loc, "fill"), what, "Write first_come.")
        if kind.where == "online" and not any(step.carries_link for step in kind.reminders):
            what = f"Nobody gets the link of `{kind.id}`."
            yield Finding((*loc, "reminders"), what, "Let one reminder carry it.")


def those_who_may_exist(town: Town) -> Iterator[Finding]:
    for number, kind in enumerate(town.programme_kinds):
        loc = ("programme_kinds", number, "who")
        least, most = kind.who.min_age, kind.who.max_age
        if least is not None and most is not None and least > most:
            yield Finding((*loc, "max_age"), f"Nobody is old enough for `{kind.id}`.", "Turn them.")
        if any(not 1 <= grade <= _MOST_GRADE for grade in kind.who.grades):
            yield Finding((*loc, "grades"), "Grades are 1 to 12.", "Correct them.")
        if kind.guardian_books and kind.consent is None:
            what = f"`{kind.id}` is for children and asks for no consent."
            loc_of_consent = ("programme_kinds", number, "consent")
            yield Finding(loc_of_consent, what, "Name the purpose that a guardian agrees to.")


def terms_follow_each_other(town: Town) -> Iterator[Finding]:
    for number, term in enumerate(town.terms):
        if term.last < term.first:
            what = f"`{term.id}` ends before it begins."
            yield Finding(("terms", number, "last"), what, "Correct the days.")
    for number, (one, after) in enumerate(pairwise(town.terms), start=1):
        if after.first <= one.last:
            what = f"`{after.id}` begins before `{one.id}` is over."
            yield Finding(("terms", number, "first"), what, "Put them in order, without overlap.")


PROGRAMME_REFERENCES = (what_a_kind_names_exists,)
PROGRAMMES = (kinds_can_be_held, those_who_may_exist, terms_follow_each_other)
