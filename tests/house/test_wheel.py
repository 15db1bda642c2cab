"""An installed Doorstep has its pages, texts, towns and migrations with it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.ground import ROOT, committed

DATA = {".yaml", ".po", ".html", ".css", ".js", ".svg", ".mako"}
ROOMS = ("bot/", "handlers/", "models/", "scheduler/", "migrations/", "locales/", "towns/")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "installed")
    return folder / "installed"


def test_every_file_that_is_not_code_is_in_the_wheel(unpacked: Path) -> None:
    names = [path.relative_to(ROOT).as_posix() for path in committed()]
    data = [name for name in names if name.startswith(ROOMS) and Path(name).suffix in DATA]
    assert data
    assert not [name for name in data if not (unpacked / name).is_file()]


def test_what_the_wheel_holds_makes_a_database_and_reads_its_town(
    unpacked: Path, tmp_path: Path
) -> None:
    environment = os.environ | {"PYTHONPATH": str(unpacked), "DEMO": "true"}
    for command in (["migrate"], ["town", "check"]):
        done = subprocess.run(
            [sys.executable, "-m", "bot", *command],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
