"""How the bot settles in with Telegram, in both modes, and stays settled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot.channels.telegram import settling as module
from bot.channels.telegram.settling import Hook, Settling, secret_for
from bot.channels.telegram.texts import COMMANDS
from bot.channels.telegram.trouble import Trouble
from bot.dialogue.words import global_command
from models.access.elsewhere import TELEGRAM_USERNAME
from models.base import SettingRow
from models.clocks import FixedClock
from models.store import Store
from tests.botapi.webhook import Hook as Theirs
from tests.telegram.arriving import SECRET, Line, open_line, until

URL = "https://doorstep.example/telegram"
OURS = Hook(URL, SECRET, 25)


@dataclass
class Bot:
    """A line, and what it tells whoever runs the service."""

    line: Line
    names: list[str] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)

    def settling(self, hook: Hook | None = OURS) -> Settling:
        line = self.line
        return Settling(
            line.api,
            line.store,
            Trouble(line.api, line.wall, line.count),
            hook,
            waiting=self.waiting.append,
            settled=self.names.append,
            pause=line.pause,
        )

    def calls(self, method: str) -> list[dict[str, Any]]:
        return [dict(call.fields) for call in self.line.fake.calls if call.method == method]

    @property
    def hook(self) -> Theirs | None:
        return self.line.fake.webhook.hook


@pytest.fixture
async def bot(sqlite_url: str, wall: FixedClock) -> AsyncIterator[Bot]:
    store = Store.open(sqlite_url, wall=wall)
    async with open_line(store, wall) as line:
        line.fake.webhook.pause = 0.0
        yield Bot(line)
    store.close()


async def test_who_the_bot_is_is_known_and_written_down(bot: Bot) -> None:
    await bot.settling(None).settle()
    assert bot.line.api.username == "doorstep_test_bot"
    assert bot.names == ["doorstep_test_bot"]

    def stored(session: Session) -> str:
        return session.get_one(SettingRow, TELEGRAM_USERNAME).value

    assert await bot.line.store.read(stored) == "doorstep_test_bot"


async def test_the_menu_and_the_words_about_us_stand_there_in_both_languages(bot: Bot) -> None:
    await bot.settling(None).settle()
    profile = bot.line.fake.profile
    zh, en = profile["commands:default", ""], profile["commands:default", "en"]
    assert [one["command"] for one in zh] == [one["command"] for one in en]
    assert zh[1] == {"command": "mine", "description": "我的事儿"}
    assert en[1] == {"command": "mine", "description": "My things"}
    for language in ("", "en"):
        said = profile["description", language] + profile["short_description", language]
        assert all(number in said for number in ("120", "119", "110"))
    assert "不是真人" in profile["description", ""]
    assert "not a person" in profile["description", "en"]


async def test_a_second_start_finds_everything_and_writes_nothing(bot: Bot) -> None:
    await bot.settling(None).settle()
    bot.line.fake.calls.clear()
    await bot.settling(None).settle()
    assert not [call.method for call in bot.line.fake.calls if call.method.startswith("set")]


def test_each_command_of_the_menu_is_a_word_that_works_in_every_state() -> None:
    assert [word for word, _what in COMMANDS if global_command(f"/{word}") is None] == []


async def test_the_webhook_is_set_as_the_settings_say_and_keeps_what_waits(bot: Bot) -> None:
    await bot.line.fake.person(11).says("先前说的")
    await bot.settling().settle()
    assert bot.hook == Theirs(URL, SECRET, 25)
    [call] = bot.calls("setWebhook")
    assert call["drop_pending_updates"] is False
    assert call["allowed_updates"] == list(bot.line.fake.updates.allowed)
    assert bot.line.fake.updates.count == 1


def test_the_secret_is_the_same_after_every_start_and_another_for_another_bot() -> None:
    one, other = "4200:AAHfakefake", "4201:AAHfakefake"
    assert secret_for(one) == secret_for(one) != secret_for(other)
    assert len(secret_for(one)) == 64


async def test_a_webhook_that_somebody_took_is_said_once_and_ours_again(bot: Bot) -> None:
    settling = bot.settling()
    await settling.settle()
    with capture_logs() as logged:
        for _ in range(2):
            bot.line.fake.webhook.point_to(Theirs("https://theirs.example"))
            await settling.watch()
            assert bot.hook == Theirs(URL, SECRET, 25)
    assert len(logged) == 1
    await settling.watch()
    assert bot.waiting[-1] == 0


async def test_what_keeps_telegram_from_us_is_said_once_for_each_kind(bot: Bot) -> None:
    settling = bot.settling()
    await settling.settle()
    hook = bot.line.fake.webhook
    said = (
        "Connection timed out",
        "Connection timed out",
        "SSL error {error:0A000086:certificate verify failed}",
        "Wrong response from the webhook: 502 Bad Gateway",
        "Read timeout expired",
        "Something new",
    )
    with capture_logs() as logged:
        for words in said:
            hook.last_error = words
            bot.line.wall.advance(timedelta(minutes=5))
            await settling.watch()
            await settling.watch()
    assert [one["reason"] for one in logged] == ["time", "certificate", "answer", "other"]


async def test_updates_that_wait_at_telegram_are_shown(bot: Bot) -> None:
    settling = bot.settling()
    await settling.settle()
    bot.line.fake.updates.arrived = lambda _pending: None
    await bot.line.fake.person(11).says("一")
    await bot.line.fake.person(11).says("二")
    await settling.watch()
    assert bot.waiting == [2]


async def test_an_address_that_telegram_does_not_take_is_said_once(bot: Bot) -> None:
    bot.line.fake.fail("setWebhook", status=400, description="bad webhook: no host", times=3)
    with capture_logs() as logged:
        await bot.settling().settle()
    assert [one["event"] for one in logged] == [
        "Telegram does not take our address for a webhook, see BASE_URL"
    ]
    assert bot.line.pauses == [module.REFUSED_PAUSE] * 3
    assert bot.hook is not None


async def test_a_wrong_token_at_the_start_is_one_sentence_and_tried_again(bot: Bot) -> None:
    bot.line.fake.fail("getMe", status=401, description="Unauthorized", times=3)
    with capture_logs() as logged:
        await bot.settling().settle()
    assert "TELEGRAM_TOKEN" in str(logged[0]["event"])
    assert sum(one["log_level"] == "error" for one in logged) == 1
    assert bot.line.pauses == [60.0] * 3
    assert bot.names


async def test_a_menu_that_is_refused_does_not_stop_the_rest(bot: Bot) -> None:
    bot.line.fake.fail("setMyCommands", status=400, description="BOT_COMMAND_INVALID", times=2)
    with capture_logs() as logged:
        await bot.settling().settle()
    assert len(logged) == 2
    assert bot.line.fake.profile["description", "en"]


async def test_without_telegram_at_all_it_goes_on_trying(bot: Bot) -> None:
    await bot.line.fake.stop()
    with capture_logs() as logged:
        bot.line.supervisor.run("settling", bot.settling().loop)
        await until(lambda: len(bot.line.pauses) == 6)
        await bot.line.fake.start()
        await until(lambda: bot.hook is not None)
        await bot.line.supervisor.stop()
    assert [one["log_level"] for one in logged] == ["error", "info"]
    assert bot.line.pauses[:6] == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0]
