"""Two clocks: one that is real and one the demo may push forward."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from models.base import WouldLoseTheZone
from models.clocks import (
    FixedClock,
    NeverBack,
    NotMovable,
    SystemClock,
    TownClock,
    to_town,
    town_instant,
)
from models.store import Store

MORNING = town_instant(date(2026, 12, 9), time(8))


def test_the_wall_clock_is_aware_and_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_a_fixed_clock_moves_only_when_told(wall: FixedClock) -> None:
    assert wall.now() == wall.now() == datetime(2026, 12, 8, 9, 38, tzinfo=UTC)
    assert wall.advance(minutes=6) == wall.now()
    assert wall.advance(timedelta(hours=1)) == datetime(2026, 12, 8, 10, 44, tzinfo=UTC)


def test_people_read_town_time(wall: FixedClock) -> None:
    assert to_town(wall.now()).strftime("%m-%d %H:%M") == "12-08 17:38"
    assert datetime(2026, 12, 9, tzinfo=UTC) == MORNING
    naive = datetime(2026, 12, 8)  # noqa: DTZ001 - the point of the test
    for careless in (lambda: to_town(naive), lambda: FixedClock(naive)):
        with pytest.raises(WouldLoseTheZone):
            careless()


def test_the_town_lives_in_real_time_outside_the_demo(store: Store, wall: FixedClock) -> None:
    town = TownClock(wall)
    assert store.read_now(town.now) == wall.now()
    with pytest.raises(NotMovable):
        store.write_now(lambda session: town.advance_to(session, MORNING))


def test_the_demo_goes_to_an_instant_exactly_and_time_flows_on(
    store: Store, wall: FixedClock
) -> None:
    town = TownClock(wall, movable=True)
    instant = MORNING + timedelta(microseconds=7)
    assert store.write_now(lambda session: town.advance_to(session, instant)) == instant
    assert store.read_now(town.now) == instant
    wall.advance(seconds=90)
    assert store.read_now(town.now) == instant + timedelta(seconds=90)
    assert town.glance() == instant + timedelta(seconds=90)


def test_every_process_agrees_at_once(store: Store, wall: FixedClock, database_url: str) -> None:
    mine, theirs = TownClock(wall, movable=True), TownClock(wall, movable=True)
    second = Store.open(database_url)
    assert second.read_now(theirs.now) == wall.now()
    store.write_now(lambda session: mine.advance_to(session, MORNING))
    assert second.read_now(theirs.now) == MORNING
    assert second.write_now(theirs.now) == MORNING
    second.close()


def test_the_town_never_goes_back(store: Store, wall: FixedClock) -> None:
    town = TownClock(wall, movable=True)
    store.write_now(lambda session: town.advance_to(session, MORNING))
    with pytest.raises(NeverBack):
        store.write_now(lambda session: town.advance_to(session, MORNING - timedelta(seconds=1)))
    assert store.write_now(lambda session: town.advance_to(session, MORNING)) == MORNING


def test_a_job_that_moves_the_clock_and_fails_has_not_moved_it(
    store: Store, wall: FixedClock
) -> None:
    town = TownClock(wall, movable=True)

    def move_and_fail(session: object) -> None:
        town.advance_to(session, MORNING)  # type: ignore[arg-type]
        raise LookupError

    with pytest.raises(LookupError):
        store.write_now(move_and_fail)
    assert store.read_now(town.now) == wall.now()
