"""The care clock goes round the whole town and speaks to hundreds: while fifty people talk, and none of
them waits 100 ms longer for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.care.proving import STEPS

ROOT = Path(__file__).resolve().parents[2]
MOST = 100
"""Milliseconds that anybody may wait longer than they do anyway, and that the usual one may wait."""
CHRONIC = 30_000
NAMES = [name for name, _day, _hour in STEPS]


@pytest.fixture
def furniture() -> None:
    """Nobody: the process has a town of its own."""


def proven(folder: Path, *, quiet: float, homes: int, ill: int) -> dict[str, Any]:
    """In a process of its own."""
    arguments = [str(folder), str(quiet), str(homes), str(ill)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.care.proving", *arguments],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        timeout=3600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def test_a_few_streets_are_looked_after_while_people_talk(tmp_path: Path) -> None:
    figures = proven(tmp_path, quiet=0.5, homes=30, ill=20)
    assert figures["fallen silent"] == 0
    assert figures["the first round"]["items made"] > 10


@pytest.mark.prove
@pytest.mark.timeout(7_200)
def test_the_care_of_the_full_town_keeps_nobody_waiting(tmp_path: Path) -> None:
    """341,300 people, 30,000 with an illness, on a file as the service has it."""
    figures = proven(tmp_path, quiet=20, homes=0, ill=CHRONIC)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    assert figures["fallen silent"] == 0
    assert figures["the first round"]["items made"] > CHRONIC
    assert figures["the next morning"]["spoken of"] > 0
    quiet = ["before", *(f"after {name}" for name in NAMES)]
    usual = max(figures[name]["longest wait ms"] for name in quiet)
    for name in NAMES:
        assert figures[name]["longest wait ms"] < usual + MOST, name
        assert figures[name]["median ms"] < MOST, name
