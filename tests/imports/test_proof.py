"""A messy list of twenty thousand, and the same put right: while fifty people talk, tried, taken in and
taken back. Nobody waits 100 ms longer for it, the service stays small, and nothing is left of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.furniture import huadian
from tests.sheets.messy import messy

PEOPLE = 20_000
STEPS = ("dry run of the messy file", "dry run of the right file", "taken in", "undone")
ROOT = Path(__file__).resolve().parents[2]


def files(folder: Path, people: int) -> None:
    spoiled, right = messy(huadian(), people), messy(huadian(), people, spoiled=0)
    (folder / "messy.xlsx").write_bytes(spoiled.content)
    (folder / "wrong.json").write_text(json.dumps(spoiled.refused))
    (folder / "right.xlsx").write_bytes(right.content)


def proven(folder: Path, people: int, quiet: float) -> dict[str, Any]:
    """In a process of its own, so that its memory is its own."""
    files(folder, people)
    done = subprocess.run(
        [sys.executable, "-m", "tests.imports.proving", str(folder), str(quiet)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        timeout=900, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def holds(figures: dict[str, Any]) -> None:
    assert figures["refused as expected"]
    assert figures["all of it is in"]
    assert figures["as before"]
    assert figures["fallen silent"] == 0


def test_a_small_messy_list_is_tried_taken_in_and_taken_back_while_people_talk(
    tmp_path: Path,
) -> None:
    holds(proven(tmp_path, 300, 0.5))


@pytest.mark.prove
def test_a_list_of_twenty_thousand_keeps_nobody_waiting(tmp_path: Path) -> None:
    figures = proven(tmp_path, PEOPLE, 8)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    holds(figures)
    assert figures["dry run of the right file"]["seconds"] + figures["taken in"]["seconds"] < 30
    usual = figures["before"]["longest wait ms"]
    for step in STEPS:
        assert figures[step]["longest wait ms"] < usual + 100, step
    assert figures["memory MB"]["service"] < 300
    assert figures["memory MB"]["reader"] < 300
