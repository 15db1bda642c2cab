"""A revoked token at a Bot API, and the whole service in its own time: how many seconds it takes."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestServer, unused_port
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from structlog.typing import EventDict

from bot.app import assemble
from bot.settings import Settings
from bot.watch.choices import _spare_telegram, watching_of
from bot.watch.wiring import Watching
from models.clocks import FixedClock, SystemClock
from models.keys import generate
from models.register.tables import Account
from models.store import Store
from models.work import Work
from tests.botapi import TOKEN, FakeBotApi
from tests.operations.house import administrator, house_of

ADMIN = 700_090


@pytest.fixture
async def fake() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi(keep_calls=100) as api:
        yield api


def settings_for(fake: FakeBotApi, folder: Path, **more: Any) -> Settings:
    given: dict[str, Any] = {
        "base_url": f"http://127.0.0.1:{unused_port()}",
        "telegram_token": TOKEN,
        "telegram_api_base": fake.url,
        "telegram_mode": "polling",
        "database_url": f"sqlite:///{folder / 'nowhere.db'}",
        "data_dir": folder,
        "alarm_free_mb": 1,
        **generate()._asdict(),
    }
    return Settings(**given, **more)


async def test_the_bot_api_answers_401_to_everything(
    store: Store, wall: FixedClock, fake: FakeBotApi, tmp_path: Path, logged: list[EventDict]
) -> None:
    spare = partial(_spare_telegram, settings_for(fake, tmp_path), store, wall)
    async with house_of(store, wall, choices=Watching(spares={"radio": spare})) as house:
        await house.passes(60)
        assert house.on == set()
        fake.revoke()
        took = await house.alarmed("token")
        assert took <= 30
        [told] = house.told()
        assert told.startswith("radio 不认我们的口令了")
        assert not house.told(house.radio)
        fake.restore()
        await house.well()
        assert "又认我们的口令" in house.told()[1]
        fake.fail("getMe", status=502, times=100)
        assert await house.alarmed("platform") <= 50
        fake.trouble.clear()
        await house.well()
    assert [one["kind"] for one in logged if one["event"] == "alarm"] == ["token", "platform"]
    assert TOKEN not in str(logged)


def test_the_watch_is_given_what_the_settings_say(
    store: Store, wall: FixedClock, fake: FakeBotApi, tmp_path: Path
) -> None:
    made = watching_of(settings_for(fake, tmp_path, instance="one"), store, wall)
    assert set(made.spares) == {"telegram"}
    assert made.folders == (tmp_path,)
    assert (made.instance, made.limits.free) == ("one", 2**20)


class Hangs:
    name = "hangs"

    def __init__(self) -> None:
        self.go = threading.Event()

    def run(self, work: Work) -> int:
        self.go.wait(100)
        return 0

    def next_due(self, work: Work) -> None:
        return None


async def seconds_until(true: Callable[[], bool], within: float = 100.0) -> float:
    began = time.monotonic()
    async with asyncio.timeout(within):
        while not true():  # noqa: ASYNC110 - real time is what is measured
            await asyncio.sleep(0.1)
    return time.monotonic() - began


@pytest.mark.prove
@pytest.mark.timeout(900)
async def test_each_alarm_within_a_minute_of_real_time(
    store: Store, wall: FixedClock, fake: FakeBotApi, tmp_path: Path, logged: list[EventDict],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    administrator(store, SystemClock().now())

    def move(session: Session) -> None:
        """The administrator has the web chat and Telegram."""
        for old, new, address in (("post", "webchat", "admin"), ("radio", "telegram", str(ADMIN))):
            session.execute(
                update(Account)
                .where(Account.address == "admin", Account.channel == old)
                .values(channel=new, address=address)
            )

    store.write_now(move)
    phone = fake.person(ADMIN)
    phone.chat.state = "open"
    service = assemble(settings_for(fake, tmp_path), store, SystemClock())
    server = TestServer(service.site)
    await server.start_server()
    core, watch, took = service.core, service.watch, {}
    on: Callable[[str], Callable[[], bool]] = lambda kind: lambda: watch.board.is_on(kind)  # type: ignore[arg-type]  # noqa: E731 - short
    try:
        await seconds_until(lambda: watch._asked is not None)
        fake.revoke()
        took["token"] = await seconds_until(on("token"))
        fake.restore()
        took["token over"] = await seconds_until(lambda: not watch.board.on)
        core.supervisor._tasks["sender"].cancel()
        took["sender ended"] = await seconds_until(on("sender"))
        took["sender over"] = await seconds_until(lambda: not watch.board.on)
        job, jobs = Hangs(), core.clock._jobs
        core.clock._jobs = (*jobs, job)
        took["clock job"] = await seconds_until(on("clock"))
        await seconds_until(lambda: any("钟停了" in one.text for one in phone.shown))
        core.clock._jobs = jobs
        job.go.set()
        took["clock over"] = await seconds_until(lambda: not watch.board.on)
        async with core.clock._one_at_a_time:
            took["clock stopped"] = await seconds_until(on("clock"))
        await seconds_until(lambda: not watch.board.on)
        await seconds_until(lambda: sum("好了" in one.text for one in phone.shown) >= 3)
    finally:
        await server.close()
    with capsys.disabled():
        print(f"\n{store.dialect}: " + ", ".join(f"{k} {v:.0f} s" for k, v in took.items()))  # noqa: T201 - figures
    assert max(took.values()) < 60
    assert store.read_now(lambda session: session.scalars(select(Account)).first())
