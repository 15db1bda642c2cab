"""Nobody beyond one's places is addressed, whatever the expression; and elsewhere nothing is written."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from handlers.audiences.words import sentence
from models.audiences.expressions import Expression, InPlaces, WithRole
from models.audiences.selecting import meant
from models.gate import run
from models.notices.drafting import WriteNotice
from models.refusals import NotAllowed
from models.register.tables import Household, Person
from models.work import Actor, Work
from tests.audiences.anything import ANYTHING
from tests.audiences.counting import Counting
from tests.audiences.crowd import SENDERS
from tests.audiences.plainly import Plainly

HERE = "yangguang"
MANY = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FEW = settings(MANY, max_examples=12)


def selected(counting: Counting, whom: Expression, place: str) -> set[int]:
    def job(work: Work) -> set[int]:
        query = select(Person.id).outerjoin(Household, Household.id == Person.household_id)
        return set(work.session.scalars(query.where(meant(work, whom, place))))

    return counting.read(job, Actor("person", SENDERS[place]))


def test_nobody_beyond_the_place_whatever_is_asked_for(
    counting: Counting, plainly: Plainly
) -> None:
    theirs = {one.id for one in plainly.people if plainly.belongs(one, HERE)}
    met: dict[str, set[int]] = {}

    @MANY
    @given(ANYTHING)
    def holds(whom: Expression) -> None:
        found = selected(counting, whom, HERE)
        assert found <= theirs
        assert found == plainly.meant(whom, HERE)
        said = counting.read(
            lambda work: sentence(work, whom, HERE), Actor("person", SENDERS[HERE])
        )
        assert met.setdefault(said.zh, found) == found, "one sentence for two things"
        assert met.setdefault(said.en, found) == found, "one sentence for two things"

    holds()


def test_nor_by_the_clock_that_counts(counting: Counting, plainly: Plainly) -> None:
    theirs = {one.id for one in plainly.people if plainly.belongs(one, HERE)}

    @FEW
    @given(ANYTHING)
    def holds(whom: Expression) -> None:
        found = counting.counted(whom, HERE)
        assert found <= theirs
        assert found == plainly.meant(whom, HERE)

    holds()


@pytest.mark.parametrize("whom", [InPlaces((HERE,)), WithRole(("volunteer",))])
def test_whoever_sends_elsewhere_writes_nothing_here(counting: Counting, whom: Expression) -> None:
    for place in ("aihua", "xiaochengzi_cun"):
        with pytest.raises(NotAllowed):
            counting.counted(whom, HERE, by=Actor("person", SENDERS[place]))
    assert counting.counted(whom, HERE, by=Actor("person", SENDERS["minghua"]))


def test_at_their_own_place_they_reach_nobody_here(counting: Counting, plainly: Plainly) -> None:
    village = "xiaochengzi_cun"
    found = counting.counted(InPlaces((HERE, "minghua", "huadian")), village)
    assert found
    assert all(plainly.belongs(one, village) for one in plainly.people if one.id in found)


def test_a_place_that_the_town_does_not_have(counting: Counting) -> None:
    def job(work: Work) -> None:
        run(work, WriteNotice("own", "nowhere", InPlaces((HERE,)), words_zh="明天"))

    with pytest.raises(NotAllowed):
        counting.read(job, Actor("person", SENDERS["huadian"]))
