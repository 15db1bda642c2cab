"""What the fake Bot API refuses, breaks and notices: pace, faults, calls nobody has described."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web

from tests.botapi import TOKEN, FakeBotApi, Faults
from tests.botapi.calls import Fields
from tests.botapi.client import LI, Bot, Hook, broken, gives_up, until
from tests.botapi.spec import where
from tests.house.ground import ROOT


# -- pace ----------------------------------------------------------------------------------------
async def test_a_chat_takes_three_at_once_and_then_one_a_second(
    bot: Bot, seconds: list[float]
) -> None:
    bot.api.limits.on = True
    await bot.api.person(LI).start()
    for _ in range(3):
        await bot.send()
    status, answer = await bot.ask("sendMessage", chat_id=LI, text="a")
    assert (status, answer["parameters"]) == (429, {"retry_after": 1})
    assert answer["description"] == "Too Many Requests: retry after 1"
    seconds[0] += 0.9
    assert "retry after 1" in await bot.refused("sendMessage", chat_id=LI, text="a")
    assert (bot.api.limits.refused["chat"], bot.api.limits.impatient) == (1, 1)
    seconds[0] += 0.1
    await bot.send()


async def test_what_does_not_count_is_never_too_much(bot: Bot) -> None:
    bot.api.limits.on = True
    await bot.api.person(LI).start()
    for _ in range(40):
        await bot.call("sendChatAction", chat_id=LI, action="typing")
    assert bot.api.person(LI).actions == ["typing"] * 40
    number = await bot.send()
    await bot.call("editMessageText", chat_id=LI, message_id=number, text="二")
    await bot.call("editMessageText", chat_id=LI, message_id=number, text="三")
    assert "Too Many" in await bot.refused("sendMessage", chat_id=LI, text="a")
    await bot.call("deleteMessage", chat_id=LI, message_id=number)


async def test_the_whole_bot_has_thirty_at_once(bot: Bot, seconds: list[float]) -> None:
    bot.api.limits.on = True
    for number in range(32):
        await bot.api.person(LI + number).start()
    for number in range(30):
        await bot.send(chat=LI + number)
    assert "Too Many" in await bot.refused("sendMessage", chat_id=LI + 30, text="a")
    assert bot.api.limits.free_at == {0: 1.0}
    assert "Too Many" in await bot.refused("sendMessage", chat_id=LI, text="a")
    seconds[0] += 1
    await bot.send(chat=LI + 30)


async def test_a_group_takes_twenty_a_minute(bot: Bot, seconds: list[float]) -> None:
    bot.api.limits.on = True
    await bot.api.group(-100).adds_bot(bot.api.person(LI))
    sent = 0
    while not bot.api.limits.refused["group"]:
        sent += (await bot.ask("sendMessage", chat_id=-100, text="a"))[0] == 200
        seconds[0] += 1
    # What came in while it was going on: one for every three seconds.
    assert 20 < sent <= 20 + seconds[0] / 3


# -- faults --------------------------------------------------------------------------------------
async def test_a_named_call_fails_as_often_as_asked(bot: Bot) -> None:
    for number in (LI, LI + 1):
        await bot.api.person(number).start()
    bot.api.fail("sendMessage", status=502, chat=LI, times=2)
    await bot.send(chat=LI + 1)
    assert await bot.refused("sendMessage", chat_id=LI, text="a") == "Bad Gateway"
    assert await bot.refused("sendMessage", chat_id=LI, text="a") == "Bad Gateway"
    await bot.send()
    bot.api.fail(retry_after=7)
    assert await bot.refused("getMe") == "Too Many Requests: retry after 7"


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("how", [{"hang": True}, {"reset": True}, {"status": 500}])
async def test_a_call_may_fail_before_or_after_it_took_effect(
    bot: Bot, how: dict[str, Any], after: bool
) -> None:
    li = bot.api.person(LI)
    await li.start()
    bot.api.fail("sendMessage", after=after, **how)
    call = bot.refused("sendMessage", chat_id=LI, text="一")
    if "hang" in how:
        await gives_up(call, lambda: bot.api.trouble.struck)
    else:
        assert await broken(call) == ("reset" in how)
    assert len(li.shown) == after
    assert bot.api.calls[-1].done == after


async def test_silence_hangs_every_call_and_ends(bot: Bot, seconds: list[float]) -> None:
    bot.api.silence(60)
    await gives_up(bot.call("getMe"), lambda: bot.api.trouble.struck)
    seconds[0] += 60
    await bot.call("getMe")


async def test_a_call_that_hangs_ends_when_the_server_does(api: FakeBotApi, bot: Bot) -> None:
    api.silence(60)
    async with asyncio.TaskGroup() as group:
        call = group.create_task(broken(bot.call("getMe")))
        await until(lambda: api.trouble.struck)
        await api.stop()
    assert call.result()
    api.trouble.clear()
    await api.start()
    await bot.call("getMe")


async def test_latency_delays_the_answer_and_not_the_call(bot: Bot) -> None:
    await bot.api.person(LI).start()
    bot.api.latency = 0.02
    async with asyncio.TaskGroup() as group:
        call = group.create_task(bot.send("一"))
        await until(lambda: bot.api.person(LI).shown)
        assert not call.done()


async def test_a_flood_stops_one_chat_or_everybody(bot: Bot, seconds: list[float]) -> None:
    for number in (LI, LI + 1):
        await bot.api.person(number).start()
    bot.api.flood(5, LI)
    await bot.send(chat=LI + 1)
    assert "retry after 5" in await bot.refused("sendMessage", chat_id=LI, text="a")
    seconds[0] += 4
    assert "retry after 1" in await bot.refused("sendMessage", chat_id=LI, text="a")
    bot.api.flood(5)
    assert "retry after 5" in await bot.refused("sendMessage", chat_id=LI + 1, text="a")


async def test_chance_strikes_as_often_as_it_is_told_and_the_same_with_one_seed(bot: Bot) -> None:
    def struck(seed: int) -> dict[str, int]:
        faults = Faults(too_many=0.05, server_error=0.05, hang=0.02, blocked=0.03, seed=seed)
        trouble = FakeBotApi(faults=faults).trouble
        for _ in range(4000):
            trouble.strike("sendMessage", LI)
        assert trouble.strike("getUpdates", None) is None
        return trouble.struck

    once = struck(3)
    assert once == struck(3) != struck(4)
    assert 150 < once["429"] < 250
    assert 150 < once["500"] + once["502"] < 250
    assert 50 < once["hang"] < 110
    assert 80 < once["403"] < 160


# -- what the Bot API describes --------------------------------------------------------------------
@pytest.fixture
def described(api: FakeBotApi) -> FakeBotApi:
    if not api.checked:
        pytest.skip(f"put {where().name} into ../shared/data to have every call checked")
    return api


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"chat_id": 1}, "sendMessage: text is missing"),
    ("sendMessage", {"chat_id": 1, "text": 5}, "sendMessage: text is no String"),
    ("sendMessage", {"chat_id": 1, "text": "a", "colour": 1}, "sendMessage: colour is unknown"),
    (
        "sendMessage",
        {"chat_id": 1, "text": "a", "link_preview_options": {"is_disabled": "yes"}},
        "sendMessage.link_preview_options: is_disabled is no Boolean",
    ),
    (
        "editMessageText",
        {"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [[{"txt": "a"}]]}},
        "editMessageText.reply_markup.inline_keyboard: text is missing",
    ),
    (
        "sendMessage",
        {"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [{"text": "a"}]}},
        "sendMessage.reply_markup: inline_keyboard is no Array of Array of InlineKeyboardButton",
    ),
    ("makeTea", {}, "makeTea: no such method"),
]


@pytest.mark.parametrize(("method", "fields", "words"), WRONG)
async def test_a_call_the_bot_api_does_not_describe_is_noticed(
    described: FakeBotApi, bot: Bot, method: str, fields: dict[str, Any], words: str
) -> None:
    await bot.refused(method, **fields)
    assert words in described.violations
    described.violations.clear()


async def test_also_inside_the_answer_to_a_webhook(bot: Bot, hook: Hook) -> None:
    hook.answers.append(web.json_response({"method": "answerCallbackQuery"}))
    await bot.call("setWebhook", url=hook.url)
    await bot.api.person(LI).says("一")
    await bot.api.idle()
    wrong = ["answerCallbackQuery: callback_query_id is missing"] if bot.api.checked else []
    assert bot.api.violations == wrong
    bot.api.violations.clear()


async def test_without_the_description_nothing_is_checked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOORSTEP_BOT_API_SPEC", str(tmp_path / "none.json"))
    api = FakeBotApi()
    api.spec.check("makeTea", Fields())
    assert (api.checked, api.violations) == (False, [])


# -- a process of its own ----------------------------------------------------------------------------
async def test_the_fake_runs_as_a_process_and_ends_with_its_figures() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.botapi", "--latency", "0.001", cwd=ROOT, stdout=PIPE
    )
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip()
    async with ClientSession() as session:
        for path, fields in (
            ("fake/deliver", {"update_id": 1}),
            (f"bot{TOKEN}/sendMessage", {"chat_id": LI, "text": "一"}),
        ):
            async with session.post(f"{url}/{path}", json=fields) as answer:
                assert answer.status == 200
    process.terminate()
    left, _ = await process.communicate()
    figures = json.loads(left)
    assert process.returncode == 0
    assert (figures["calls"], figures["pending"]) == ({"sendMessage": 1}, 1)
