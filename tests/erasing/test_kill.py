"""Killed in the middle of a deletion: it has not begun, or it is done. Nothing between."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from models import keys
from models.register.tables import Person
from tests.erasing.conftest import Town
from tests.erasing.planting import MARK
from tests.erasing.searching import in_columns

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = keys.generate()


@pytest.fixture
def furniture() -> None:
    """Nothing: the town is settled under the keys that the killed process has too."""


@pytest.fixture(autouse=True)
def known_keys() -> None:
    """Keys that another process can be told of."""
    keys.install(keys.Keyring.from_settings(*SETTINGS))


@pytest.mark.parametrize(
    "point", ["row:5", "row:30", "row:60", "before_commit:1", "after_commit:1"]
)
def test_all_or_nothing(town: Town, point: str) -> None:
    one = town.somebody
    before = places(town)
    given = (town.url, town.clock.now().isoformat(), str(one.person_id), str(one.account_id), point)
    child = subprocess.run(
        [sys.executable, "-m", "tests.erasing.child", *given],
        input=json.dumps(list(SETTINGS)), text=True, cwd=ROOT, check=False, timeout=60,
    )  # fmt: skip
    assert child.returncode == -9
    gone = town.read(lambda session: session.get_one(Person, one.person_id).gone)
    if point.startswith("after_commit"):
        assert gone == "erased"
        assert places(town) == {"import_rows.data", "erasures.traces"}
    else:
        assert gone == ""
        assert places(town) == before


def places(town: Town) -> set[str]:
    return {place for place, _word in town.read(lambda session: list(in_columns(session, [MARK])))}
