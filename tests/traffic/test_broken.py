"""Builds with a fault in them: each is found within days, so a year without a fault says something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import literal

from models.clocks import FixedClock
from models.notices import hearing, ladder, reach, spreading
from models.notices.counting import shift
from models.outbox.spreading import spread
from models.store import Store
from tests.traffic.living import Tempo, begin, live
from tests.traffic.residents import minds_topics

DAYS = Tempo(days=16, busy=0.1, notices=2.5, leavings=3, step=timedelta(minutes=60))
"""Until the fault is found: that takes a few of them."""
MINDED = 60
"""Topics that are switched off before anything is sent."""

Break = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture
def wall() -> FixedClock:
    return FixedClock(datetime(2026, 10, 20, 0, 30, tzinfo=UTC))


def nights_are_ignored(broken: pytest.MonkeyPatch) -> None:
    def at_once(*given: Any, **how: Any) -> int:
        return spread(*given, **{**how, "not_before": how["now"], "loud": True})

    broken.setattr(spreading, "spread", at_once)


def topics_are_forgotten(broken: pytest.MonkeyPatch) -> None:
    broken.setattr(spreading, "_wants", lambda *_given: literal(value=True))
    broken.setattr(reach, "_opted_out", lambda *_given: set())
    broken.setattr(hearing, "_off", lambda *_given: set())


def the_last_rung_is_missing(broken: pytest.MonkeyPatch) -> None:
    broken.setattr(ladder, "give_some", lambda *_given: 0)


def taps_are_counted_twice(broken: pytest.MonkeyPatch) -> None:
    def twice(*given: Any) -> None:
        shift(*given)
        shift(*given)

    broken.setattr("models.notices.knowing.shift", twice)


def corrected_hours_are_not_kept(broken: pytest.MonkeyPatch) -> None:
    broken.setattr("models.notices.sending.plan_anew", lambda *_given: None)


QUICK = (
    (nights_are_ignored, "loud at night"),
    (topics_are_forgotten, "topic switched off"),
    (the_last_rung_is_missing, "no name"),
    (taps_are_counted_twice, "counts"),
)


@pytest.mark.parametrize(("breaks", "rule"), QUICK)
async def test_it_is_found(
    store: Store, wall: FixedClock, monkeypatch: pytest.MonkeyPatch, breaks: Break, rule: str
) -> None:
    breaks(monkeypatch)
    assert rule in await _found(store, wall)


@pytest.mark.prove
@pytest.mark.timeout(600)
async def test_it_is_found_some_day(
    store: Store, wall: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few notices are corrected to another hour."""
    corrected_hours_are_not_kept(monkeypatch)
    assert {"does not end", "ends before its time"} & await _found(store, wall, days=60)


async def _found(store: Store, wall: FixedClock, days: int = DAYS.days) -> set[str]:
    """The rules of the first faults."""
    tempo = replace(DAYS, days=days)
    script = begin(store, wall, seed=3, tempo=tempo)
    for _ in range(MINDED):
        minds_topics(script)
    try:
        await live(script, tempo, enough=1)
    finally:
        await script.town.core.stop()
    return {fault.rule for fault in script.rules.faults}
