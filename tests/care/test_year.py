"""A year, day by day: no norm is broken for anybody and nothing is made twice, in the full town (a
long proof) and in a small part of it; and a broken rule, or a clock that sleeps, is found out."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

import pytest

from models.care import making
from models.clocks import FixedClock
from models.sample.full import full
from models.sample.people import SampleTown
from models.store import Store
from models.town.schema import Town
from scheduler.care import Care
from tests.care.norms import check
from tests.care.year import BEGINS, Year, at_start, changed
from tests.furniture import huadian

DAYS = 366
SHORT_DAYS, LONGER_DAYS = 130, 400
MOST_PIECE = 0.020
"""Seconds the writer may work on one piece."""
COLD = 20
"""The first pieces of a process make their statements; that is no cost of a day."""
MOST_DAY = 10.0
ELDERS, CHRONIC = 5_266, 30_000


@pytest.fixture
def furniture() -> None:
    """Nobody: each year has a town of its own."""


@pytest.fixture
def wall() -> FixedClock:
    return at_start()


def few(homes: int) -> Iterator[SampleTown]:
    """Staff, and the first homes of the full town."""
    return islice(full(huadian(), chunk=homes), 2)


def lives(store: Store, wall: FixedClock, days: int, *, town: Town | None = None) -> Year:
    year = Year(store, town or huadian(), wall)
    year.settle(few(30), chronic=20)
    for day in range(days):
        year.lives_through(BEGINS + timedelta(days=day))
    return year


@pytest.mark.timeout(600)
@pytest.mark.parametrize("days", [SHORT_DAYS, pytest.param(LONGER_DAYS, marks=pytest.mark.prove)])
def test_the_life_of_a_few_streets_breaks_no_norm(
    store: Store, wall: FixedClock, days: int
) -> None:
    year = lives(store, wall, days)
    found = check(year, BEGINS + timedelta(days=days - 1))
    assert found.total == 0, dict(found.of)
    assert all(found.people[norm] > 0 for norm in ("checkup65", "hypertension", "child_check"))
    assert len(year.deeds) > days / 4


BROKEN: dict[str, tuple[str, dict[str, Any], int]] = {
    "every 120 days": ("hypertension", {"every_days": 120}, 130),
    "no sooner": ("hypertension", {"sooner_days": 80}, 140),
    "a check left out": ("child_check", {"at_days": (28,)}, 20),
    "every two years": ("checkup65", {"every_days": 800}, 375),
}
"""The rule, what is wrong with it, and after how many days that must be seen."""


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(name, marks=[pytest.mark.prove] if days > 300 else [])
        for name, (_rule, _values, days) in BROKEN.items()
    ],
)
def test_a_broken_rule_is_found(sqlite_url: str, wall: FixedClock, broken: str) -> None:
    rule, values, days = BROKEN[broken]
    store = Store.open(sqlite_url, wall=wall)
    year = lives(store, wall, days, town=changed(huadian(), rule, **values))
    found = check(year, BEGINS + timedelta(days=days - 1))
    store.close()
    assert found.of[rule] > 0


def _sleeps(care: Care, work: Any) -> int:
    """A clock that makes items and never speaks."""
    return making.go_round(work)


@pytest.mark.parametrize("broken", [_sleeps])
def test_a_silent_clock_is_found(
    sqlite_url: str, wall: FixedClock, monkeypatch: pytest.MonkeyPatch,
    broken: Callable[[Care, Any], int],
) -> None:  # fmt: skip
    monkeypatch.setattr(Care, "run", broken)
    store = Store.open(sqlite_url, wall=wall)
    year = lives(store, wall, 100)
    found = check(year, BEGINS + timedelta(days=99))
    store.close()
    assert found.of["hypertension"] > 0
    assert found.of["asked"] > 0


@pytest.mark.prove
@pytest.mark.timeout(10_800)
def test_a_year_of_the_full_town_breaks_no_norm(sqlite_url: str, wall: FixedClock) -> None:
    """341,300 people: all from 65 on, 30,000 with an illness, all children."""
    store = Store.open(sqlite_url, wall=wall)
    year = Year(store, huadian(), wall)
    year.settle(full(huadian()), chronic=CHRONIC)
    gc.collect()
    for day in range(DAYS):
        gc.freeze()  # to look through what the proof itself has written down is no cost of the clock
        year.lives_through(BEGINS + timedelta(days=day))
    found = check(year, BEGINS + timedelta(days=DAYS - 1))
    cost = year.cost
    first, *days = cost.busy
    sys.stdout.write(
        f"\n{dict(found.people)} held against the norms, {dict(found.of)} violations, "
        f"{len(year.deeds):,} done; a day of the clock {sum(days) / len(days):.2f} s on the writer "
        f"(longest {max(days):.2f}, the first {first:.2f}), the longest piece "
        f"{max(cost.pieces[COLD:]) * 1000:.1f} ms of {len(cost.pieces):,}\n"
    )
    store.close()
    gc.unfreeze()
    assert found.total == 0
    assert found.people["checkup65"] >= ELDERS
    assert found.people["hypertension"] + found.people["diabetes"] >= CHRONIC * 0.95
    assert max(days) < MOST_DAY
    assert max(cost.pieces[COLD:]) < MOST_PIECE
