"""The disk fills up under a running service: a real file system, and a process that is refused room."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from structlog.typing import EventDict

from bot.watch.board import Board, Trouble
from bot.watch.signs import Limits, StoreSign, no_room
from models.clocks import FixedClock
from models.store import Store
from tests.databases import SqliteFiles
from tests.furniture import EVENING, sample_town
from tests.operations.filling import scene
from tests.proofs.service import ROOT

SIZE = 24


def as_it_should_be(seen: dict[str, Any]) -> None:
    assert seen["took"] <= 60
    assert seen["on"] == ["disk"]
    assert seen["lost"], "what nobody could store must be refused, not taken and forgotten"
    [told] = seen["told"]
    assert told.startswith("存东西的盘满了")
    assert seen["told_later"] == 1
    assert seen["metric"] == 1
    assert seen["ready"] == ["alarm: disk"]
    assert seen["over"] <= 60
    assert "盘上有地方了" in seen["told_at_last"]
    assert seen["answered"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with little room, where this machine lets us make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(folder)],
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("file systems cannot be mounted here; the other test holds without one")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


async def test_a_disk_that_is_really_full(
    small_disk: Path, sqlite_files: SqliteFiles, logged: list[EventDict]
) -> None:
    url, wall = sqlite_files.fresh(small_disk, sample_town), FixedClock(EVENING)
    ballast = small_disk / "ballast"

    def fill() -> None:
        with ballast.open("wb") as file:
            left = os.statvfs(small_disk)
            file.write(b"x" * (left.f_bavail * left.f_frsize - 65_536))

    with closing(Store.open(url, wall=wall)) as store:
        seen = await scene(store, wall, fill, ballast.unlink, folder=small_disk)
    as_it_should_be(seen)
    assert [one["kind"] for one in logged if one["event"] == "alarm"] == ["disk"]


def test_a_process_that_is_refused_every_byte(tmp_path: Path, sqlite_files: SqliteFiles) -> None:
    url = sqlite_files.fresh(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "tests.operations.filling", url],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=110, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    seen = json.loads(done.stdout)
    as_it_should_be(seen)
    assert seen["reason"] == "cannot_write"
    assert seen["logged"] == ["disk"]


def test_a_server_whose_disk_is_full_is_known_by_its_own_word(postgresql_url: str) -> None:
    says = text("DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '53100'; END $$")
    with closing(Store.open(postgresql_url)) as store, pytest.raises(DBAPIError) as raised:
        store.write_now(lambda session: session.execute(says))
    assert no_room(raised.value)
    assert not no_room(RuntimeError())


async def test_little_room_is_an_alarm_before_it_is_too_late(tmp_path: Path) -> None:
    left = [2 * Limits().free]

    async def probe() -> None:
        return None

    sign, board = StoreSign(probe, [tmp_path], Limits(), lambda _folder: left[0]), Board()
    for room, kinds in ((2.0, []), (0.9, ["disk_low"]), (0.01, ["disk"]), (0.9, ["disk_low"])):
        left[0] = int(room * Limits().free)
        found = list(await sign.look(0.0))
        assert [one.kind for one in found] == kinds
    assert [one.trouble for one in board.see([Trouble("disk_low")], 0.0)[0]]
