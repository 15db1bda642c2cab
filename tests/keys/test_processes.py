"""Killed at any step, run again: nothing is lost. Two at once: one household behind each door."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models import keys
from models.keys import file
from tests.keys.town import KeyTown

ROOT = Path(__file__).parents[2]
STEPS = (
    "announced", "readable", "noted", "switched", "written", "moved", "moved:2", "first round",
)  # fmt: skip
MANY = 60


def child(*arguments: str, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.keys.child", *arguments],
        cwd=ROOT, env={**os.environ, **more}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def turn_in_another_process(url: str, town: KeyTown, kill_at: str = "") -> int:
    with child("turn", url, str(town.path), KILL_AT=kill_at) as done:
        done.communicate(timeout=60)
    return done.returncode


@pytest.mark.parametrize("step", STEPS)
def test_a_turn_killed_at_any_step_goes_on_where_it_was(
    town: KeyTown, database_url: str, step: str
) -> None:
    at, _, nth = step.partition(":")
    assert turn_in_another_process(database_url, town, f"{at}:{nth or 1}") == -signal.SIGKILL
    keys.look_again()
    begun = file.read(town.path).encryption_ids
    assert town.everybody_is_found()
    town.start()  # and a service may start
    assert turn_in_another_process(database_url, town) == 0
    keys.look_again()
    assert set(file.read(town.path).encryption_ids) == set(begun)
    assert town.under() == {file.read(town.path).first} != {"k1"}
    assert town.everybody_is_found()
    town.retire()
    assert town.everybody_is_found()


@pytest.mark.parametrize("step", ["kept", "forgotten"])
def test_retiring_that_was_cut_off_is_done_again(town: KeyTown, step: str) -> None:
    town.turn()

    def fall(at: str) -> None:
        if at == step:
            raise KeyboardInterrupt

    town.probe = fall
    with pytest.raises(KeyboardInterrupt):
        town.retire()
    town.probe = lambda _step: None
    town.start()
    town.retire()
    assert len(file.read(town.path).encryption_ids) == 1
    assert town.everybody_is_found()


def test_two_that_write_under_different_keys_never_make_two_households_of_one_door(
    town: KeyTown, database_url: str, tmp_path: Path
) -> None:
    """The second between "everybody can read it" and "everybody writes with it"."""
    announced = file.read(town.path).announced("k2")
    behind, ahead = tmp_path / "behind.env", tmp_path / "ahead.env"
    file.write(behind, announced)
    file.write(ahead, announced.switched())
    before = town.doors()
    with (
        child("doors", database_url, str(behind), str(MANY)) as one,
        child("doors", database_url, str(ahead), str(MANY)) as other,
    ):
        for each in (one, other):
            assert each.stdout is not None
            assert each.stdout.readline() == "ready\n"
        at = time.monotonic() + 0.05
        for each in (one, other):
            assert each.stdin is not None
            each.stdin.write(f"{at}\n")
            each.stdin.flush()
    assert (one.returncode, other.returncode) == (0, 0)
    assert town.doors() == before + MANY
