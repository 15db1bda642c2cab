"""The whole service with Telegram in it, as it is started: both modes, over real HTTP."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer, unused_port
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import logs
from bot.app import Service, assemble
from bot.channels.telegram.webhook import PATH
from bot.settings import Settings
from models.clocks import SystemClock
from models.keys import generate
from models.register.tables import Account
from models.store import Store
from models.talks.tables import SeenUpdate
from tests.botapi import TOKEN, FakeBotApi
from tests.botapi import Person as Phone
from tests.furniture import settle

WANG, WORDS = 700_011, "柜子里的药瓶打翻了"
MODES = ("polling", "webhook")


@dataclass
class Running:
    """One run of the service; ``told`` are the lines for the operator."""

    service: Service
    server: TestServer
    fake: FakeBotApi
    told: list[str] = field(default_factory=list)

    async def quiet(self) -> None:
        """Everything that came is taken, and everything that is to be said is said."""
        await self.fake.idle()
        await self.service.core.sender.sweep()

    async def metrics(self) -> str:
        async with ClientSession() as session:
            return await (await session.get(self.server.make_url("/metrics"))).text()


@dataclass
class House:
    """A database and a fake Bot API that outlive the service."""

    store: Store
    fake: FakeBotApi
    port: int = field(default_factory=unused_port)

    def settings(self, mode: str, token: str = TOKEN) -> Settings:
        given: dict[str, Any] = {
            "base_url": f"http://127.0.0.1:{self.port}",
            "telegram_token": token,
            "telegram_api_base": self.fake.url,
            "telegram_mode": mode,
            "database_url": "sqlite:///nowhere.db",
            **generate()._asdict(),
        }
        return Settings(**given)

    @asynccontextmanager
    async def running(self, mode: str, token: str = TOKEN) -> AsyncIterator[Running]:
        told: list[str] = []
        service = assemble(self.settings(mode, token), self.store, SystemClock(), tell=told.append)
        server = TestServer(service.site, port=self.port)
        await server.start_server()
        try:
            yield Running(service, server, self.fake, told)
        finally:
            await server.close()

    def count(self, table: type[Any]) -> int:
        def look(session: Session) -> int:
            return session.scalar(select(func.count()).select_from(table)) or 0

        return self.store.read_now(look)


@pytest.fixture
async def house(store: Store) -> AsyncIterator[House]:
    store.write_now(lambda session: settle(session, "webchat"))
    async with FakeBotApi() as fake:
        yield House(store, fake)


async def until(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110 - what is waited for belongs to the code under test
        await asyncio.sleep(0)


def words_of(phone: Phone) -> str:
    return "\n".join(one.text for one in phone.shown)


@pytest.mark.parametrize("mode", MODES)
async def test_a_stranger_writes_taps_and_is_answered(house: House, mode: str) -> None:
    wang = house.fake.person(WANG)
    async with house.running(mode) as running:
        await until(lambda: bool(running.told))
        assert running.told == [
            f"Telegram: @doorstep_test_bot, {mode} · https://t.me/doorstep_test_bot"
        ]
        await wang.start()
        await running.quiet()
        assert "要人帮忙" in wang.shown[-1].labels[0]
        await wang.taps(wang.shown[-1].labels[0])
        await running.quiet()
        await until(lambda: wang.spinning == 0)
        assert "哪样事" in words_of(wang)
        shown = await running.metrics()
    assert 'doorstep_channel_up{channel="telegram"} 1.0' in shown
    assert 'doorstep_updates_total{channel="telegram",result="start"} 1.0' in shown
    assert TOKEN not in shown


@pytest.mark.parametrize(("first", "then"), [MODES, MODES[::-1]])
async def test_the_mode_may_change_and_no_word_is_lost_or_taken_twice(
    house: House, first: str, then: str
) -> None:
    wang = house.fake.person(WANG)
    async with house.running(first) as running:
        await wang.start()
        await running.quiet()
    await wang.says("家里没水")
    await wang.says("哪儿都没有")
    seen = house.count(SeenUpdate)
    async with house.running(then) as running:
        await running.quiet()
        assert house.count(SeenUpdate) == seen + 2
        assert (house.fake.webhook.hook is not None) == (then == "webhook")
    assert "水怎么了" in words_of(wang)


@pytest.mark.parametrize("mode", MODES)
async def test_an_update_that_is_delivered_twice_has_one_effect(house: House, mode: str) -> None:
    wang = house.fake.person(WANG)
    async with house.running(mode) as running:
        await wang.start()
        await running.quiet()
        chat = {"id": WANG, "type": "private"}
        message = {"message_id": 5, "date": 0, "from": wang.user, "chat": chat, "text": "家里没水"}
        for _ in range(3):
            number = house.fake.next_update_id
            await house.fake.deliver({"update_id": number, "message": message})
        await running.quiet()
    assert words_of(wang).count("水怎么了") == 1


@pytest.mark.parametrize("mode", MODES)
async def test_a_group_is_told_where_to_write_and_nothing_else(house: House, mode: str) -> None:
    group, by = house.fake.group(-100_500), house.fake.person(WANG)
    accounts = house.count(Account)
    async with house.running(mode) as running:
        await until(lambda: bool(running.told))
        await group.adds_bot(by)
        await group.says("家里没水", by)
        await running.quiet()
        await until(lambda: bool(group.shown))
    [told] = [one for one in group.shown if one.mine]
    assert "单独跟我说" in told.text
    assert house.count(Account) == accounts


async def test_who_blocks_us_is_not_written_to_any_more(house: House) -> None:
    wang = house.fake.person(WANG)
    async with house.running("polling") as running:
        await wang.start()
        await running.quiet()
        await wang.blocks()
        await running.quiet()

        def state(session: Session) -> str | None:
            return session.scalar(select(Account.state).where(Account.address == str(WANG)))

        assert house.store.read_now(state) == "dead"


async def test_somebody_who_waits_sees_that_something_comes(house: House) -> None:
    wang = house.fake.person(WANG)
    async with house.running("polling") as running:
        await wang.start()
        await running.quiet()
        assert running.service.telegram is not None
        running.service.telegram.waiting.announce(str(WANG))
        await until(lambda: wang.actions == ["typing"])


async def test_with_a_wrong_token_the_web_chat_is_open_all_the_same(house: House) -> None:
    house.fake.revoke()
    async with house.running("polling") as running, ClientSession() as session:
        await until(lambda: not running.service.telegram.up)  # type: ignore[union-attr]  # it is there
        answer = await session.get(running.server.make_url("/"))
        assert answer.status == 200
        assert 'doorstep_channel_up{channel="telegram"} 0.0' in await running.metrics()


async def test_a_forged_delivery_is_counted_where_the_operator_looks(house: House) -> None:
    async with house.running("webhook") as running, ClientSession() as session:
        answer = await session.post(running.server.make_url(PATH), json={"update_id": 1})
        assert answer.status == 401
        shown = await running.metrics()
    assert 'doorstep_turned_away_total{channel="telegram",reason="secret"} 1.0' in shown


def test_without_a_token_nothing_of_telegram_is_loaded() -> None:
    looks = (
        "import sys, bot.app; print([m for m in sys.modules if m.partition('.')[0] == 'telegram'])"
    )
    root = Path(__file__).parents[2]
    told = subprocess.run(
        [sys.executable, "-c", looks], cwd=root, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"


@pytest.fixture
def logs_as_before() -> Iterator[None]:
    """Logging is one for the whole process; give it back as it was."""
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, sys.excepthook
    yield
    sys.excepthook = hook
    logging.raiseExceptions = True
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize("mode", MODES)
async def test_neither_the_token_nor_a_word_gets_into_the_logs(
    house: House,
    mode: str,
    logs_as_before: None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure("json", "debug")
    wang = house.fake.person(WANG, "王桂兰")
    quoting = f"Bad Request: {WORDS} at /bot{TOKEN}/sendMessage"
    house.fake.fail("sendMessage", status=400, description=quoting)
    if mode == "polling":  # a webhook is only set once it is known who the bot is
        house.fake.fail("getMe", status=404, description=f"not found: /bot{TOKEN}/getMe")
    async with house.running(mode) as running:
        await wang.says(WORDS)
        await running.quiet()
        await house.fake.deliver({"update_id": 1, "message": {"text": WORDS}})
        await wang.says(WORDS)
        await until(lambda: any(one.mine for one in wang.shown))
    said = capsys.readouterr()
    assert said.err, "there is something to look at"
    for private in (TOKEN, TOKEN.partition(":")[2], WORDS, "王桂兰", str(WANG)):
        assert private not in said.err + said.out
