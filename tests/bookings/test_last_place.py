"""The last place, wanted by everybody at once in two processes: one has it, the others are in line.

``make prove`` has five hundred people and fifty rounds; here are twenty and three.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from models import keys
from tests.bookings.last_place import one_race, start
from tests.furniture import Furniture
from tests.proofs.races import Pair, Races, open_races
from tests.proofs.town import Keys


@pytest.fixture
def furniture() -> Furniture | None:
    """Nothing: the race has a town of its own."""
    return None


@pytest.fixture(scope="module")
def careful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Two processes for all races: starting them takes seconds."""
    pair = start(tmp_path_factory.mktemp("careful"))
    yield pair
    pair.close()


@pytest.fixture(scope="module")
def careless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    pair = start(tmp_path_factory.mktemp("careless"), "--careless")
    yield pair
    pair.close()


@pytest.fixture
def own_keys(keyring: keys.Keyring) -> Iterator[Keys]:
    own = Keys.fresh()
    own.install()
    yield own
    keys.install(keyring)


@contextmanager
def town_of(pair: Pair, url: str, own: Keys, people: int) -> Iterator[Races]:
    """So many residents; nobody may have complained when it closes."""
    races = open_races(pair, url, own, residents=people, helpers=1)
    try:
        yield races
    finally:
        races.close()
    assert not pair.log.read_text("utf-8")


def raced(races: Races, rounds: int, people: int) -> str:
    for number in range(rounds):
        verdict = one_race(races, people)
        assert verdict.fair(people), f"round {number}: {verdict}"
    return (
        f"last place ({races.store.dialect}): {people} people in two processes at once, {rounds} "
        f"rounds: one has it {rounds}/{rounds}, in line and told their turn "
        f"{rounds * (people - 1):,}/{rounds * (people - 1):,}"
    )


def test_of_twenty_who_want_the_last_place_one_has_it(
    careful: Pair, database_url: str, own_keys: Keys
) -> None:
    with town_of(careful, database_url, own_keys, 20) as races:
        sys.stdout.write(raced(races, 3, 20) + "\n")


@pytest.mark.prove
@pytest.mark.timeout(1800)
def test_fifty_times_of_five_hundred_one_has_it(
    careful: Pair, database_url: str, own_keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    with town_of(careful, database_url, own_keys, 500) as races:
        line = raced(races, 50, 500)
    with capsys.disabled():
        sys.stdout.write(f"\n{line}\n")


def test_on_a_build_without_the_condition_everybody_has_it(
    careless: Pair, database_url: str, own_keys: Keys
) -> None:
    """The judge sees it, and the condition is what decides: the lock only puts them in a queue."""
    with town_of(careless, database_url, own_keys, 20) as races:
        if races.store.dialect == "postgresql":
            races.store.write_now(
                lambda session: session.execute(
                    text("ALTER TABLE sessions DROP CONSTRAINT ck_sessions_places")
                )
            )
        verdict = one_race(races, 20)
    assert not verdict.fair(20)
    assert (verdict.taken, verdict.places, verdict.said) == (20, 20, 20)
