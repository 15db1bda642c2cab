"""Whom the first wave asks, in which order, and why."""

from __future__ import annotations

import pytest

from models.tasks.ranking import Candidate, candidates
from models.town.schema import Reach, Wave
from models.work import Work
from tests.tasks.neighbourhood import Neighbourhood


def ranked(
    here: Neighbourhood, case_id: int, reach: Reach = "city", people: int = 9, *, skill: bool = True
) -> list[Candidate]:
    wave = Wave(minutes=4, people=people, reach=reach, require_skill=skill)

    def job(work: Work) -> list[Candidate]:
        case = here.case(case_id)
        kind = here.town.kind(case.kind)
        return candidates(work, case, kind, wave, turn=1, people=people)

    return here.read(job)


def test_nearest_first_then_longest_without_a_task(here: Neighbourhood, wang: int) -> None:
    elsewhere = here.volunteer("钱一", "g21", asked_days_ago=90)
    street = here.volunteer("孙二", "g01", asked_days_ago=80)
    community = here.volunteer("李三", "g04", asked_days_ago=1)
    same_new = here.volunteer("周四", "g03")
    same_long = here.volunteer("吴五", "g03", asked_days_ago=11)
    same_short = here.volunteer("郑六", "g03", asked_days_ago=2)
    case = here.asks(wang)
    found = ranked(here, case)
    assert [one.person_id for one in found] == [
        same_new, same_long, same_short, community, street, elsewhere,
    ]  # fmt: skip
    assert found[1].why == ("skill:heating", "near:grid", "idle:11")
    assert found[0].why == ("skill:heating", "near:grid", "first")
    assert found[4].why == ("skill:heating", "near:street", "idle:80")
    assert found[5].why == ("skill:heating", "idle:90")


@pytest.mark.parametrize(
    ("reach", "reached"),
    [("grid", 1), ("community", 2), ("street", 3), ("city", 4)],
)
def test_a_wave_reaches_as_far_as_it_says(
    here: Neighbourhood, wang: int, reach: Reach, reached: int
) -> None:
    for name, grid in (("钱一", "g03"), ("孙二", "g04"), ("李三", "g01"), ("周四", "g21")):
        here.volunteer(name, grid)
    assert len(ranked(here, here.asks(wang), reach)) == reached


def test_who_cannot_be_asked_is_not_asked(here: Neighbourhood, wang: int) -> None:
    good = here.volunteer("钱一")
    here.volunteer("孙二", on_duty=False)
    here.volunteer("李三", state="waiting")
    here.volunteer("周四", skills=("talk",))
    here.volunteer("吴五", hours=("day", "weekend"))
    here.volunteer("郑六", channel="")
    assert [one.person_id for one in ranked(here, here.asks(wang))] == [good]


def test_without_the_skill_where_the_wave_does_not_ask_for_it(
    here: Neighbourhood, wang: int
) -> None:
    here.volunteer("钱一", skills=("talk",))
    case = here.asks(wang)
    assert ranked(here, case) == []
    assert [one.why for one in ranked(here, case, skill=False)] == [("near:grid", "first")]


def test_a_skill_is_not_found_inside_another_word(here: Neighbourhood, wang: int) -> None:
    here.volunteer("钱一", skills=("heating_big", "preheating"))
    assert ranked(here, here.asks(wang)) == []


def test_the_one_who_asks_is_not_asked_to_help(here: Neighbourhood) -> None:
    helper = here.volunteer("钱一")
    case = here.asks(helper)
    assert ranked(here, case) == []


def test_who_has_two_tasks_or_three_offers_today_is_left_in_peace(
    here: Neighbourhood, wang: int
) -> None:
    busy = here.volunteer("钱一")
    for _ in range(3):
        here.asks(wang)
        here.tick()
    case = here.asks(wang)
    assert len(here.told(busy)) == here.town.offers.offers_a_day == 3
    assert ranked(here, case) == []
    here.clock.advance(hours=24)
    assert [one.person_id for one in ranked(here, case)] == [busy]
