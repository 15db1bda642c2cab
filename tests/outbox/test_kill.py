"""Killed at any instant: every due row goes out, and only calls not yet recorded are repeated."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.outbox.child import WINDOW
from tests.outbox.world import World

ROWS = 60


def run_child(world: World, url: str, calls: Path, kill_at: str) -> int:
    now = world.wall.now().isoformat()
    return subprocess.run(
        [sys.executable, "-m", "tests.outbox.child", url, str(calls), now],
        env={**os.environ, "KILL_AT": kill_at},
        cwd=Path(__file__).parents[2],
        check=False,
        timeout=60,
    ).returncode


@pytest.mark.parametrize("kill_at", ["after_send:17", "before_record:4"])
async def test_a_sender_killed_for_good_loses_nothing_and_repeats_little(
    world: World, database_url: str, tmp_path: Path, kill_at: str
) -> None:
    rows = [world.telling(world.person(("memory", f"p{n}"))) for n in range(ROWS)]
    calls = tmp_path / "calls"
    assert run_child(world, database_url, calls, kill_at) == -signal.SIGKILL
    assert world.states().get("sent", 0) < ROWS
    assert run_child(world, database_url, calls, "") == 0
    assert world.states() == {"sent": ROWS}
    went = Counter(line.split()[1] for line in calls.read_text().splitlines())
    assert set(went) == {str(row) for row in rows}
    assert sum(went.values()) - ROWS <= WINDOW
