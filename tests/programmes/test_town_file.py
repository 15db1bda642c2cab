"""A town file whose programmes cannot be held is told so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest

from models.town.checks import check
from models.town.programmes import ProgrammeKind, Reminder, WhoMay
from models.town.schema import Town
from tests.furniture import huadian


def with_kind(kind_id: str, **changes: object) -> Town:
    kinds = [
        kind.model_copy(update=changes) if kind.id == kind_id else kind
        for kind in huadian().programme_kinds
    ]
    return huadian().model_copy(update={"programme_kinds": tuple(kinds)})


def with_terms(*spans: tuple[date, date]) -> Town:
    terms = [
        term.model_copy(update={"first": first, "last": last})
        for term, (first, last) in zip(huadian().terms, spans, strict=True)
    ]
    return huadian().model_copy(update={"terms": tuple(terms)})


def twice(kind: ProgrammeKind) -> Town:
    return huadian().model_copy(update={"programme_kinds": (*huadian().programme_kinds, kind)})


EVENING = Reminder(id="evening", evening_before=time(18, 30))
WRONG: list[tuple[Callable[[], Town], str]] = [
    (lambda: with_kind("lecture", runs=("mayor",)), "There is no role `mayor`"),
    (lambda: with_kind("lecture", runs=()), "Nobody runs `lecture`"),
    (lambda: with_kind("after_school", consent="moon"), "There is no purpose `moon`"),
    (lambda: with_kind("after_school", consent=None), "asks for no consent"),
    (lambda: with_kind("free_clinic", slot_minutes=50), "no whole number of times"),
    (lambda: with_kind("lecture", fill="draw"), "cannot be drawn"),
    (lambda: with_kind("online_talk", reminders=(EVENING,)), "Nobody gets the link"),
    (lambda: with_kind("lecture", reminders=(EVENING, EVENING)), "`evening` is used twice"),
    (lambda: with_kind("lecture", who=WhoMay(min_age=60, max_age=50)), "Nobody is old enough"),
    (lambda: with_kind("after_school", who=WhoMay(grades=(0,))), "Grades are 1 to 12"),
    (lambda: twice(huadian().programme_kind("lecture")), "`lecture` is used twice"),
    (
        lambda: with_terms(
            (date(2026, 9, 1), date(2026, 8, 1)), (date(2027, 3, 1), date(2027, 7, 1))
        ),
        "ends before it begins",
    ),
    (
        lambda: with_terms(
            (date(2026, 9, 1), date(2027, 3, 1)), (date(2027, 3, 1), date(2027, 7, 1))
        ),
        "is over",
    ),
]


def test_the_delivered_town_has_no_fault() -> None:
    assert check(huadian()) == []


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_what_cannot_be_held_is_told_with_the_remedy(number: int) -> None:
    make, said = WRONG[number]
    found = check(make())
    assert any(said in fault.what for fault in found), found
    assert all(fault.remedy for fault in found)
