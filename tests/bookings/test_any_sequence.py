"""Whatever people, staff and the clock do in whatever order: never too many, in order, one of each."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.bookings.hall import Hall
from tests.bookings.machine import Places

ALL_CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def walks(hall: Hall, examples: int, steps: int) -> int:
    """So many walks; how often the whole was looked at."""
    looked: list[int] = []

    class Here(Places):
        def __init__(self) -> None:
            super().__init__(hall, looked)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
            phases=[Phase.generate], suppress_health_check=ALL_CHECKS,
        ),
    )  # fmt: skip
    return len(looked)


def test_any_short_sequence_keeps_what_was_promised(hall: Hall) -> None:
    assert walks(hall, 10, 25) > 100


@pytest.mark.prove
@pytest.mark.timeout(1800)
def test_any_sequence_keeps_what_was_promised(
    hall: Hall, capsys: pytest.CaptureFixture[str]
) -> None:
    looked = walks(hall, 200, 40)
    with capsys.disabled():
        print(f"\nplaces ({hall.store.dialect}): 200 walks, looked over {looked:,} times: 0 faults")  # noqa: T201 - the figure
