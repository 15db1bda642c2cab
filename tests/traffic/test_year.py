"""Whatever a year brings: nobody is woken for nothing, written to in vain, or forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from models.clocks import FixedClock
from models.store import Store
from tests.traffic.figures import figures
from tests.traffic.living import Tempo, begin, live
from tests.traffic.script import Script

WEEKS = Tempo(days=42, busy=0.12, notices=0.5, leavings=4, step=timedelta(minutes=60))
YEAR = Tempo(days=365, busy=0.4, notices=0.7, leavings=30, step=timedelta(minutes=30))


@pytest.fixture
def wall(request: pytest.FixtureRequest) -> FixedClock:
    """Half past eight on Tuesday 20 October 2026; or on Monday 8 December 2025, for the year."""
    year = request.node.get_closest_marker("prove") is not None
    return FixedClock(datetime(2025, 12, 8, 0, 30, tzinfo=UTC) if year else OCTOBER)


OCTOBER = datetime(2026, 10, 20, 0, 30, tzinfo=UTC)


@pytest.mark.timeout(600)
async def test_six_weeks(store: Store, wall: FixedClock, tell: Callable[[str], None]) -> None:
    await _nothing_wrong(store, wall, WEEKS, tell)


@pytest.mark.prove
@pytest.mark.timeout(1800)
async def test_a_year(store: Store, wall: FixedClock, tell: Callable[[str], None]) -> None:
    script = await _nothing_wrong(store, wall, YEAR, tell)
    for what in (
        "AgreeToNotice",
        "PauseNotice",
        "CorrectNotice",
        "StopNotice",
        "HandOverDoors",
        "TakeBack",
    ):
        assert script.done[what] > 3, f"{what} is a part of every year"


async def _nothing_wrong(
    store: Store, wall: FixedClock, tempo: Tempo, tell: Callable[[str], None]
) -> Script:
    script = begin(store, wall, seed=7, tempo=tempo)
    try:
        await live(script, tempo)
    finally:
        await script.town.core.stop()
    tell(figures(script, tempo))
    faults = script.rules.faults
    assert not faults, "\n".join(map(str, faults[:40]))
    assert not script.ear.unknown, "every message has its row"
    refused = {one for channel in script.town.phones for one in channel.refused}
    assert len(refused) == len({address for _at, address in refused}), (
        "asked again after it was Gone"
    )
    assert script.book.ended > tempo.days * tempo.notices / 8, "notices came to their end"
    assert script.rules.at_night["NoticeTo"], "some were sent at night because somebody said so"
    return script
