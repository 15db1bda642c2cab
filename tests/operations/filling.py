"""A disk that takes no more, and then does again: told once for a real file system and for a process
that may not let its files grow. Run as a program it is the second: ``python -m … url``.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot.dialogue.messages import Incoming
from bot.watch.signs import Limits
from bot.watch.wiring import Watching
from models import keys
from models.base import SettingRow
from models.clocks import FixedClock
from models.store import Store, StoreFault
from models.store.urls import parse_url, sqlite_file
from tests.operations.house import House, house_of, until

STRANGER = "stranger"
MOST = 400


async def scene(
    store: Store,
    wall: FixedClock,
    fill: Callable[[], None],
    make_room: Callable[[], None],
    *,
    folder: Path | None = None,
) -> dict[str, Any]:
    """The disk fills up, somebody writes meanwhile, there is room again. What was seen."""
    limits = replace(Limits(), free=8 * 2**20)
    folders = (folder,) if folder is not None else ()
    async with house_of(store, wall, choices=Watching(folders=folders, limits=limits)) as house:
        await house.post.starts(STRANGER)
        await until(lambda: bool(house.post.phone(STRANGER).messages))
        fill()
        lost = await _full(house)
        took = await house.alarmed("disk")
        seen: dict[str, Any] = {
            "took": took, "on": sorted(house.on), "reason": house.reason("disk"), "lost": lost,
            "told": house.told(), "metric": house.metric("disk"), "ready": house.watch.reasons(),
        }  # fmt: skip
        await house.passes(120)
        seen["told_later"] = len(house.told())
        make_room()
        seen["over"] = await house.well()
        before = len(house.post.phone(STRANGER).messages)
        await house.post.again(Incoming("post", STRANGER, "again", "text", text="家里没水"))
        await until(lambda: len(house.post.phone(STRANGER).messages) > before)
        seen["told_at_last"] = house.told()[-1]
        seen["answered"] = house.post.screen(STRANGER).text
        return seen


async def _full(house: House) -> bool:
    """Write until nothing is taken any more; whether what somebody says then is refused, so that
    their platform keeps it."""
    for size in (65_536, 8_192, 1_024, 1):
        with suppress(StoreFault):
            for number in range(MOST):
                row = SettingRow(key=f"ballast.{size}.{number}", value="x" * size)
                await house.core.store.write(partial(_add, row))
    try:
        await house.core.intake(Incoming("post", STRANGER, "again", "text", text="家里没水"))
    except StoreFault:
        return True
    return False


def _add(row: SettingRow, session: Session) -> None:
    session.add(row)


def main(url: str) -> None:
    """In a process whose files may not grow: SQLite is refused each write, as on a full disk."""
    keys.install(keys.Keyring.from_settings(*keys.generate()))
    wall = FixedClock(datetime(2026, 12, 8, 9, 38, tzinfo=UTC))
    store = Store.open(url, wall=wall)
    path = sqlite_file(parse_url(url))
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill() -> None:
        store.scrub()  # what stands in the log would make room in it again
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, hard))

    def make_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))

    with capture_logs() as logged:
        seen = asyncio.run(scene(store, wall, fill, make_room))
    store.close()
    seen["logged"] = [line["kind"] for line in logged if line["event"] == "alarm"]
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    main(sys.argv[1])
