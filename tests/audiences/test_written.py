"""Forty audiences and more: their sentence, and the count against a plain recomputation over the rows."""

from __future__ import annotations

import pytest

from handlers.audiences.words import sentence
from models.audiences.expressions import BookedIn, Everybody, from_json, to_json
from models.base import dumps
from models.work import Actor, Work
from tests.audiences.counting import HOUSEHOLDS, Counting
from tests.audiences.crowd import OVER, PEOPLE, SENDERS
from tests.audiences.plainly import Plainly
from tests.audiences.written import WRITTEN

OF_A_COURSE_THAT_IS_OVER = BookedIn(OVER)
VILLAGE = "xiaochengzi_cun"


def test_every_sentence(counting: Counting) -> None:
    def say_all(work: Work) -> list[tuple[str, str]]:
        said = [sentence(work, one.whom, one.place) for one in WRITTEN]
        return [(one.zh, one.en) for one in said]

    found = counting.read(say_all, Actor("person", SENDERS["huadian"]))
    assert found == [(one.zh, one.en) for one in WRITTEN]
    assert len({one.zh for one in WRITTEN}) == len(WRITTEN) >= 40


def test_what_is_stored_is_what_was_chosen() -> None:
    for one in WRITTEN:
        stored = to_json(one.whom)
        assert dumps(to_json(from_json(stored))) == dumps(stored)


@pytest.mark.parametrize("place", SENDERS)
def test_the_count_is_that_of_the_rows(counting: Counting, plainly: Plainly, place: str) -> None:
    for one in (one for one in WRITTEN if one.place == place):
        people = plainly.meant(one.whom, place)
        assert counting.counted(one.whom, place) == people, one.zh
        assert bool(people) == (one.whom != OF_A_COURSE_THAT_IS_OVER)
        assert len(people) < PEOPLE
        if place != VILLAGE:
            doors = plainly.doors(one.whom, place)
            assert counting.counted(one.whom, place, HOUSEHOLDS) == doors, one.zh


def test_a_village_has_no_doors_in_the_next_one(counting: Counting, plainly: Plainly) -> None:
    """Two villages share a grid; who holds a role in the one may live in the other."""
    doors = plainly.doors(Everybody(), VILLAGE)
    assert counting.counted(Everybody(), VILLAGE, HOUSEHOLDS) == doors
